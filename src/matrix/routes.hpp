#pragma once

#include <vector>

#include "core/time.hpp"
#include "db/database.hpp"
#include "matrix/current_router.hpp"
#include "tickets/staff_directory.hpp"
#include "tickets/waiting_times.hpp"
#include "web/pages.hpp"
#include "web/route.hpp"

namespace ansvar::matrix {

/// What the pages and the API of this module need. Everything referred to must outlive the routes.
struct Services {
    db::Database& database;
    const Clock& clock;
    const web::Pages& pages;
    const CurrentRouter& router;
    tickets::WaitingTimes& waiting_times;
    const tickets::StaffDirectory& staff;
};

/// The page /matrix, open to anyone (names of people only for who is signed in), and GET /api/v1/areas.
std::vector<web::Route> matrix_routes(const Services& services);

}  // namespace ansvar::matrix
