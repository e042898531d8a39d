#pragma once

#include <vector>

#include "schedule/routes.hpp"

namespace ansvar::schedule {

/// /api/v1/calendars: what the administrator's pages of calendars can do.
std::vector<web::Route> calendars_api_routes(const Services& services);
/// /api/v1/targets: the same of targets, and which one a ticket would have.
std::vector<web::Route> targets_api_routes(const Services& services);

}  // namespace ansvar::schedule
