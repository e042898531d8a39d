#pragma once

#include <vector>

#include "matrix/routes.hpp"
#include "web/route.hpp"

namespace ansvar::matrix {

/// The matrix for programs: export a version, put files into a new draft, read its difference, publish it, go back, take a planned version back.
std::vector<web::Route> draft_api_routes(const Services& services);

}  // namespace ansvar::matrix
