#pragma once

#include "matrix/routes.hpp"

namespace ansvar::matrix {

/// GET /api/v1/matrix/versions: those that are or were in force, or will be, newest first. What one says is read at /api/v1/matrix.
web::Response list_versions_api(const Services& services, const web::Request& request);

}  // namespace ansvar::matrix
