#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "core/time.hpp"
#include "db/database.hpp"
#include "identity/role_directory.hpp"
#include "reports/facts.hpp"
#include "routing/router.hpp"
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
    Facts& facts;
    std::function<std::shared_ptr<const routing::Router>()> router;  ///< of the version in force: names and levels of areas
};

/// For managers and administrators: /overview, its files, its lists, and the same for programs. For everybody: /help/measures.
std::vector<web::Route> reports_routes(const Services& services);

}  // namespace ansvar::reports
