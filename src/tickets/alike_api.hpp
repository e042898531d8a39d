#pragma once

#include "tickets/page_services.hpp"

namespace ansvar::tickets::alike {

/// /api/v1/tickets/{number}/alike: the tickets that say the same as one, and gathering them.
std::vector<web::Route> api_routes(const PageServices& services);

}  // namespace ansvar::tickets::alike
