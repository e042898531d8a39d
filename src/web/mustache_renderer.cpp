#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <stdexcept>

#include "core/text.hpp"
#include "web/mustache.hpp"

namespace ansvar::web::mustache {
namespace {

using Json = nlohmann::json;

bool is_empty(const Json& value) {
    switch (value.type()) {
        case Json::value_t::null:
            return true;
        case Json::value_t::boolean:
            return !value.get<bool>();
        case Json::value_t::string:
            return value.get_ref<const std::string&>().empty();
        case Json::value_t::array:
            return value.empty();
        case Json::value_t::number_integer:
        case Json::value_t::number_unsigned:
            return value.get<std::int64_t>() == 0;
        case Json::value_t::number_float:
            return value.get<double>() == 0;
        default:
            return false;
    }
}

class Renderer {
public:
    Renderer(const Template& what, const Json& view) : where_(&what), stack_{&view} {}

    std::string run() {
        write_all(where_->nodes);
        return std::move(out_);
    }

private:
    [[noreturn]] void complain(const Node& node, const std::string& what) const {
        throw std::runtime_error(fmt::format("{}:{}: {}", where_->name, node.line, what));
    }

    /// The innermost object that has the first name decides; what follows the dots must be in it.
    const Json& find(const Node& node) const {
        if (node.path.empty()) {
            return *stack_.back();
        }
        for (auto context = stack_.rbegin(); context != stack_.rend(); ++context) {
            if (const auto found = (*context)->find(node.path.front()); (*context)->is_object() && found != (*context)->end()) {
                return descend(node, *found);
            }
        }
        complain(node, "the view has no `" + node.text + "`");
    }

    const Json& descend(const Node& node, const Json& first) const {
        const auto* value = &first;
        for (std::size_t i = 1; i < node.path.size(); ++i) {
            const auto found = value->find(node.path[i]);
            if (!value->is_object() || found == value->end()) {
                complain(node, "the view has no `" + node.text + "`");
            }
            value = &*found;
        }
        return *value;
    }

    void write_all(const std::vector<Node>& nodes) {
        for (const auto& node : nodes) {
            write(node);
        }
    }

    void write(const Node& node) {
        switch (node.kind) {
            case Node::Kind::Text:
                out_ += node.text;
                return;
            case Node::Kind::Escaped:
                return write_value(node, true);
            case Node::Kind::Raw:
                return write_value(node, false);
            case Node::Kind::Section:
                return write_section(node);
            case Node::Kind::Inverted:
                if (is_empty(find(node))) {
                    write_all(node.children);
                }
                return;
            case Node::Kind::Part:
                return write_part(*node.part);
        }
    }

    void write_value(const Node& node, bool escaped) {
        const auto& value = find(node);
        switch (value.type()) {
            case Json::value_t::string: {
                const auto& text = value.get_ref<const std::string&>();
                if (escaped && text.find_first_of("&<>\"'") != std::string::npos) {
                    out_ += escape_html(text);
                } else {
                    out_ += text;
                }
                return;
            }
            case Json::value_t::null:
                return;
            case Json::value_t::boolean:
            case Json::value_t::number_integer:
            case Json::value_t::number_unsigned:
            case Json::value_t::number_float:
                out_ += value.dump();
                return;
            default:
                complain(node, "`" + node.text + "` is not a text");
        }
    }

    void write_section(const Node& node) {
        const auto& value = find(node);
        if (is_empty(value)) {
            return;
        }
        if (value.is_boolean()) {
            return write_all(node.children);  // {{.}} inside keeps its meaning
        }
        if (!value.is_array()) {
            return write_inside(node, value);
        }
        for (const auto& item : value) {
            write_inside(node, item);
        }
    }

    void write_inside(const Node& node, const Json& context) {
        stack_.push_back(&context);
        write_all(node.children);
        stack_.pop_back();
    }

    void write_part(const Template& part) {
        const auto* here = where_;
        where_ = &part;
        write_all(part.nodes);
        where_ = here;
    }

    const Template* where_;
    std::vector<const Json*> stack_;
    std::string out_;
};

}  // namespace

std::string render(const Template& what, const nlohmann::json& view) {
    return Renderer{what, view}.run();
}

}  // namespace ansvar::web::mustache
