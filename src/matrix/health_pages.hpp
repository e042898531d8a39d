#pragma once

#include <vector>

#include "matrix/replay_pages.hpp"
#include "matrix/row_use.hpp"
#include "web/route.hpp"

namespace ansvar::matrix {

/// /matrix/health: what is weak in the matrix in force, each finding with a way to mend it. `use` must outlive the routes.
std::vector<web::Route> health_routes(const ReplayServices& services, RowUse& use);

}  // namespace ansvar::matrix
