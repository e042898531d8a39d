#pragma once

#include <functional>
#include <string>
#include <vector>

#include "db/database.hpp"
#include "hooks/target.hpp"
#include "web/pages.hpp"
#include "web/route.hpp"

namespace ansvar::hooks {

/// What the pages and the API of webhooks need. Everything referred to must outlive the routes.
struct Services {
    db::Database& database;
    const Clock& clock;
    const web::Pages& pages;
    std::string seal_key;
    Networks allowed;
    std::function<void()> wake;  ///< called after something was put where it is to be told
};

/// For administrators: all webhooks, what they were told, and everything that is done with them.
std::vector<web::Route> webhook_page_routes(const Services& services);
/// /api/v1/webhooks: a program's own; all for administrators' tokens.
std::vector<web::Route> webhook_api_routes(const Services& services);

}  // namespace ansvar::hooks
