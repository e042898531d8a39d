#pragma once

#include <optional>
#include <string>

#include "tickets/desk.hpp"

/// Those who follow a ticket: they may read what its requester reads, and get the answers by mail. Whoever was copied in by somebody else may
/// answer too. When a ticket becomes confidential those who would not see it otherwise follow it no more (Change::set_confidentiality).
namespace ansvar::tickets::watchers {

/// Lets somebody follow the ticket, by mail address: a person the school knows, or at one of its domains. A confidential ticket has named
/// readers instead (Desk::add_reader). Faults of "/watcher".
Result<Ticket, Refusal> add(Desk& desk, TicketId ticket, const std::string& mail, const identity::Person& by, std::optional<std::int64_t> version = {});
/// Passed over when they do not follow it.
Result<Ticket, Refusal> remove(Desk& desk, TicketId ticket, PersonId watcher, const identity::Person& by, std::optional<std::int64_t> version = {});

/// Somebody who sees the ticket follows it themself, or no more. It gives them no right to write; a confidential ticket nobody begins to
/// follow.
Result<Ticket, Refusal> watch(Desk& desk, TicketId ticket, bool watches, const identity::Person& by);

}  // namespace ansvar::tickets::watchers
