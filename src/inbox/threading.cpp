#include "inbox/threading.hpp"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "core/number.hpp"
#include "core/text.hpp"
#include "queries/inbox.hpp"

namespace ansvar::inbox {

namespace {

/// The ids that letters of a ticket share as the root of their thread: "<t1042@skola.example>". Guessable, so no more than a number.
std::optional<TicketId> root_number(const std::string& id) {
    if (!id.starts_with("<t") || id.find('@') == std::string::npos) {
        return {};
    }
    const auto number = whole_number<std::uint64_t>(id.substr(2, id.find('@') - 2));
    return number ? std::optional{TicketId{*number}} : std::nullopt;
}

std::optional<TicketId> by_number(const mail::IncomingMail& mail) {
    if (const auto number = number_in(mail.subject)) {
        return number;
    }
    for (const auto& id : mail.references) {
        if (const auto number = root_number(id)) {
            return number;
        }
    }
    return {};
}

bool has_any(const std::vector<std::string>& words, std::initializer_list<std::string_view> wanted) {
    return std::any_of(words.begin(), words.end(), [&](const std::string& word) { return std::find(wanted.begin(), wanted.end(), word) != wanted.end(); });
}

std::vector<std::string> words_of(std::string_view text) {
    std::vector<std::string> words(1);
    for (const char c : lower(text)) {
        const bool is_letter = static_cast<unsigned char>(c) >= 0x80 || (c >= 'a' && c <= 'z');
        if (is_letter) {
            words.back() += c;
        } else if (!words.back().empty()) {
            words.emplace_back();
        }
    }
    return words;
}

/// A header's value without its comments, which may stand in each other, and without what stands in quotes (RFC 5322, 3.2): anybody may have
/// written that. Empty when one of them does not end.
std::string bare(std::string_view value) {
    std::string out;
    int depth = 0;
    bool is_quoted = false;
    for (std::size_t at = 0; at < value.size(); ++at) {
        const char c = value[at];
        if (c == '\\' && (depth > 0 || is_quoted)) {
            ++at;
        } else if (is_quoted) {
            is_quoted = c != '"';
        } else if (c == '"' && depth == 0) {
            is_quoted = true;
        } else if (c == '(') {
            ++depth;
        } else if (c == ')' && depth > 0) {
            --depth;
        } else if (depth == 0) {
            out += c;
        }
    }
    return depth == 0 && !is_quoted ? out : std::string{};
}

/// The value of "key=…" among the words of a clause.
std::string_view value_of(std::string_view clause, std::string_view key) {
    for (const auto word : split(clause, ' ')) {
        if (word.starts_with(key)) {
            return word.substr(key.size());
        }
    }
    return {};
}

}  // namespace

std::optional<TicketId> number_in(std::string_view subject) {
    const auto at = subject.find("[#");
    const auto end = at == std::string_view::npos ? at : subject.find(']', at);
    if (end == std::string_view::npos) {
        return {};
    }
    const auto number = whole_number<std::uint64_t>(std::string{subject.substr(at + 2, end - at - 2)});
    return number ? std::optional{TicketId{*number}} : std::nullopt;
}

std::optional<Thread> find_thread(db::Session& session, const mail::IncomingMail& mail, const mail::ReplyAddresses& addresses) {
    if (!mail.references.empty()) {
        const auto row = session.row(queries::inbox::select_threads, {{"message_ids", nlohmann::json(mail.references).dump()}});
        if (row) {
            return Thread{row->id<TicketId>("ticket_id"), row->flag("is_letter") ? Thread::By::Letters : Thread::By::Number};
        }
    }
    if (mail.from) {
        for (const auto& to : mail.to) {
            if (const auto ticket = addresses.ticket_of(to, *mail.from)) {
                return Thread{*ticket, Thread::By::Address};
            }
        }
    }
    const auto number = by_number(mail);
    if (number && session.row(queries::inbox::select_ticket_exists, {{"id", *number}})) {
        return Thread{*number, Thread::By::Number};
    }
    return {};
}

bool has_signed_address(const mail::IncomingMail& mail, TicketId ticket, const mail::ReplyAddresses& addresses) {
    return mail.from && std::any_of(mail.to.begin(), mail.to.end(), [&](const MailAddress& to) { return addresses.ticket_of(to, *mail.from) == ticket; });
}

Dmarc dmarc_of(const mail::IncomingMail& mail, std::string_view trusted_server) {
    auto results = lower(bare(mail.authentication));
    std::replace(results.begin(), results.end(), '\t', ' ');
    const auto clauses = split(results, ';');
    const auto server = trim(clauses.front());
    if (trusted_server.empty() || !mail.from || server.substr(0, server.find(' ')) != lower(trusted_server)) {
        return Dmarc::Unknown;
    }
    const auto is_dmarc = [](std::string_view clause) { return trim(clause).starts_with("dmarc="); };
    const auto dmarc = std::find_if(clauses.begin(), clauses.end(), is_dmarc);
    if (dmarc == clauses.end() || std::count_if(clauses.begin(), clauses.end(), is_dmarc) != 1) {
        return Dmarc::Unknown;
    }
    const auto verdict = value_of(trim(*dmarc), "dmarc=");
    if (verdict == "fail") {
        return Dmarc::Fail;
    }
    return verdict == "pass" && value_of(*dmarc, "header.from=") == mail.from->domain() ? Dmarc::Pass : Dmarc::Unknown;
}

bool is_only_thanks(std::string_view text) {
    constexpr std::size_t longest = 120;
    constexpr std::size_t most_words = 16;
    const auto words = words_of(text);
    if (count_characters(text) > longest || words.size() > most_words || text.find('?') != std::string_view::npos) {
        return false;
    }
    const bool thanks = has_any(words, {"tack", "tackar", "tackartackar", "toppen", "thanks", "thank", "thx", "perfekt", "perfect", "kanon", "super", "underbart"});
    return thanks && !has_any(words, {"inte", "ej", "fortfarande", "men", "igen", "dock", "beh\u00f6ver", "vill", "kan", "ska", "ocks\u00e5", "\u00e4ven", "annan", "annat",
                                      "nytt", "ny", "n\u00e4r", "hur", "not", "still", "but", "again", "however", "need", "want", "can", "also", "another", "new"});
}

std::string bare_subject(std::string_view subject) {
    constexpr std::array<std::string_view, 9> prefixes{"re:", "sv:", "fw:", "fwd:", "vb:", "aw:", "svar:", "vs:", "autosvar:"};
    for (;;) {
        subject = trim(subject);
        const auto start = lower(subject.substr(0, 12));
        const auto* prefix = std::find_if(prefixes.begin(), prefixes.end(), [&](std::string_view each) { return start.starts_with(each); });
        if (prefix != prefixes.end()) {
            subject.remove_prefix(prefix->size());
        } else if (subject.starts_with("[#") && subject.find(']') != std::string_view::npos) {
            subject.remove_prefix(subject.find(']') + 1);
        } else {
            return std::string{subject};
        }
    }
}

std::string without_bidi(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        const auto three = text.substr(at, 3);
        // U+202A to U+202E and U+2066 to U+2069
        const bool turns = (three >= "\xE2\x80\xAA" && three <= "\xE2\x80\xAE") || (three >= "\xE2\x81\xA6" && three <= "\xE2\x81\xA9");
        if (turns && three.size() == 3) {
            at += 3;
        } else {
            out += text[at++];
        }
    }
    return out;
}

}  // namespace ansvar::inbox
