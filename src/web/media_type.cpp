#include "web/media_type.hpp"

#include <algorithm>

#include "web/ascii.hpp"

namespace ansvar::web {
namespace {

/// Takes a quoted text from the front of `rest`; nothing when it does not end.
std::optional<std::string> take_quoted(std::string_view& rest, Quoting quoting) {
    std::string value;
    for (std::size_t i = 1; i < rest.size(); ++i) {
        if (rest[i] == '"') {
            rest.remove_prefix(i + 1);
            return value;
        }
        if (rest[i] == '\\' && quoting == Quoting::Backslash && i + 1 < rest.size()) {
            ++i;
        }
        value += rest[i];
    }
    return std::nullopt;
}

/// Takes "name=value" or "name="quoted"" from the front of `rest`.
bool take_parameter(std::string_view& rest, Quoting quoting, MediaType& into) {
    const auto equals = rest.find('=');
    if (equals == std::string_view::npos || equals == 0) {
        return false;
    }
    auto name = ascii::lower(rest.substr(0, equals));
    if (!std::all_of(name.begin(), name.end(), ascii::is_token) || into.parameter(name)) {
        return false;
    }
    rest.remove_prefix(equals + 1);
    if (!rest.empty() && rest[0] == '"') {
        auto value = take_quoted(rest, quoting);
        if (!value) {
            return false;
        }
        into.parameters.emplace_back(std::move(name), std::move(*value));
        return true;
    }
    const auto end = std::min(rest.find(';'), rest.size());
    into.parameters.emplace_back(std::move(name), ascii::trim(rest.substr(0, end)));
    rest.remove_prefix(end);
    return true;
}

}  // namespace

std::optional<std::string> MediaType::parameter(std::string_view parameter_name) const {
    for (const auto& [name_, value] : parameters) {
        if (name_ == parameter_name) {
            return value;
        }
    }
    return std::nullopt;
}

std::optional<MediaType> read_media_type(std::string_view text, Quoting quoting) {
    const auto semicolon = std::min(text.find(';'), text.size());
    MediaType type{.name = ascii::lower(ascii::trim(text.substr(0, semicolon))), .parameters = {}};
    if (type.name.empty() || !std::all_of(type.name.begin(), type.name.end(), [](char c) { return c == '/' || ascii::is_token(c); })) {
        return std::nullopt;
    }
    auto rest = ascii::trim(text.substr(semicolon));
    while (!rest.empty()) {
        if (rest[0] != ';') {
            return std::nullopt;
        }
        rest = ascii::trim(rest.substr(1));
        if (rest.empty()) {
            break;  // a trailing semicolon is harmless
        }
        if (!take_parameter(rest, quoting, type)) {
            return std::nullopt;
        }
        rest = ascii::trim(rest);
    }
    return type;
}

}  // namespace ansvar::web
