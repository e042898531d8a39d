#pragma once

#include <functional>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

/// The Mustache that our templates are written in, parsed once and rendered any number of times. Knows no files.
namespace ansvar::web::mustache {

struct Template;

struct Node {
    enum class Kind { Text, Escaped, Raw, Section, Inverted, Part };

    Kind kind;
    std::string text;               ///< the literal text, or the name as written
    std::vector<std::string> path;  ///< the name at its dots; empty for "."
    std::size_t line;
    std::vector<Node> children = {};  ///< of a section
    const Template* part = nullptr;   ///< set by link()
};

struct Template {
    std::string name;  ///< for messages: "pages/tickets/new.html"
    bool escapes = true;
    std::vector<Node> nodes;
};

/// Answers {{t:key}} and {{asset:path}} while parsing: the kind ("t", "asset") and what follows the colon. Throws std::exception.
using AtLoad = std::function<std::string(std::string_view kind, std::string_view argument)>;

/// Throws std::runtime_error naming template and line. Lines that hold nothing but a section's tag, a comment or a part vanish.
Template parse(std::string name, std::string_view source, bool escapes, const AtLoad& at_load);

/// Gives each part its template; `find` returns null for an unknown one. Throws std::runtime_error.
void link(Template& in, const std::function<const Template*(std::string_view name)>& find);

/// Throws std::runtime_error when parts stand in a circle. All must be linked.
void check_no_circle(const Template& from);

/// Throws std::runtime_error naming template, line and name when the view lacks a name or has an object or list where a text belongs.
std::string render(const Template& what, const nlohmann::json& view);

}  // namespace ansvar::web::mustache
