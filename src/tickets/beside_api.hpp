#pragma once

#include <nlohmann/json.hpp>

#include "db/session.hpp"
#include "identity/person.hpp"
#include "tickets/ticket.hpp"

namespace ansvar::tickets {

/// What GET /api/v1/tickets/{number} says besides the ticket itself: watchers; for those who read notes tags, links, checklist and time too.
nlohmann::json beside_json(db::Session& session, const Ticket& ticket, const identity::Person& reader, bool reads_notes);

}  // namespace ansvar::tickets
