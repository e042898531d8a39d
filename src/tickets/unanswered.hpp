#pragma once

#include <chrono>
#include <cstddef>
#include <optional>

#include "clock/hours.hpp"
#include "tickets/desk.hpp"

/// What waits for an answer of its requester that does not come: they are reminded, and then the ticket is closed (decision 0074).
/// `tickets.idle_at` says when the next of both is; Change keeps it.
namespace ansvar::tickets::unanswered {

/// How far the waiting has come.
struct Wait {
    Timestamp since;                      ///< the last word of somebody else, or the move to waiting
    std::optional<Timestamp> reminded_at;  ///< since then
};

/// What comes next.
struct Plan {
    std::optional<Timestamp> next;       ///< the reminder; after it the closing; empty: nothing
    std::optional<Timestamp> closes_at;  ///< unless an answer comes, and never sooner after the reminder than was agreed
};

/// The reminder goes out when the day opens, the ticket is closed when it ends: both are days of the queue's own calendar. `now`: when the
/// reminder would go out late (the service stood still, the rules are new), the time to answer is counted from then.
Plan plan(const Wait& wait, const std::optional<schedule::UnansweredDays>& days, const clock::Hours& hours, Timestamp now);

/// The plan for a ticket whose events are stored, on the ticket; nothing when it does not wait for its requester.
void put(db::Session& session, const schedule::Schedule& schedule, Ticket& ticket, Timestamp now);

/// Reminds and closes what has come due, ticket by ticket: event, letters and the next moment are one transaction, as of the escalation.
/// Ends when nothing is due or `patience` is over; gives how many tickets it has looked at.
std::size_t run(db::Database& database, const DeskServices& services, std::chrono::milliseconds patience = std::chrono::milliseconds{500});

}  // namespace ansvar::tickets::unanswered
