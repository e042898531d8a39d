#pragma once

#include <nlohmann/json.hpp>

#include "core/result.hpp"
#include "tickets/page_services.hpp"
#include "tickets/queue.hpp"

/// A ticket as the API tells it, for all slices that answer with one.
namespace ansvar::tickets {

/// Every field of the contract's Ticket, the router's confidence too: whoever shows it sees to who may read that.
nlohmann::json ticket_json(const PageServices& services, const Ticket& ticket);

/// [1042, 1043]
nlohmann::json numbers_json(const std::vector<TicketId>& ids);

/// A row of a queue, with every field of the contract's QueueRow but people's names.
nlohmann::json queue_row_json(const PageServices& services, const QueueRow& row);

/// A ticket that somebody has just opened or changed, as far as they may read it. A confidential one is noted as seen first.
nlohmann::json seen_ticket_json(const PageServices& services, const web::Request& request, const Ticket& ticket);

/// The answer to a change of a ticket: the ticket with its ETag, and how the change is taken back when it was made with `undo`. Throws
/// what was refused as an error.
web::Response changed_ticket(const PageServices& services, const web::Request& request, const Result<Ticket, Refusal>& result, const Undo& undo = {});

/// What was written on a ticket, and how it is taken back when it was with `undo`. `kind`: "reply", "note" or "outside".
nlohmann::json written_json(const PageServices& services, const web::Request& request, const Written& written, std::string_view kind, const Undo& undo);

}  // namespace ansvar::tickets
