#pragma once

#include <functional>
#include <nlohmann/json.hpp>
#include <string_view>

#include "db/session.hpp"
#include "identity/person.hpp"
#include "tickets/page_services.hpp"
#include "tickets/ticket.hpp"

namespace ansvar::tickets {

/// What GET /api/v1/tickets/{number} says besides the ticket itself: watchers; for those who read notes tags, links, named readers, checklist and time too.
/// Only the parts that are wanted, by these names.
nlohmann::json beside_json(db::Session& session, const Ticket& ticket, const identity::Person& reader, bool reads_notes,
                           const std::function<bool(std::string_view)>& is_wanted);

/// The answer to a change by somebody who handles the ticket: what stands beside it, with its ETag, and how the change is taken back when
/// it was made with `undo`. Throws what was refused as an error.
web::Response changed_beside(const PageServices& services, const web::Request& request, const Result<Ticket, Refusal>& result, const Undo& undo = {});

}  // namespace ansvar::tickets
