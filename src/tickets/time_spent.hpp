#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tickets/desk.hpp"

/// Time people have worked with a ticket: by a clock they start and stop, or written down afterwards.
namespace ansvar::tickets::time_spent {

/// "1 h 20", "1:20", "1 tim 20 min", "1,5 h", "20 min", "20": minutes. Empty for anything else, and for more than a thousand hours.
std::optional<std::int64_t> minutes_from(std::string_view typed);

struct Entry {
    std::uint64_t id = 0;
    PersonId person;
    std::string name;
    Timestamp started_at;
    std::optional<std::int64_t> minutes;  ///< empty: the clock runs
};

std::vector<Entry> list(db::Session& session, TicketId ticket);

/// The clock that somebody has running, on whichever ticket.
struct Running {
    std::uint64_t id = 0;
    TicketId ticket;
    Timestamp since;
};
std::optional<Running> running(db::Session& session, PersonId person);

/// Starts somebody's clock; they have one. Fault of "/time" when it runs already. What is running is in the database: it survives everything.
Result<Ticket, Refusal> start(Desk& desk, TicketId ticket, const identity::Person& by);
/// Stops somebody's clock wherever it runs, and counts its begun minute. A ticket that is not theirs any more keeps the time, without a line
/// in its timeline. Empty: none was running.
std::optional<TicketId> stop(Desk& desk, const identity::Person& by);

/// Faults of "/time".
Result<Ticket, Refusal> add(Desk& desk, TicketId ticket, std::string_view typed, const identity::Person& by, std::optional<std::int64_t> version = {});
/// One's own entries alone; no minutes take it away. Faults of "/time".
Result<Ticket, Refusal> correct(Desk& desk, TicketId ticket, std::uint64_t entry, std::string_view typed, const identity::Person& by,
                                std::optional<std::int64_t> version = {});

}  // namespace ansvar::tickets::time_spent
