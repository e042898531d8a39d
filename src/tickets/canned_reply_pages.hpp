#pragma once

#include "tickets/page_services.hpp"

namespace ansvar::tickets {

/// Canned replies at a ticket (GET and POST /tickets/{number}/canned), and the pages where those of one's queues are looked after
/// (/canned-replies; administrators look after all).
std::vector<web::Route> canned_reply_routes(const PageServices& services);
/// The same for programs: /api/v1/canned-replies.
std::vector<web::Route> canned_reply_api_routes(const PageServices& services);

}  // namespace ansvar::tickets
