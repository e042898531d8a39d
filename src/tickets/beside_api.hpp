#pragma once

#include <functional>
#include <nlohmann/json.hpp>
#include <string_view>

#include "db/session.hpp"
#include "identity/person.hpp"
#include "tickets/ticket.hpp"

namespace ansvar::tickets {

/// What GET /api/v1/tickets/{number} says besides the ticket itself: watchers; for those who read notes tags, links, checklist and time too.
/// Only the parts that are wanted, by these names.
nlohmann::json beside_json(db::Session& session, const Ticket& ticket, const identity::Person& reader, bool reads_notes,
                           const std::function<bool(std::string_view)>& is_wanted);

}  // namespace ansvar::tickets
