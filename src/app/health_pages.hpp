#pragma once

#include <functional>
#include <vector>

#include "db/database.hpp"
#include "web/route.hpp"

namespace ansvar::app {

/// /livez, /readyz and the way in: / leads agents to their first queue and everybody else to a new ticket.
std::vector<web::Route> health_routes(db::Database& database, std::function<bool()> is_draining);

}  // namespace ansvar::app
