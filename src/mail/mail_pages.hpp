#pragma once

#include <functional>
#include <vector>

#include "core/time.hpp"
#include "db/database.hpp"
#include "web/pages.hpp"
#include "web/route.hpp"

namespace ansvar::mail {

/// What the administrator's mail pages need. Everything referred to must outlive the routes.
struct PageServices {
    db::Database& database;
    const Clock& clock;
    const web::Pages& pages;
    std::function<void()> wake;  ///< after a letter was put back: usually Worker::wake
};

/// /admin/mail: the letters that could not be delivered, those that wait and those that went out; one click sends a dead one again.
std::vector<web::Route> mail_routes(const PageServices& services);

}  // namespace ansvar::mail
