#pragma once

#include <vector>

#include "clock/opening.hpp"
#include "core/time.hpp"
#include "db/database.hpp"
#include "identity/role_directory.hpp"
#include "web/pages.hpp"
#include "web/route.hpp"

namespace ansvar::reports {

/// What the pages of this module need. Everything referred to must outlive the routes.
struct Services {
    db::Database& database;
    const Clock& clock;
    const web::Pages& pages;
    const identity::RoleDirectory& roles;
    clock::Opening opening = {};  ///< what the page says the figures rest on, and what lateness is counted in
};

/// For managers and administrators: /overview, /overview.csv and /overview/tickets.
std::vector<web::Route> reports_routes(const Services& services);

}  // namespace ansvar::reports
