#pragma once

#include "tickets/page_services.hpp"

namespace ansvar::tickets {

/// POST /queues/bulk: what an order would do to the tickets marked in a queue, and, once confirmed, doing it.
std::vector<web::Route> bulk_routes(const PageServices& services);

}  // namespace ansvar::tickets
