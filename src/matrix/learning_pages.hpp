#pragma once

#include <vector>

#include "matrix/replay_pages.hpp"
#include "web/route.hpp"

namespace ansvar::matrix {

/// /matrix/learning: the words that corrections speak for, each to be put into a draft or declined.
std::vector<web::Route> learning_routes(const ReplayServices& services);

}  // namespace ansvar::matrix
