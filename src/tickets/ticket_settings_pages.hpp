#pragma once

#include <vector>

#include "tickets/page_services.hpp"

namespace ansvar::tickets {

/// /admin/tickets: what the school decides about tickets.
std::vector<web::Route> ticket_settings_routes(const PageServices& services);

}  // namespace ansvar::tickets
