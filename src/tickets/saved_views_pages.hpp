#pragma once

#include "tickets/page_services.hpp"

namespace ansvar::tickets {

/// Pages in which filters get names.
std::vector<web::Route> saved_view_routes(const PageServices& services);

}  // namespace ansvar::tickets
