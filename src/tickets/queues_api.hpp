#pragma once

#include "tickets/page_services.hpp"

namespace ansvar::tickets {

/// /api/v1/queues: the queues somebody works in, with what their tabs count. GET /api/v1/tickets: somebody's own tickets, and those in their
/// hands.
std::vector<web::Route> queues_api_routes(const PageServices& services);

}  // namespace ansvar::tickets
