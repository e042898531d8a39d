#include "mail/quoting.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include "core/text.hpp"

namespace ansvar::mail {

namespace {

using Lines = std::vector<std::string_view>;

bool is_quoted(std::string_view line) { return trim(line).starts_with('>'); }
bool is_empty(std::string_view line) { return trim(line).empty(); }

bool begins_with_any(const std::string& lowered, std::initializer_list<std::string_view> beginnings) {
    return std::any_of(beginnings.begin(), beginnings.end(), [&](auto beginning) { return lowered.starts_with(beginning); });
}

/// A line of an earlier mail's head, as Outlook writes it; "*Från:*" when it was bold.
std::string head_line(std::string_view line) {
    auto text = lower(trim(line));
    std::erase(text, '*');
    return text;
}

// The words below are what mail programs write in the languages of those who write to schools; nobody reads them from us.

/// Does the head of an earlier mail begin here: who it was from, and soon after two more of its lines?
bool is_head(const Lines& lines, std::size_t at) {
    if (!begins_with_any(head_line(lines[at]), {"fr\u00e5n:", "from:", "fra:", "von:", "l\u00e4hett\u00e4j\u00e4:"})) {
        return false;
    }
    int more = 0;
    for (auto next = at + 1; next < std::min(lines.size(), at + 8); ++next) {
        more += begins_with_any(head_line(lines[next]), {"skickat:", "sent:", "datum:", "date:", "till:", "to:", "kopia:", "cc:", "\u00e4mne:", "subject:", "gesendet:", "an:", "betreff:"}) ? 1 : 0;
    }
    return more >= 2;
}

bool is_rule(std::string_view line) {
    const auto text = lower(trim(line));
    if (text.size() >= 20 && text.find_first_not_of('_') == std::string::npos) {
        return true;
    }
    return text.starts_with("---") && (text.find("original message") != std::string::npos || text.find("ursprungligt meddelande") != std::string::npos ||
                                       text.find("originalmeddelande") != std::string::npos || text.find("vidarebefordrat meddelande") != std::string::npos ||
                                       text.find("forwarded message") != std::string::npos);
}

/// The line after "Den 12 nov. 2026 kl. 10:04 skrev Anna <anna@…>:", which mail programs wrap to up to three; `at` itself when there is none.
std::size_t after_attribution(const Lines& lines, std::size_t at) {
    std::string said;
    for (auto next = at; next < std::min(lines.size(), at + 3); ++next) {
        if (is_empty(lines[next]) || is_quoted(lines[next])) {
            break;
        }
        said += (said.empty() ? "" : " ") + lower(trim(lines[next]));
        const bool names_writer = said.find(" skrev") != std::string::npos || said.find(" wrote") != std::string::npos || said.find(" schrieb") != std::string::npos;
        if (names_writer && said.ends_with(':')) {
            return next + 1;
        }
    }
    return at;
}

bool is_signature(std::string_view line) {
    const auto text = lower(trim(line));
    return line == "-- " || line == "--" ||
           begins_with_any(text, {"skickat fr\u00e5n min ", "skickat fr\u00e5n outlook", "sent from my ", "sent from outlook", "get outlook for ", "h\u00e4mta outlook f\u00f6r ", "skaffa outlook f\u00f6r "});
}

/// For each line: is all from there on quoted, but for empty lines and a signature? Found from the end, so that a mail of quoted lines alone
/// costs no more than any other.
std::vector<bool> quoted_to_the_end(const Lines& lines) {
    std::vector<bool> quoted(lines.size() + 1, false);
    bool nothing_else = true, any = false;
    for (auto at = lines.size(); at-- > 0;) {
        if (is_signature(lines[at])) {
            nothing_else = true;
            any = false;
            continue;
        }
        const bool is_quote = is_quoted(lines[at]);
        nothing_else = nothing_else && (is_quote || is_empty(lines[at]));
        any = nothing_else && (any || is_quote);
        quoted[at] = any;
    }
    return quoted;
}

/// The line with which what is quoted begins; the number of lines when nothing is.
std::size_t where_quoted(const Lines& lines) {
    const auto quoted = quoted_to_the_end(lines);
    for (std::size_t at = 0; at < lines.size(); ++at) {
        if (is_head(lines, at) || (is_rule(lines[at]) && (lines[at].find('_') == std::string_view::npos || (at + 1 < lines.size() && is_head(lines, at + 1))))) {
            return at;
        }
        if (const auto next = after_attribution(lines, at); next > at && quoted[next]) {
            return at;
        }
        if (is_quoted(lines[at]) && quoted[at]) {
            return at;
        }
    }
    return lines.size();
}

std::string_view without_end(std::string_view text) { return text.substr(0, text.find_last_not_of(" \t\n") + 1); }

std::string joined(const Lines& lines, std::size_t from, std::size_t to, bool as_quote) {
    std::string text;
    for (auto at = from; at < to; ++at) {
        if (as_quote && !is_quoted(lines[at])) {
            text += is_empty(lines[at]) ? ">" : "> ";
        }
        text += std::string{lines[at]} + "\n";
    }
    return std::string{trim(text)};
}

}  // namespace

std::string SplitText::together() const { return quoted.empty() ? fresh : fresh + "\n\n" + quoted; }

SplitText split_quoted(std::string_view text) {
    const auto lines = split(without_end(text), '\n');
    const auto quoted = where_quoted(lines);
    std::size_t own = 0;
    while (own < quoted && !is_signature(lines[own])) {
        ++own;
    }
    SplitText parts{joined(lines, 0, own, false), joined(lines, own, lines.size(), true)};
    if (parts.fresh.empty()) {
        return {std::string{trim(text)}, ""};
    }
    if (std::all_of(parts.quoted.begin(), parts.quoted.end(), [](char c) { return c == '>' || c == ' ' || c == '\n'; })) {
        parts.quoted.clear();
    }
    return parts;
}

}  // namespace ansvar::mail
