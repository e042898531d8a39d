#pragma once

#include <functional>
#include <string>
#include <vector>

#include "core/time.hpp"
#include "db/database.hpp"
#include "identity/role_directory.hpp"
#include "schedule/schedule.hpp"
#include "web/pages.hpp"
#include "web/route.hpp"

namespace ansvar::schedule {

/// An area of the matrix, and what a ticket about it has of itself.
struct AreaChoice {
    std::string key;
    std::string name;
    std::string level;
    RoleCode role;  ///< whose queue it lies in
};

/// What the pages of this module need. Everything referred to must outlive the routes.
struct Services {
    db::Database& database;
    const Clock& clock;
    const web::Pages& pages;
    const identity::RoleDirectory& roles;
    Schedule& schedule;
    std::function<std::vector<AreaChoice>()> areas;  ///< of the matrix in force
};

/// The administrator's pages of calendars and targets, and the same for programs.
std::vector<web::Route> schedule_routes(const Services& services);

}  // namespace ansvar::schedule
