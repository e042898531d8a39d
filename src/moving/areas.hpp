#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"
#include "routing/router.hpp"

namespace ansvar::moving {

/// A queue there, and the area or role that answers for it here.
using Areas = std::map<std::string, std::string>;

/// Reads a CSV file "queue,to". Refused: a sentence for each line that names no area or role, or is otherwise wrong.
Result<Areas, std::vector<std::string>> read_areas(std::string_view csv, const routing::Router& router);

}  // namespace ansvar::moving
