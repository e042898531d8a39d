#pragma once

#include <filesystem>
#include <vector>

#include "web/route.hpp"

namespace ansvar::app {

/// GET /api/openapi.yaml: the contract of the API, `folder`/openapi.yaml as it is. Throws std::runtime_error when it cannot be read.
std::vector<web::Route> contract_routes(const std::filesystem::path& folder);

}  // namespace ansvar::app
