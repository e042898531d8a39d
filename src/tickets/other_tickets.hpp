#pragma once

#include <string>
#include <vector>

#include "db/session.hpp"
#include "identity/person.hpp"
#include "tickets/ticket.hpp"

namespace ansvar::tickets {

/// A ticket as a list beside another one shows it.
struct OtherTicket {
    TicketId id;
    std::string subject;
    State state = State::New;
};

/// The other tickets of a ticket's requester that a reader may see, the newest first.
struct OtherTickets {
    std::vector<OtherTicket> open;  ///< at most ten
    std::vector<OtherTicket> done;  ///< at most five, without those that go on in another one
};

/// One query.
OtherTickets list_other_tickets(db::Session& session, const Ticket& ticket, const identity::Person& reader);

}  // namespace ansvar::tickets
