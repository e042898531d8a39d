#pragma once

#include <filesystem>
#include <vector>

#include "web/pages.hpp"
#include "web/route.hpp"

namespace ansvar::app {

/// GET /api/openapi.yaml: the contract of the API as it is, and GET /help/api: the same for a person, as tools/api_reference.mjs has written it.
/// `share` is the folder of templates and assets, `pages` must outlive the routes. Throws std::runtime_error when a file cannot be read.
std::vector<web::Route> contract_routes(const std::filesystem::path& share, const web::Pages& pages);

}  // namespace ansvar::app
