#pragma once

#include <vector>

#include "tickets/page_services.hpp"

namespace ansvar::tickets {

/// /admin/unanswered: after how many school days a requester who does not answer is reminded, and their ticket closed; for the school and for
/// each role that does otherwise.
std::vector<web::Route> unanswered_routes(const PageServices& services);

}  // namespace ansvar::tickets
