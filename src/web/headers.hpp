#pragma once

#include <string>
#include <utility>
#include <vector>

namespace ansvar::web {

/// Header fields in order. In a request names are lower-case and each stands once (repeated ones are joined by ", ", cookies by "; ").
using Headers = std::vector<std::pair<std::string, std::string>>;

}  // namespace ansvar::web
