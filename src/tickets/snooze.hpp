#pragma once

#include <optional>
#include <string_view>

#include "clock/followed.hpp"
#include "tickets/desk.hpp"

/// Tickets put off until a day: last in their queue until then. Their clock runs on, since whoever asked still waits.
namespace ansvar::tickets::snoozing {

/// When a ticket comes back: as the school opens on that day. `typed`: "tomorrow", "monday" (the next one) or a date ("2026-11-20").
/// Empty for anything else, for today, for what has been, and for more than a year ahead.
std::optional<Timestamp> time_of(std::string_view typed, Timestamp now, const clock::Hours& hours);

/// Puts the ticket off; an empty text takes it back. Faults of "/until".
Result<Ticket, Refusal> snooze(Desk& desk, TicketId ticket, std::string_view until, const identity::Person& by,
                               std::optional<std::int64_t> version = {}, const Undo& undo = {});

/// Brings back the tickets whose time has come; returns how many. Several instances share the work. Nobody gets a letter: the clock has run
/// meanwhile, so the ticket stands first where its handlers look, and the pages that are open hear of it.
std::size_t wake(db::Database& database, const Clock& clock);

}  // namespace ansvar::tickets::snoozing
