#pragma once

#include <vector>

#include "matrix/routes.hpp"

namespace ansvar::matrix {

/// The page of all units' exceptions, as differences from the matrix, and the same for programs. Everybody signed in may read them.
std::vector<web::Route> exception_routes(const Services& services);

}  // namespace ansvar::matrix
