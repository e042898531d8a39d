#pragma once

#include <nlohmann/json_fwd.hpp>

#include "matrix/edition.hpp"
#include "web/request.hpp"
#include "web/response.hpp"

namespace ansvar::matrix {

struct Services;

/// GET /api/v1/areas: every area of the version in force, in its order, with an ETag that changes with the version.
web::Response list_areas(const Services& services, const web::Request& request);

/// {"version", "dated", "items": [{key, row, level, column, name, role, responsible, priority, confidential, emergency}]}
nlohmann::json as_json(const Edition& edition);

}  // namespace ansvar::matrix
