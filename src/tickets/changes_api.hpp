#pragma once

#include "tickets/page_services.hpp"

namespace ansvar::tickets {

/// GET /api/v1/changes: the feed of changes (tickets/sequencer.hpp) for programs that keep a copy of what their person may see.
std::vector<web::Route> changes_api_routes(const PageServices& services);

}  // namespace ansvar::tickets
