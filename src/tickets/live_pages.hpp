#pragma once

#include "tickets/page_services.hpp"
#include "web/event_hub.hpp"

namespace ansvar::tickets {

/// What open pages ask so that they hear of changes: GET /live stays open, GET /live/number is for those who come again and again.
/// `hub` must outlive the routes.
std::vector<web::Route> live_routes(const PageServices& services, web::EventHub& hub);

}  // namespace ansvar::tickets
