#pragma once

#include "tickets/page_services.hpp"

namespace ansvar::tickets {

/// POST /api/v1/glass: what /admin/confidential does, for programs of administrators.
std::vector<web::Route> glass_api_routes(const PageServices& services);

}  // namespace ansvar::tickets
