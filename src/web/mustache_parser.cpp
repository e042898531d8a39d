#include <algorithm>
#include <optional>
#include <set>
#include <stdexcept>

#include "core/text.hpp"
#include "web/mustache.hpp"

namespace ansvar::web::mustache {
namespace {

[[noreturn]] void complain(const std::string& name, std::size_t line, const std::string& what) {
    throw std::runtime_error(name + ":" + std::to_string(line) + ": " + what);
}

bool is_blank(std::string_view text) {
    return text.find_first_not_of(" \t\r") == std::string_view::npos;
}

/// One {{…}} as it stands in the source.
struct Tag {
    char sigil;              ///< # ^ / > ! & { or 0 for a plain name
    std::string_view name;   ///< trimmed, without the sigil
    std::size_t begin, end;  ///< from the first brace to after the last
};

class Parser {
public:
    Parser(Template& into, std::string_view source, const AtLoad& at_load) : into_(into), source_(source), at_load_(at_load) {
        open_.push_back(&into.nodes);
    }

    void run() {
        while (auto tag = next_tag()) {
            const auto [before_end, after_begin] = without_lonely_line(*tag);
            add_text(source_.substr(at_, before_end - at_));
            line_ += lines_in(at_, tag->begin);
            add(*tag);
            line_ += lines_in(tag->begin, after_begin);
            at_ = after_begin;
        }
        add_text(source_.substr(at_));
        if (open_.size() > 1) {
            const auto& section = open_[open_.size() - 2]->back();
            complain(into_.name, section.line, "{{#" + section.text + "}} is not closed");
        }
    }

private:
    std::size_t lines_in(std::size_t from, std::size_t to) const {
        return static_cast<std::size_t>(
            std::count(source_.begin() + static_cast<std::ptrdiff_t>(from), source_.begin() + static_cast<std::ptrdiff_t>(to), '\n'));
    }

    std::optional<Tag> next_tag() const {
        const auto begin = source_.find("{{", at_);
        if (begin == std::string_view::npos) {
            return std::nullopt;
        }
        const bool triple = source_.substr(begin, 3) == "{{{";
        const auto close = source_.find(triple ? "}}}" : "}}", begin);
        if (close == std::string_view::npos) {
            complain(into_.name, line_ + lines_in(at_, begin), "a tag is not closed");
        }
        const auto inner_begin = begin + (triple ? 3U : 2U);
        Tag tag{.sigil = triple ? '{' : '\0',
                .name = trim(source_.substr(inner_begin, close - inner_begin)),
                .begin = begin,
                .end = close + (triple ? 3U : 2U)};
        if (!triple && !tag.name.empty() && std::string_view{"#^/>!&="}.find(tag.name[0]) != std::string_view::npos) {
            tag.sigil = tag.name[0];
            tag.name = trim(tag.name.substr(1));
        }
        return tag;
    }

    /// Where the text before the tag ends and the text after it begins: the whole line goes when nothing else stands on it.
    std::pair<std::size_t, std::size_t> without_lonely_line(const Tag& tag) const {
        if (std::string_view{"#^/>!"}.find(tag.sigil) == std::string_view::npos) {
            return {tag.begin, tag.end};
        }
        const auto newline_before = tag.begin == 0 ? std::string_view::npos : source_.rfind('\n', tag.begin - 1);
        const auto line_begin = newline_before == std::string_view::npos ? 0 : newline_before + 1;
        const auto newline_after = source_.find('\n', tag.end);
        const auto line_end = newline_after == std::string_view::npos ? source_.size() : newline_after + 1;
        if (line_begin < at_ || !is_blank(source_.substr(line_begin, tag.begin - line_begin)) ||
            !is_blank(source_.substr(tag.end, std::min(newline_after, source_.size()) - tag.end))) {
            return {tag.begin, tag.end};
        }
        return {line_begin, line_end};
    }

    void add_text(std::string_view text) {
        auto& nodes = *open_.back();
        if (text.empty()) {
            return;
        }
        if (!nodes.empty() && nodes.back().kind == Node::Kind::Text) {
            nodes.back().text += text;
        } else {
            nodes.push_back({.kind = Node::Kind::Text, .text = std::string{text}, .path = {}, .line = line_});
        }
    }

    void add(const Tag& tag) {
        if (tag.sigil == '!') {
            return;
        }
        if (tag.sigil == '=') {
            complain(into_.name, line_, "other delimiters are not for us");
        }
        if (tag.name.empty() || tag.name.find_first_of(" \t\r\n{}<>\"'") != std::string_view::npos) {
            complain(into_.name, line_, "a tag without a proper name");
        }
        switch (tag.sigil) {
            case '#':
                return open(Node::Kind::Section, tag.name);
            case '^':
                return open(Node::Kind::Inverted, tag.name);
            case '/':
                return close(tag.name);
            case '>':
                open_.back()->push_back({.kind = Node::Kind::Part, .text = std::string{tag.name}, .path = {}, .line = line_});
                return;
            case '&':
            case '{':
                return add_value(Node::Kind::Raw, tag.name);
            default:
                break;
        }
        if (const auto colon = tag.name.find(':'); colon != std::string_view::npos) {
            return add_at_load(tag.name.substr(0, colon), tag.name.substr(colon + 1));
        }
        add_value(Node::Kind::Escaped, tag.name);
    }

    void add_at_load(std::string_view kind, std::string_view argument) {
        try {
            const auto text = at_load_(kind, argument);
            add_text(into_.escapes ? escape_html(text) : text);
        } catch (const std::exception& fault) {
            complain(into_.name, line_, fault.what());
        }
    }

    Node named(Node::Kind kind, std::string_view name) const {
        Node node{.kind = kind, .text = std::string{name}, .path = {}, .line = line_};
        if (name != ".") {
            for (const auto piece : split(name, '.')) {
                if (piece.empty()) {
                    complain(into_.name, line_, "{{" + node.text + "}} has an empty name at a dot");
                }
                node.path.emplace_back(piece);
            }
        }
        return node;
    }

    void add_value(Node::Kind kind, std::string_view name) {
        open_.back()->push_back(named(kind == Node::Kind::Escaped && !into_.escapes ? Node::Kind::Raw : kind, name));
    }

    void open(Node::Kind kind, std::string_view name) {
        open_.back()->push_back(named(kind, name));
        open_.push_back(&open_.back()->back().children);  // stays: its parent grows only after it is closed
    }

    void close(std::string_view name) {
        if (open_.size() < 2 || open_[open_.size() - 2]->back().text != name) {
            complain(into_.name, line_, "{{/" + std::string{name} + "}} closes what is not open here");
        }
        open_.pop_back();
    }

    Template& into_;
    std::string_view source_;
    const AtLoad& at_load_;
    std::size_t at_ = 0;
    std::size_t line_ = 1;
    std::vector<std::vector<Node>*> open_;
};

void link_nodes(const Template& in, std::vector<Node>& nodes, const std::function<const Template*(std::string_view)>& find) {
    for (auto& node : nodes) {
        if (node.kind == Node::Kind::Part) {
            node.part = find(node.text);
            if (!node.part) {
                complain(in.name, node.line, "there is no part " + node.text);
            }
        }
        link_nodes(in, node.children, find);
    }
}

void follow(const Template& in, const std::vector<Node>& nodes, std::set<const Template*>& on_the_way) {
    for (const auto& node : nodes) {
        if (node.part) {
            if (!on_the_way.insert(node.part).second) {
                complain(in.name, node.line, "{{> " + node.text + "}} leads back to itself");
            }
            follow(*node.part, node.part->nodes, on_the_way);
            on_the_way.erase(node.part);
        }
        follow(in, node.children, on_the_way);
    }
}

}  // namespace

Template parse(std::string name, std::string_view source, bool escapes, const AtLoad& at_load) {
    Template parsed{.name = std::move(name), .escapes = escapes, .nodes = {}};
    Parser{parsed, source, at_load}.run();
    return parsed;
}

void link(Template& in, const std::function<const Template*(std::string_view name)>& find) {
    link_nodes(in, in.nodes, find);
}

void check_no_circle(const Template& from) {
    std::set<const Template*> on_the_way{&from};
    follow(from, from.nodes, on_the_way);
}

}  // namespace ansvar::web::mustache
