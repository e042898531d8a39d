#pragma once

#include "tickets/page_services.hpp"

namespace ansvar::tickets {

/// /api/v1/views: named filters of queues, one's own and those shared with one, and the tickets they let through.
std::vector<web::Route> saved_view_api_routes(const PageServices& services);

}  // namespace ansvar::tickets
