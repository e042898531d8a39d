#include "tickets/markdown.hpp"

#include <md4c.h>

#include <algorithm>
#include <vector>

#include "core/text.hpp"

namespace ansvar::tickets::markdown {

namespace {

constexpr std::size_t longest_text = 200'000;       ///< bytes
constexpr std::size_t longest_paragraph = 10'000;   ///< bytes; the parser takes quadratic time within one
constexpr std::size_t most_marks = 2'000;           ///< of those that begin something within one paragraph
constexpr int deepest = 12;                         ///< lists and quotes within each other

/// Whether a link may lead there: a scheme we know, and nothing that could end or bend the attribute.
bool is_safe(std::string_view target) {
    const auto scheme = lower(target.substr(0, 8));
    for (const std::string_view allowed : {"http://", "https://", "mailto:", "tel:"}) {
        if (scheme.starts_with(allowed) && target.size() > allowed.size()) {
            for (const char c : target) {
                if (static_cast<unsigned char>(c) <= 0x20 || c == 0x7f) {
                    return false;
                }
            }
            return true;
        }
    }
    return false;
}

/// Writes what the parser finds. What is opened is closed, in order, whatever the parser says: where a bare address meets an emphasis it ends
/// some that never began. Functions for the parser give 0, or -1 to end the parsing.
class Writer {
public:
    std::string take() {
        close_down_to(0);
        return std::move(out_);
    }

    int enter_block(MD_BLOCKTYPE type, void* detail) {
        switch (type) {
            case MD_BLOCK_QUOTE: return begin(block(type), "<blockquote>", "</blockquote>\n", 1);
            case MD_BLOCK_UL: return begin(block(type), "<ul>", "</ul>\n", 1);
            case MD_BLOCK_OL: {
                const auto start = static_cast<MD_BLOCK_OL_DETAIL*>(detail)->start;
                return begin(block(type), start == 1 ? "<ol>" : "<ol start=\"" + std::to_string(start) + "\">", "</ol>\n", 1);
            }
            case MD_BLOCK_LI: return begin(block(type), "<li>", "</li>\n");
            case MD_BLOCK_H: return begin(block(type), "<p><strong>", "</strong></p>\n");
            case MD_BLOCK_CODE: return begin(block(type), "<pre><code>", "</code></pre>\n");
            case MD_BLOCK_P: return begin(block(type), "<p>", "</p>\n");
            default: return begin(block(type), "", "");
        }
    }
    int leave_block(MD_BLOCKTYPE type) { return end(block(type)); }

    int enter_span(MD_SPANTYPE type, void* detail) {
        switch (type) {
            case MD_SPAN_EM: return begin(span(type), "<em>", "</em>");
            case MD_SPAN_STRONG: return begin(span(type), "<strong>", "</strong>");
            case MD_SPAN_CODE: return begin(span(type), "<code>", "</code>");
            case MD_SPAN_A: return begin_link(span(type), static_cast<MD_SPAN_A_DETAIL*>(detail)->href);
            case MD_SPAN_IMG: return begin_link(span(type), static_cast<MD_SPAN_IMG_DETAIL*>(detail)->src);
            default: return begin(span(type), "", "");
        }
    }
    int leave_span(MD_SPANTYPE type) { return end(span(type)); }

    int text(MD_TEXTTYPE type, std::string_view text) {
        switch (type) {
            case MD_TEXT_NULLCHAR: out_ += "\xEF\xBF\xBD"; return 0;
            case MD_TEXT_BR:
            case MD_TEXT_SOFTBR: out_ += "<br>\n"; return 0;
            default: out_ += escape_html(text); return 0;  // entities stand as they were typed
        }
    }

private:
    struct Open {
        int kind;
        std::string_view close;
        int depth;
    };
    static int block(MD_BLOCKTYPE type) { return static_cast<int>(type); }
    static int span(MD_SPANTYPE type) { return 1000 + static_cast<int>(type); }

    int begin(int kind, std::string_view tag, std::string_view close, int depth = 0) {
        out_ += tag;
        open_.push_back({kind, close, depth});
        return (depth_ += depth) > deepest ? -1 : 0;
    }

    int end(int kind) {
        for (auto at = open_.size(); at > 0; --at) {
            if (open_[at - 1].kind == kind) {
                close_down_to(at - 1);
                break;
            }
        }
        return 0;
    }

    void close_down_to(std::size_t size) {
        for (; open_.size() > size; open_.pop_back()) {
            out_ += open_.back().close;
            depth_ -= open_.back().depth;
        }
    }

    /// Links are not within each other: of a picture in a link the link counts.
    int begin_link(int kind, const MD_ATTRIBUTE& target) {
        const std::string_view to{target.text ? target.text : "", target.size};
        const bool is_within = std::any_of(open_.begin(), open_.end(), [](const Open& one) { return one.close == "</a>"; });
        if (is_within || !is_safe(to)) {
            return begin(kind, "", "");
        }
        return begin(kind, "<a href=\"" + escape_html(to) + "\" rel=\"nofollow noopener noreferrer\">", "</a>");
    }

    std::string out_;
    std::vector<Open> open_;
    int depth_ = 0;
};

bool is_all(std::string_view line, std::string_view characters) { return !line.empty() && line.find_first_not_of(characters) == std::string_view::npos; }

/// Where the text of a line begins: after signs of quotes and lists, also several within each other ("> 1. - text").
std::size_t text_start(std::string_view line) {
    std::size_t at = 0;
    for (;;) {
        const auto start = std::min(line.find_first_not_of(" >\t", at), line.size());
        auto end = std::min(line.find_first_not_of("0123456789", start), line.size());
        const bool is_sign = end < line.size() && (end == start ? is_all(line.substr(end, 1), "-+*") : is_all(line.substr(end, 1), ".)"));
        if (!is_sign || !is_all(line.substr(end + 1, 1), " \t")) {
            return start;
        }
        at = end + 1;
    }
}

/// Lines that Markdown would swallow or turn into something else, though people mean them as they stand: "--" above a name, "[1]: …", also
/// over two lines.
bool is_meant_as_typed(std::string_view line) {
    const auto start = line.find_first_not_of(" >");
    const auto rest = start == std::string_view::npos ? std::string_view{} : line.substr(start);
    if (is_all(rest, "- ") || is_all(rest, "=") || is_all(rest, "* ") || is_all(rest, "_ ")) {
        return rest.find_first_not_of(rest.substr(0, 1)) == std::string_view::npos || rest.size() > 2;
    }
    return rest.starts_with('[') && (rest.find("]:") != std::string_view::npos || rest.find(']') == std::string_view::npos);
}

/// The text with a backslash before what would disappear; empty when the parser should not be given it.
std::string prepared(std::string_view text) {
    std::string out;
    std::size_t paragraph = 0, marks = 0;
    bool in_fence = false;
    for (const auto line : split(text, '\n')) {
        const auto start = line.find_first_not_of(' ');
        const auto rest = start == std::string_view::npos ? std::string_view{} : line.substr(start);
        paragraph = rest.empty() ? 0 : paragraph + line.size();
        marks = rest.empty() ? 0 : marks;
        for (const char c : line) {
            marks += c == '[' || c == '*' || c == '_' || c == '`' || c == '<' || c == '!' || c == '@' || c == '\\' || c == '&' ? 1 : 0;
        }
        if (paragraph > longest_paragraph || marks > most_marks) {
            return {};
        }
        if (rest.starts_with("```") || rest.starts_with("~~~")) {
            in_fence = !in_fence;
        } else if (const auto begins = text_start(line); !in_fence && (is_meant_as_typed(line) || is_meant_as_typed(line.substr(begins)))) {
            const auto at = is_meant_as_typed(line) ? line.find_first_not_of(" >") : begins;
            out += std::string{line.substr(0, at)} + '\\' + std::string{line.substr(at)} + '\n';
            continue;
        }
        out += line;
        out += '\n';
    }
    return out;
}

}  // namespace

std::string html(std::string_view text) {
    const auto source = text.size() > longest_text ? std::string{} : prepared(text);
    if (source.empty()) {
        return plain(text);
    }
    MD_PARSER parser{};
    parser.flags = MD_FLAG_NOHTML | MD_FLAG_NOINDENTEDCODEBLOCKS | MD_FLAG_PERMISSIVEURLAUTOLINKS | MD_FLAG_PERMISSIVEEMAILAUTOLINKS |
                   MD_FLAG_PERMISSIVEWWWAUTOLINKS;
    parser.enter_block = [](MD_BLOCKTYPE type, void* detail, void* writer) { return static_cast<Writer*>(writer)->enter_block(type, detail); };
    parser.leave_block = [](MD_BLOCKTYPE type, void*, void* writer) { return static_cast<Writer*>(writer)->leave_block(type); };
    parser.enter_span = [](MD_SPANTYPE type, void* detail, void* writer) { return static_cast<Writer*>(writer)->enter_span(type, detail); };
    parser.leave_span = [](MD_SPANTYPE type, void*, void* writer) { return static_cast<Writer*>(writer)->leave_span(type); };
    parser.text = [](MD_TEXTTYPE type, const MD_CHAR* bytes, MD_SIZE size, void* writer) {
        return static_cast<Writer*>(writer)->text(type, {bytes, size});
    };
    Writer writer;
    return md_parse(source.data(), static_cast<MD_SIZE>(source.size()), &parser, &writer) == 0 ? writer.take() : plain(text);
}

std::string plain(std::string_view text) {
    std::string out = "<p>";
    for (const auto line : split(trim(text), '\n')) {
        out += (out.size() > 3 ? "<br>\n" : "") + escape_html(line);
    }
    return out + "</p>\n";
}

}  // namespace ansvar::tickets::markdown
