#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace ansvar::routing {

/// The trimmed parts of a field that holds a list: "ITP; ITS" with ';'. An empty field is an empty list; an empty place
/// between separators is kept as "".
std::vector<std::string> split_list(std::string_view field, char separator);

/// "ITP; ITS".
std::string join_list(const std::vector<std::string>& parts, std::string_view separator);

}  // namespace ansvar::routing
