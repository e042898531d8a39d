#pragma once

#include <span>
#include <vector>

#include "clock/ledger.hpp"
#include "db/session.hpp"
#include "tickets/page_services.hpp"
#include "tickets/ticket_store.hpp"

namespace ansvar::tickets {

/// A ticket's ledger as of now, with one query.
clock::Ledger ledger_now(db::Session& session, const PageServices& services, const Ticket& ticket);
/// The same without one, when its timeline has been read with what is internal, and nothing of other tickets is in it.
clock::Ledger ledger_now(db::Session& session, const PageServices& services, const Ticket& ticket, std::span<const ticket_store::Entry> timeline);

/// How the times of a ticket were counted, for those who read what is internal: /tickets/{number}/clock, and the same in the API.
std::vector<web::Route> clock_routes(const PageServices& services);

}  // namespace ansvar::tickets
