#pragma once

#include <nlohmann/json.hpp>

#include "tickets/page_services.hpp"

namespace ansvar::tickets {

/// What parts/queue_next.html shows on a ticket's page: the way to the next ticket of its queue, and, once this one is done, which one that
/// is and why. False for those who do not work in its queue.
nlohmann::json next_ticket_view(const PageServices& services, const web::Request& request, const Ticket& ticket);

}  // namespace ansvar::tickets
