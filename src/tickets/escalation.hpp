#pragma once

#include <chrono>
#include <cstddef>
#include <vector>

#include "clock/ledger.hpp"
#include "schedule/steps.hpp"
#include "tickets/desk.hpp"

/// Somebody is told before a target's time is up, and when it is. `tickets.escalate_at` says when that is next; Change keeps it.
namespace ansvar::tickets::escalation {

/// Tells of what has come due by now, ticket by ticket: event, letters and the next moment are one transaction, so that no step is missed and
/// none taken twice, whatever crashes and however many instances do the same. Of several steps of a clock that have come due meanwhile the
/// last one is told. Ends when nothing is due or `patience` is over; gives how many tickets it has looked at.
std::size_t run(db::Database& database, const DeskServices& services, std::chrono::milliseconds patience = std::chrono::milliseconds{500});

/// Of each clock the last step that has come due by `now`.
std::vector<clock::Step> reached(const std::vector<clock::Moment>& moments, Timestamp now);

/// Whom a step tells beside whoever handles the ticket: those of them who would see it. Of a ticket for named readers nobody; of another
/// confidential one they get its number and a link, and see it by their own rights or not at all.
std::vector<PersonId> told(db::Session& session, const DeskServices& services, const Ticket& ticket, const std::vector<schedule::Whom>& whom, Timestamp now);

}  // namespace ansvar::tickets::escalation
