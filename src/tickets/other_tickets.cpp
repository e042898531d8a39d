#include "tickets/other_tickets.hpp"

#include "queries/tickets.hpp"
#include "tickets/queues_json.hpp"

namespace ansvar::tickets {

OtherTickets list_other_tickets(db::Session& session, const Ticket& ticket, const identity::Person& reader) {
    OtherTickets others;
    for (const auto& row : session.rows(queries::tickets::select_other_tickets, {{"requester_id", ticket.requester},
                                                                                 {"id", ticket.id},
                                                                                 {"person_id", reader.id},
                                                                                 {"is_administrator", reader.is_administrator},
                                                                                 {"role_codes", queues_json(reader)}})) {
        auto& list = row.flag("is_open") ? others.open : others.done;
        list.push_back({row.id<TicketId>("id"), row.text("subject"), state_from(row.text("state")).value()});
    }
    return others;
}

}  // namespace ansvar::tickets
