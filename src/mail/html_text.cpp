#include "mail/html_text.hpp"

#include <gumbo.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <memory>
#include <vector>

#include "core/text.hpp"

namespace ansvar::mail {

namespace {

constexpr std::size_t most_nesting = 400;
/// Unclosed formatting is opened again in each paragraph that follows: so many elements times how deep they stand, and no more.
constexpr std::size_t most_work = 3'000'000;

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f'; }

/// Collects text as a browser lays it out: blanks run together, lines and paragraphs end when something needs them to.
class Layout {
public:
    void say(std::string_view text) {
        for (std::size_t at = 0; at < text.size(); ++at) {
            const bool is_hard_blank = text.substr(at, 2) == "\xc2\xa0";
            if (is_hard_blank || is_blank(text[at])) {
                needs_blank_ = true;
                at += is_hard_blank ? 1 : 0;
            } else {
                put(text[at]);
            }
        }
    }

    void say_as_it_is(std::string_view text) {
        for (const char c : text) {
            if (c == '\n') {
                end_line();
            } else if (c != '\r') {
                put(c);
            }
        }
    }

    void break_line() { wanted_ = std::max<std::size_t>(wanted_, 1); }
    void break_paragraph() { wanted_ = std::max<std::size_t>(wanted_, 2); }
    void end_line() {
        flush();
        if (!out_.empty() && line_ends_ < 2) {
            out_ += '\n';
            ++line_ends_;
        }
        needs_blank_ = false;
    }
    void quote(int by) {
        break_line();
        quoted_ += by;
    }
    /// Is nothing written on this line yet?
    bool is_at_start() const { return wanted_ > 0 || out_.empty() || out_.back() == '\n'; }

    std::string text() && {
        while (!out_.empty() && (is_blank(out_.back()) || out_.back() == '>')) {
            out_.pop_back();
        }
        return std::move(out_);
    }

private:
    void put(char c) {
        flush();
        if (out_.empty() || out_.back() == '\n') {
            for (int i = 0; i < quoted_; ++i) {
                out_ += "> ";
            }
        } else if (needs_blank_) {
            out_ += ' ';
        }
        needs_blank_ = false;
        out_ += c;
        line_ends_ = 0;
    }

    /// Writes the line ends that are wanted and not there yet.
    void flush() {
        if (!out_.empty()) {
            for (; line_ends_ < wanted_; ++line_ends_) {
                out_ += '\n';
            }
        }
        if (wanted_ > 0) {
            needs_blank_ = false;
        }
        wanted_ = 0;
    }

    std::string out_;
    std::size_t wanted_ = 0, line_ends_ = 0;
    int quoted_ = 0;
    bool needs_blank_ = false;
};

std::string_view attribute(const GumboElement& element, const char* name) {
    const auto* found = gumbo_get_attribute(&element.attributes, name);
    return found == nullptr ? std::string_view{} : std::string_view{found->value};
}

bool is_hidden(const GumboElement& element) {
    if (gumbo_get_attribute(&element.attributes, "hidden") != nullptr) {
        return true;
    }
    auto style = lower(is_utf8(attribute(element, "style")) ? attribute(element, "style") : std::string_view{});
    std::erase_if(style, is_blank);
    return style.find("display:none") != std::string::npos || style.find("mso-hide:all") != std::string::npos;
}

enum class Shape { Inline, Line, Paragraph, LeftOut };

Shape shape_of(GumboTag tag) {
    switch (tag) {
        case GUMBO_TAG_HEAD: case GUMBO_TAG_SCRIPT: case GUMBO_TAG_STYLE: case GUMBO_TAG_TITLE: case GUMBO_TAG_TEMPLATE: case GUMBO_TAG_IFRAME:
        case GUMBO_TAG_OBJECT: case GUMBO_TAG_SVG: case GUMBO_TAG_MATH: case GUMBO_TAG_NOFRAMES:
            return Shape::LeftOut;
        case GUMBO_TAG_P: case GUMBO_TAG_H1: case GUMBO_TAG_H2: case GUMBO_TAG_H3: case GUMBO_TAG_H4: case GUMBO_TAG_H5: case GUMBO_TAG_H6:
        case GUMBO_TAG_UL: case GUMBO_TAG_OL: case GUMBO_TAG_DL: case GUMBO_TAG_TABLE: case GUMBO_TAG_PRE: case GUMBO_TAG_BLOCKQUOTE: case GUMBO_TAG_HR:
            return Shape::Paragraph;
        case GUMBO_TAG_DIV: case GUMBO_TAG_LI: case GUMBO_TAG_TR: case GUMBO_TAG_DT: case GUMBO_TAG_DD: case GUMBO_TAG_SECTION: case GUMBO_TAG_ARTICLE:
        case GUMBO_TAG_HEADER: case GUMBO_TAG_FOOTER: case GUMBO_TAG_ADDRESS: case GUMBO_TAG_FORM: case GUMBO_TAG_CENTER: case GUMBO_TAG_CAPTION:
            return Shape::Line;
        default:
            return Shape::Inline;
    }
}

class Writer {
public:
    explicit Writer(const GumboNode* root) { steps_.push_back({root, false}); }

    std::string run() && {
        while (!steps_.empty()) {
            const auto step = steps_.back();
            steps_.pop_back();
            if (step.is_end) {
                leave(*step.node);
            } else {
                enter(*step.node);
            }
        }
        return std::move(layout_).text();
    }

private:
    struct Step {
        const GumboNode* node;
        bool is_end;
    };

    void enter(const GumboNode& node) {
        switch (node.type) {
            case GUMBO_NODE_TEXT: case GUMBO_NODE_CDATA:
                saw(node.v.text.text);
                return;
            case GUMBO_NODE_WHITESPACE:
                layout_.say(" ");
                return;
            case GUMBO_NODE_ELEMENT:
                return enter_element(node);
            case GUMBO_NODE_DOCUMENT:
                return push(node.v.document.children);
            default:
                return;
        }
    }

    void saw(std::string_view text) {
        if (preformatted_ > 0) {
            layout_.say_as_it_is(text);
        } else {
            layout_.say(text);
        }
        for (auto& link : links_) {
            link.words += text;
        }
    }

    void push(const GumboVector& children) {
        for (auto i = children.length; i > 0; --i) {
            steps_.push_back({static_cast<const GumboNode*>(children.data[i - 1]), false});
        }
    }

    void enter_element(const GumboNode& node) {
        const auto& element = node.v.element;
        const auto shape = shape_of(element.tag);
        if (shape == Shape::LeftOut || is_hidden(element)) {
            return;
        }
        if (shape == Shape::Paragraph) {
            layout_.break_paragraph();
        } else if (shape == Shape::Line) {
            layout_.break_line();
        }
        switch (element.tag) {
            case GUMBO_TAG_BR: layout_.end_line(); return;
            case GUMBO_TAG_HR: layout_.say("---"); break;
            case GUMBO_TAG_IMG: describe(element); return;
            case GUMBO_TAG_UL: lists_.push_back(0); break;
            case GUMBO_TAG_OL: lists_.push_back(1); break;
            case GUMBO_TAG_LI: begin_item(); break;
            case GUMBO_TAG_TD: case GUMBO_TAG_TH: if (!layout_.is_at_start()) layout_.say(" "); break;
            case GUMBO_TAG_BLOCKQUOTE: layout_.quote(1); break;
            case GUMBO_TAG_PRE: ++preformatted_; break;
            case GUMBO_TAG_A: links_.push_back({std::string{attribute(element, "href")}, {}}); break;
            default: break;
        }
        steps_.push_back({&node, true});
        push(element.children);
    }

    void leave(const GumboNode& node) {
        const auto tag = node.v.element.tag;
        switch (tag) {
            case GUMBO_TAG_UL: case GUMBO_TAG_OL: lists_.pop_back(); break;
            case GUMBO_TAG_BLOCKQUOTE: layout_.quote(-1); break;
            case GUMBO_TAG_PRE: --preformatted_; break;
            case GUMBO_TAG_A: end_link(); break;
            default: break;
        }
        const auto shape = shape_of(tag);
        if (shape == Shape::Paragraph) {
            layout_.break_paragraph();
        } else if (shape == Shape::Line) {
            layout_.break_line();
        }
    }

    void describe(const GumboElement& picture) {
        if (const auto alt = trim(attribute(picture, "alt")); !alt.empty()) {
            saw("[" + std::string{alt} + "]");
        }
    }

    void begin_item() {
        if (lists_.empty() || lists_.back() == 0) {
            layout_.say("- ");
        } else {
            layout_.say(std::to_string(lists_.back()++) + ". ");
        }
    }

    /// The target, unless it is what the words say already.
    void end_link() {
        const auto link = std::move(links_.back());
        links_.pop_back();
        const auto target = std::string{trim(link.target)};
        const bool leads_out = target.starts_with("http://") || target.starts_with("https://") || target.starts_with("mailto:");
        const auto words = std::string{trim(link.words)};
        if (leads_out && !words.empty() && target.find(words) == std::string::npos) {
            layout_.say(" <" + target + ">");
        }
    }

    struct Link {
        std::string target, words;
    };

    Layout layout_;
    std::vector<Step> steps_;
    std::vector<int> lists_;  ///< 0: without numbers; else the next one
    std::vector<Link> links_;
    int preformatted_ = 0;
};

/// The name of the tag that begins at `at` ("<p class…" gives "p", "</p>" "/p"), lower case; "" when none does.
std::string tag_at(std::string_view html, std::size_t at) {
    auto end = at + 1;
    while (end < html.size() && end - at < 16 && (std::isalnum(static_cast<unsigned char>(html[end])) != 0 || (end == at + 1 && html[end] == '/'))) {
        ++end;
    }
    std::string name{html.substr(at + 1, end - at - 1)};
    std::transform(name.begin(), name.end(), name.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return name;
}

bool needs_no_end(const std::string& name) {
    constexpr std::array names{"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr", "p", "li", "td", "tr", "th"};
    return std::find(names.begin(), names.end(), name) != names.end();
}

/// May it be parsed? Counted as if every element that is not closed stays open.
bool is_cheap(std::string_view html) {
    std::size_t depth = 0, deepest = 0, tags = 0;
    for (auto at = html.find('<'); at != std::string_view::npos; at = html.find('<', at + 1)) {
        const auto name = tag_at(html, at);
        if (name.empty()) {
            continue;
        }
        ++tags;
        if (name.front() == '/') {
            depth -= depth > 0 && !needs_no_end(name.substr(1)) ? 1U : 0U;
        } else if (!needs_no_end(name)) {
            deepest = std::max(deepest, ++depth);
        }
    }
    return deepest <= most_nesting && deepest * tags <= most_work;
}

std::string entity(std::string_view name) {
    if (name.size() > 1 && name.front() == '#') {
        const bool is_hex = name.size() > 2 && (name[1] == 'x' || name[1] == 'X');
        unsigned code = 0;
        const auto digits = name.substr(is_hex ? 2 : 1);
        const auto [end, fault] = std::from_chars(digits.data(), digits.data() + digits.size(), code, is_hex ? 16 : 10);
        if (fault == std::errc{} && end == digits.data() + digits.size() && code >= ' ' && code < 0x80) {
            return {static_cast<char>(code)};
        }
        return " ";
    }
    constexpr std::array<std::pair<std::string_view, std::string_view>, 12> known{{{"amp", "&"}, {"lt", "<"}, {"gt", ">"}, {"quot", "\""}, {"apos", "'"}, {"nbsp", " "},
                                                                                   {"aring", "\u00e5"}, {"auml", "\u00e4"}, {"ouml", "\u00f6"}, {"Aring", "\u00c5"}, {"Auml", "\u00c4"}, {"Ouml", "\u00d6"}}};
    const auto found = std::find_if(known.begin(), known.end(), [&](const auto& each) { return each.first == name; });
    return found == known.end() ? "&" + std::string{name} + ";" : std::string{found->second};
}

/// Tags become blanks or line ends, whatever they mean.
std::string stripped(std::string_view html) {
    Layout layout;
    for (std::size_t at = 0; at < html.size();) {
        if (html[at] == '<') {
            const auto name = tag_at(html, at);
            const auto end = html.find('>', at);
            if (!name.empty() || html.substr(at, 2) == "<!") {
                if (name == "script" || name == "style") {
                    const auto close = html.find("</" + name, at);
                    at = close == std::string_view::npos ? html.size() : close;
                    continue;
                }
                if (name == "br" || name == "p" || name == "div" || name == "tr" || name == "li") {
                    layout.break_line();
                }
                at = end == std::string_view::npos ? html.size() : end + 1;
                continue;
            }
        }
        const auto semicolon = html[at] == '&' ? html.substr(at, 12).find(';') : std::string_view::npos;
        if (semicolon != std::string_view::npos) {
            layout.say(entity(html.substr(at + 1, semicolon - 1)));
            at += semicolon + 1;
            continue;
        }
        const auto next = std::min(html.find_first_of("<&", at + 1), html.size());
        layout.say(html.substr(at, next - at));
        at = next;
    }
    return std::move(layout).text();
}

}  // namespace

std::string text_of_html(std::string_view html) {
    if (!is_cheap(html)) {
        return stripped(html);
    }
    auto options = kGumboDefaultOptions;
    options.max_errors = 0;  // nobody reads them
    const std::unique_ptr<GumboOutput, void (*)(GumboOutput*)> tree{gumbo_parse_with_options(&options, html.data(), html.size()),
                                                                    [](GumboOutput* output) { gumbo_destroy_output(&kGumboDefaultOptions, output); }};
    return Writer{tree->document}.run();
}

}  // namespace ansvar::mail
