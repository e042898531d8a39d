#pragma once

#include <optional>
#include <string>
#include <vector>

#include "db/session.hpp"
#include "db/transaction.hpp"
#include "tickets/event.hpp"
#include "tickets/ticket.hpp"

/// Tickets, their timeline and their watchers in the database. No rules here.
namespace ansvar::tickets::ticket_store {

/// A ticket, and what the person asked for is to it at `now`.
struct Found {
    Ticket ticket;
    Ties ties;
};

std::optional<Found> find(db::Session& session, TicketId id, PersonId reader, Timestamp now);
/// The same, with the row held until the transaction ends.
std::optional<Found> lock(db::Transaction& tx, TicketId id, PersonId reader, Timestamp now);

/// Stores a new ticket and returns the number it drew.
TicketId insert(db::Transaction& tx, const Ticket& ticket);
/// Stores everything about a ticket that a change may move, and raises its version; unless it is for all readers what it was.
void update(db::Transaction& tx, const Ticket& ticket, bool raises_version = true);

void insert_event(db::Transaction& tx, const Event& event);
/// `held_until`: the other side sees it from then on.
void insert_message(db::Transaction& tx, TicketId ticket, std::int64_t seq, bool is_note, std::string_view body,
                    const std::optional<Timestamp>& held_until = {});
/// Tells the feed of changes (tickets/sequencer.hpp) that a ticket has changed, from which queue it came and who may hear of it.
/// `reveals_at`: what was held is seen by the other side from then on, and this change is told then.
void insert_change(db::Transaction& tx, const Ticket& before, const Ticket& ticket, Timestamp now, const std::optional<Timestamp>& reveals_at = {});
/// `by_self`: by their own will, which gives no right to write and none to what is confidential.
void insert_watcher(db::Transaction& tx, TicketId ticket, PersonId person, bool by_self = false);

void delete_watcher(db::Transaction& tx, TicketId ticket, PersonId person);
/// Those who follow the ticket do so by their own will from now on.
void loosen_watchers(db::Transaction& tx, TicketId ticket);

/// Named readers of a confidential ticket: who may read it, added by whom.
void insert_reader(db::Transaction& tx, TicketId ticket, PersonId person, PersonId added_by, Timestamp now);
void delete_reader(db::Transaction& tx, TicketId ticket, PersonId person);
/// Somebody opens a confidential ticket with a reason, for a while.
void insert_glass_break(db::Transaction& tx, TicketId ticket, PersonId person, std::string_view reason, Timestamp now, Timestamp until);

/// Somebody as a ticket page names them.
struct Named {
    PersonId id;
    std::string name;
    std::string email;
    std::string title;
    std::string phone;
};

std::vector<Named> list_watchers(db::Session& session, TicketId ticket);
/// The tickets that go on in this one.
std::vector<TicketId> list_merged_into(db::Session& session, TicketId ticket);
/// The named readers who are still here, by name.
std::vector<Named> list_readers(db::Session& session, TicketId ticket);
/// In no order; unknown ids are left out.
std::vector<Named> list_names(db::Session& session, const std::vector<PersonId>& ids);
/// Who works in a role's queue on the day of `now`, Stockholm time, in the order they are asked.
std::vector<Named> list_holders(db::Session& session, const RoleCode& role, Timestamp now);

/// An event with what was written and by whom.
struct Entry {
    Event event;
    std::string actor;        ///< name, also of who is not known here (data's `author`); empty: the system itself
    std::optional<std::string> body;
    bool is_note = false;
    bool is_held = false;     ///< its author may still take it back
};

/// A ticket's timeline as somebody sees it at `now`: with what is internal, or only what concerns the requester.
std::vector<Entry> timeline(db::Session& session, TicketId ticket, bool with_notes, Timestamp now);
/// The newest routing receipt: `data` of the event that placed the ticket.
nlohmann::json receipt(db::Session& session, TicketId ticket);

}  // namespace ansvar::tickets::ticket_store
