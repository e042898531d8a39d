#pragma once

#include <vector>

#include "core/time.hpp"
#include "db/database.hpp"
#include "identity/role_directory.hpp"
#include "schedule/calendars.hpp"
#include "web/pages.hpp"
#include "web/route.hpp"

namespace ansvar::reports {

/// What the pages of this module need. Everything referred to must outlive the routes.
struct Services {
    db::Database& database;
    const Clock& clock;
    const web::Pages& pages;
    const identity::RoleDirectory& roles;
    const schedule::Calendars& calendars;
};

/// For managers and administrators: /overview, /overview.csv and /overview/tickets.
std::vector<web::Route> reports_routes(const Services& services);

}  // namespace ansvar::reports
