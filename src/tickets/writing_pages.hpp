#pragma once

#include "tickets/page_services.hpp"

namespace ansvar::tickets {

/// What the composers of an agent's ticket page speak with: drafts, names, canned replies and their pages, letters to somebody outside.
std::vector<web::Route> writing_routes(const PageServices& services);

}  // namespace ansvar::tickets
