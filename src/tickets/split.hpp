#pragma once

#include <string>
#include <vector>

#include "tickets/desk.hpp"

/// Messages about another matter get a ticket of their own: they are taken along as they were written, and stay where they were too.
namespace ansvar::tickets::splitting {

/// What is taken along, and what becomes of it.
struct Parts {
    std::vector<std::int64_t> messages;  ///< numbers of events
    std::string subject;                 ///< empty: made from the first text
    std::string area;                    ///< key or B-number; empty: the router decides
};

/// The messages that may be taken along: texts that the requester has seen, and notes. One that may still be undone is not among them.
std::vector<ticket_store::Entry> choices(db::Session& session, TicketId ticket, Timestamp now);

/// What the router would do with the chosen texts (all of them when none is chosen).
routing::Decision proposal(const Desk& desk, const std::vector<ticket_store::Entry>& choices, const Parts& parts, std::optional<UnitId> unit);

/// Opens a ticket of the same requester with the chosen messages; gives the new one. The requester gets one letter that says what happened.
/// Faults of "/messages" (nothing chosen, or notes alone) and of what a new ticket may be refused for.
Result<Ticket, Refusal> split(Desk& desk, TicketId ticket, const Parts& parts, const identity::Person& by, std::optional<std::int64_t> version = {});

}  // namespace ansvar::tickets::splitting
