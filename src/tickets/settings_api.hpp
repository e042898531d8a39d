#pragma once

#include <vector>

#include "tickets/page_services.hpp"

namespace ansvar::tickets {

/// /api/v1/settings/escalation and …/unanswered: what administrators agree on the pages of these names, for programs.
std::vector<web::Route> settings_api_routes(const PageServices& services);

}  // namespace ansvar::tickets
