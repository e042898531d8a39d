#pragma once

#include <cstddef>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <span>
#include <vector>

#include "clock/ledger.hpp"
#include "db/session.hpp"
#include "db/transaction.hpp"
#include "schedule/schedule.hpp"
#include "tickets/event.hpp"
#include "tickets/ticket_store.hpp"

/// From a ticket's timeline to its ledger: the one place that knows what events mean to clocks.
namespace ansvar::tickets::ledger_of {

/// Does this event move a clock?
bool moves(const Event& event);

/// The events of a ticket that move its clocks, also those that were undone. Of older ones "answers" is filled in as it was meant then.
std::vector<Event> list_events(db::Session& session, const Ticket& ticket);

/// The same from the ticket's own timeline, which has been read with what is internal. Empty when a reply in it is from before replies said
/// whether they answer: then `list_events` knows.
std::optional<std::vector<Event>> events_in(std::span<const ticket_store::Entry> timeline);

/// What happened to the clocks, without what was undone. `unstamped`: the target of a ticket whose events, older than stamps, name none.
std::vector<clock::Happening> happenings(const Ticket& ticket, std::span<const Event> events, const clock::Target& unstamped);

/// The ledger of a ticket. `events`: all that `list_events` gives, and what has happened since. `in_force`: the target in force now for such a
/// ticket, which one that has never been held against any is held against from now on.
clock::Ledger count(const schedule::Schedule& schedule, const Ticket& ticket, std::span<const Event> events, const clock::Target& in_force, Timestamp as_of);

/// Puts what the ledger measured on the ticket: the columns of migration 0041, and those of clocks from before.
void put(Ticket& ticket, const clock::Ledger& ledger);

/// Stores later answers; `from_seq`: the earlier ones are stored already, 0: all of them anew.
void store_responses(db::Transaction& tx, TicketId ticket, const clock::Ledger& ledger, std::int64_t from_seq);

/// Of the newest tickets those that, counted again, have other times than are kept: none, unless somebody changed what is past. Without the
/// next step of the escalation, which follows the steps of today. Those from before tickets were counted this way are left out.
struct Recount {
    std::size_t counted = 0;
    std::vector<TicketId> differ;
};
Recount recount(db::Session& session, const schedule::Schedule& schedule, std::size_t sample, Timestamp now);

/// {"id", "first_response", "next_response", "resolution"}, without what is not promised: "target" of events.
nlohmann::json to_json(const clock::Target& target);
clock::Target target_from(const nlohmann::json& kept);

}  // namespace ansvar::tickets::ledger_of
