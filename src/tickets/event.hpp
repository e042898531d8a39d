#pragma once

#include <nlohmann/json.hpp>

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "core/ids.hpp"
#include "core/time.hpp"
#include "db/transaction.hpp"
#include "tickets/ticket.hpp"

namespace ansvar::tickets {

/// What can happen to a ticket. The timeline is the seam: mail derives who hears, clock and reports derive times.
enum class EventKind {
    Opened, Replied, Noted, Assigned, Rerouted, StateChanged, PriorityChanged, Reopened, ConfidentialityChanged, GlassBroken,
    Undone, Snoozed, Tagged, ChecklistChanged, TimeSpent, WatchersChanged, Linked, WroteOutside, OutsideAnswered,
    Merged, Unmerged, Split, Carried, Surveyed, DetailsChanged, Escalated, Reminded
};

std::string_view name(EventKind kind);
EventKind event_kind_from(std::string_view name);

/// One line of a ticket's timeline; never changed once written. `data` by kind:
///   opened, rerouted   {"receipt": routing decision, "from": role code, "to": role code, "why": text,
///                       "placed": what was missing, "people": who answers (tickets/placement.hpp)}
///   rerouted also      {"matrix": the version that was published and took it along; "receipt" is then the decision that stands}
///   opened also        {"split": [numbers of the other tickets made from the same text], "no_receipt": true when a program asked for none}
///   opened, rerouted, priority_changed also  {"target": what its clocks are held against from then on (tickets/ledger_of.hpp)}
///   replied            {"to": [names], "by_requester": bool, "answers": true when its author handles the ticket}
///   opened, replied, noted, outside_answered also  {"mail": the incoming mail it came as}
///   assigned           {"assignee": id or null, "name": text, "left": true when the actor has left the school and hands it back}
///   state_changed      {"from": state, "to": state, "unanswered": true when it was closed because no answer came}     reopened {"from": state}
///   priority_changed   {"from": priority, "to": priority}
///   confidentiality_changed  {"from", "to": "open", "queue" or "named" (the same when only the readers change), "why": text,
///                       "by_area": true when a new area brought it, "with": number of the ticket it goes on in and was raised with,
///                       "nobody_left": true when the last one named has left, "reader_added" or "reader_removed": id, "name": theirs}
///   glass_broken       {"until": RFC 3339, "why": text}
///   undone             {"first", "last": the events that are undone; the ticket is as before them}
///   snoozed            {"until": RFC 3339, or null when it is back}
///   tagged             {"added": [tags], "removed": [tags]}
///   checklist_changed  {"text", "what": "added", "done", "not_done" or "removed"}
///   time_spent         {"minutes", "note": text}
///   watchers_changed   {"added" or "removed": id, "name"}; of a mention {"added", "name", "mention": true, "follows": began to by it}
///   linked             {"ticket": number, "kind": "related", "parent", "child", "duplicate" or "duplicate_of", "removed": true}
///   wrote_outside      {"to": mail address, "reference": theirs}
///   outside_answered   {"from": mail address}; the requester does not see it, unless a later one, without a text, has {"shared": its number}
///   merged, unmerged   {"into": number} at the one that goes on elsewhere, {"from": number} at the one that goes on
///   split              {"to": number of the new ticket, "messages": [numbers of the events taken along]}
///   carried            {"from": number, "seq": the event it was there, "written_at": RFC 3339}; the actor is who wrote it
///   surveyed           {"helped": bool}
///   details_changed    {"subject", "room", "phone": {"from": text, "to": text}}; those that were changed
///   escalated          {"clock": "first_response", "next_response" or "resolution", "percent": of its target, "whom": words of
///                       schedule::Whom, "told": [ids of those who are told beside whoever handles it]}; nobody does it but a clock
///   reminded           {"closes": RFC 3339}; the requester, of a question; nobody does it but a clock
struct Event {
    TicketId ticket;
    std::int64_t seq = 0;  ///< 1, 2, 3 … within the ticket
    EventKind kind = EventKind::Opened;
    std::optional<PersonId> actor;  ///< empty: the system itself
    Timestamp at;
    nlohmann::json data = nlohmann::json::object();
};

/// Told of every change inside the transaction that writes it, so that what follows (outbox rows) lives or dies with it.
/// May run again when the transaction is retried; must not do anything but write through `tx`.
class EventListener {
public:
    virtual ~EventListener() = default;
    /// `after`: the ticket as it will stand; `events`: what was written, in order, all of the same ticket.
    /// Nobody is told before `tell_from`: until then the change can be undone.
    virtual void happened(db::Transaction& tx, const Ticket& after, std::span<const Event> events, Timestamp tell_from) = 0;
    /// A change is undone: nobody is told of its events. False when somebody has been told already.
    virtual bool undone(db::Transaction& tx, TicketId ticket, std::int64_t first_seq, std::int64_t last_seq) = 0;
    /// Called once after the transaction has committed: wake a worker, nothing else.
    virtual void committed() = 0;
};

}  // namespace ansvar::tickets
