#pragma once

#include "tickets/page_services.hpp"

namespace ansvar::tickets {

/// "/search", what the palette asks for, and the API's search.
std::vector<web::Route> search_routes(const PageServices& services);

/// "/api/v1/search"
web::Route search_api_route(const PageServices& services);

}  // namespace ansvar::tickets
