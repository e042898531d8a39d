#pragma once

#include <vector>

#include "tickets/page_services.hpp"

namespace ansvar::tickets {

/// /admin/escalation: who is told when how much of a target has passed.
std::vector<web::Route> escalation_routes(const PageServices& services);

}  // namespace ansvar::tickets
