#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string_view>

namespace ansvar::web {

/// Reads one JSON value strictly (RFC 8259 and more): valid UTF-8 without NUL, also none written as an escape, no name twice in an
/// object, at most `depth` levels, no numbers beyond a double. Throws BadRequest; the text of it names the place, never the content.
nlohmann::json read_json(std::string_view text, std::size_t depth = 32);

}  // namespace ansvar::web
