#pragma once

#include <vector>

#include "inbox/inbox_pages.hpp"

namespace ansvar::inbox {

/// /api/v1/mails: what the pages about mail that came in can do.
std::vector<web::Route> mails_api_routes(const PageServices& services);

}  // namespace ansvar::inbox
