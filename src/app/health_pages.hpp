#pragma once

#include <functional>
#include <vector>

#include "db/database.hpp"
#include "matrix/current_router.hpp"
#include "web/route.hpp"

namespace ansvar::app {

/// What /readyz tells besides whether the database answers.
struct HealthFacts {
    bool is_draining = false;
    bool is_durable = true;  ///< false: the database may forget what it acknowledged; told, and warned of, but still served
};

/// Does the database keep what it acknowledges through a power cut (promise R3)?
bool commits_are_durable(db::Database& database);

/// /livez, /readyz, for administrators' programs /api/v1/health, and the way in: / leads agents to their first queue and everybody else to a new ticket.
std::vector<web::Route> health_routes(db::Database& database, const matrix::CurrentRouter& router, std::function<HealthFacts()> facts);

}  // namespace ansvar::app
