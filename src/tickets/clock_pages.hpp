#pragma once

#include <vector>

#include "clock/ledger.hpp"
#include "db/session.hpp"
#include "tickets/page_services.hpp"

namespace ansvar::tickets {

/// A ticket's ledger as of now, with one query.
clock::Ledger ledger_now(db::Session& session, const PageServices& services, const Ticket& ticket);

/// How the times of a ticket were counted, for those who read what is internal: /tickets/{number}/clock, and the same in the API.
std::vector<web::Route> clock_routes(const PageServices& services);

}  // namespace ansvar::tickets
