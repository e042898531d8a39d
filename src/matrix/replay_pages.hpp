#pragma once

#include <functional>
#include <vector>

#include "core/time.hpp"
#include "db/database.hpp"
#include "identity/role_directory.hpp"
#include "matrix/current_router.hpp"
#include "tickets/staff_directory.hpp"
#include "tickets/waiting_times.hpp"
#include "web/pages.hpp"
#include "web/route.hpp"

namespace ansvar::matrix {

/// What pages about trying a draft, about learning and about the matrix' health need. Everything referred to must outlive the routes.
struct ReplayServices {
    db::Database& database;
    const Clock& clock;
    const web::Pages& pages;
    const CurrentRouter& router;
    const identity::RoleDirectory& roles;
    const tickets::StaffDirectory& staff;
    tickets::WaitingTimes& waiting_times;
    std::function<void()> wake;  ///< there is something to run
};

/// /matrix/drafts/N/replays…: ask for one, see how far it has come, stop it, remove it, read what it says and the tickets behind each figure. The same for
/// programs under /api/v1/matrix.
std::vector<web::Route> replay_routes(const ReplayServices& services);

}  // namespace ansvar::matrix
