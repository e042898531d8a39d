#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "db/database.hpp"
#include "identity/audit.hpp"
#include "identity/principal.hpp"
#include "identity/role_directory.hpp"
#include "routing/router.hpp"
#include "schedule/schedule.hpp"
#include "tickets/access.hpp"
#include "tickets/draft.hpp"
#include "tickets/event.hpp"
#include "tickets/idempotency.hpp"
#include "tickets/refusal.hpp"
#include "tickets/staff_directory.hpp"
#include "tickets/ticket_store.hpp"
#include "tickets/undo.hpp"

namespace ansvar::tickets {

class Change;

/// For how long a broken glass opens a confidential ticket.
inline constexpr std::chrono::minutes glass_time{60};

/// The router in force now; never null.
using RouterSource = std::function<std::shared_ptr<const routing::Router>()>;
/// May somebody with this address be given a ticket or a copy? Known people and those at the school's own domains.
using Reachable = std::function<bool(db::Session&, const MailAddress&)>;

/// What the desk needs. Everything referred to must outlive it.
struct DeskServices {
    db::Database& database;
    const Clock& clock;
    RouterSource router;
    const identity::RoleDirectory& roles;
    const StaffDirectory& staff;
    const schedule::Schedule& schedule;
    Reachable reachable;
    EventListener& listener;
    std::chrono::seconds undo_time = usual_undo_time;
    /// For what happened in another helpdesk, at its times: nobody is told, and the feed of changes hears of a ticket from the importer, once.
    bool imports = false;

    /// The router in force now as the unit's people have it: with the exceptions of their school.
    std::shared_ptr<const routing::Router> router_of(std::optional<UnitId> unit) const;
};

/// What decides which target a ticket has.
schedule::Aimed aimed_at(const routing::Router& router, const Ticket& ticket);

/// What a request wrote: the ticket as it stands, and which event was the request's own.
struct Written {
    Ticket ticket;
    std::int64_t seq = 0;
    bool replayed = false;  ///< the same request had come before; nothing was written this time
};

/// Something to write on a ticket.
struct Message {
    bool is_note = false;
    std::string body;
    std::vector<std::string> files = {};          ///< tokens of attachments already stored
    std::optional<State> then = std::nullopt;     ///< the state to move to in the same breath ("Skicka och lös")
    Undo undo = {};
    std::uint64_t mail = 0;                       ///< the incoming mail it came as
    bool is_thanks = false;                       ///< "Tack!": what is done stays done
    bool ends_draft = false;                      ///< what the author had begun to write of this kind is sent with it
};

/// Everything that can be done with tickets, with its rules: who may, what follows, what the clock does. Each function is one
/// transaction that writes the new state, the timeline and what the listener adds. Safe from any thread.
class Desk {
public:
    explicit Desk(DeskServices services) : services_(std::move(services)) {}

    /// Who would answer for this, and why: what the answer card and POST /api/v1/route show. The same as `open` would decide.
    routing::Decision preview(const Draft& draft, std::optional<UnitId> unit) const;

    /// Opens a ticket with the role the Blueprint names for its area. `draft` as typed; its faults come back as Refusal::Invalid.
    Result<Written, Refusal> open(const Draft& draft, const identity::Person& by, const IdempotencyKey& key) { return open_all({draft}, by, key); }
    /// A ticket for each part of what somebody wrote: all or none, each knowing the others' numbers ("split" of its first event).
    /// Gives the first. The faults of the second part have pointers that end in 2 ("/body2").
    Result<Written, Refusal> open_all(const std::vector<Draft>& parts, const identity::Person& by, const IdempotencyKey& key);
    /// Everything wrong with what is typed in the parts, as `open_all` would refuse it, apart from what only the database knows.
    static std::vector<web::FieldError> faults(const std::vector<Draft>& parts);

    /// A reply or a note. A requester's reply wakes a waiting ticket and reopens one that is done; an agent's takes a new one.
    Result<Written, Refusal> write(TicketId id, const Message& message, const identity::Person& by, const IdempotencyKey& key,
                                   std::optional<std::int64_t> version = {});

    /// Hands the ticket to a person who works in its queue; empty: to nobody.
    Result<Ticket, Refusal> assign(TicketId id, std::optional<PersonId> assignee, const identity::Person& by, std::optional<std::int64_t> version = {}, const Undo& undo = {});
    /// "Fel dörr": to another area (key or B-number) or role, and why.
    Result<Ticket, Refusal> reroute(TicketId id, const std::string& target, const std::string& why, const identity::Person& by,
                                    std::optional<std::int64_t> version = {}, const Undo& undo = {});
    Result<Ticket, Refusal> set_state(TicketId id, State state, const identity::Person& by, std::optional<std::int64_t> version = {}, const Undo& undo = {});
    Result<Ticket, Refusal> set_priority(TicketId id, Priority priority, const identity::Person& by, std::optional<std::int64_t> version = {}, const Undo& undo = {});
    /// "Problemet är kvar", with what is left to say.
    Result<Ticket, Refusal> reopen(TicketId id, const std::string& why, const identity::Person& by, std::optional<std::int64_t> version = {});

    /// Raises how confidential a ticket is, which is one press, or lowers it, which wants a reason. For named readers alone only those
    /// make it who may also say who reads it.
    Result<Ticket, Refusal> set_confidentiality(TicketId id, Confidentiality to, const std::string& why, const identity::Person& by,
                                                const identity::Actor& actor, std::optional<std::int64_t> version = {});
    /// Names another reader of a confidential ticket: somebody of the staff, by mail address. With a reason.
    Result<Ticket, Refusal> add_reader(TicketId id, const std::string& mail, const std::string& why, const identity::Person& by,
                                       const identity::Actor& actor, std::optional<std::int64_t> version = {});
    /// The last one of a ticket for named readers that nobody has in hand stays.
    Result<Ticket, Refusal> remove_reader(TicketId id, PersonId reader, const std::string& why, const identity::Person& by,
                                          const identity::Actor& actor, std::optional<std::int64_t> version = {});
    /// An administrator opens a confidential ticket with a reason, for `glass_time`; those who see it are told. Nothing happens when there
    /// is none such, or they may see it anyway: whoever asks learns nothing from it.
    void break_glass(TicketId id, const std::string& why, const identity::Person& by, const identity::Actor& actor);

    /// One change to one ticket, in a transaction of its own: what every function here does, for the slices beside the desk.
    /// `apply` says what happens; what it refuses changes nothing. It may run again when the transaction is retried.
    Result<Ticket, Refusal> change(TicketId id, Action action, const identity::Person& by, std::optional<std::int64_t> version,
                                   const std::function<std::optional<Refusal>(Change&)>& apply, const Undo& undo = {});

    /// Runs `work` so that it happens once for the key: what an earlier request with it did comes back as replayed, also when that
    /// request's COMMIT was lost on its way.
    Result<Written, Refusal> once(const identity::Person& by, const IdempotencyKey& key,
                                  const std::function<Result<Written, Refusal>(db::Transaction&)>& work);

    /// What a press on "Ångra" did, ticket by ticket.
    struct TakenBack {
        std::vector<TicketId> undone;
        std::vector<TicketId> too_late;  ///< it has been changed since, or somebody had been told: all of it stands, and what was written goes out
        std::uint64_t files = 0;         ///< that came with what was written: they are offered with the draft
    };
    /// Takes back what `by` has done under this token less than the undo time ago: each ticket is as it was before, letters that have not
    /// gone are never sent, and what was written is a draft again, which can be sent anew. Empty lists: there is nothing to undo.
    TakenBack undo(const std::string& token, const identity::Person& by);

    /// A ticket that waited for its mailed link becomes one; called again it gives the same ticket. Empty: there is none such.
    std::optional<TicketId> confirm_pending(std::uint64_t pending, const identity::Person& requester);
    /// Keeps checked drafts until their mailed link is used; `letter(tx, id)` queues that letter in the same transaction.
    Result<std::uint64_t, Refusal> keep_pending(const std::vector<Draft>& parts, const MailAddress& email,
                                                const std::function<void(db::Transaction&, std::uint64_t)>& letter);

    /// Part of the transaction of a split: opens a ticket whose texts are those of another one, as they were written there. `draft` as for
    /// `open`; its text is what the router reads. `requester` may be somebody without an address.
    Result<Ticket, Refusal> open_carrying(db::Transaction& tx, const Draft& draft, const std::vector<ticket_store::Entry>& carried,
                                          const identity::Person& requester, const identity::Person& by);

    /// Part of the transaction of an import: opens a ticket that another helpdesk had, at the time of `services().clock`, as `requester` wrote it
    /// there. `to`: an area or a role; empty: whom the words speak for. Nothing was promised there, so its clocks are measured and never
    /// due. Refused with the draft's faults, or "/to" when there is no such area or role.
    Result<Ticket, Refusal> open_imported(db::Transaction& tx, const Draft& draft, const std::optional<std::string>& to, const identity::Person& requester);

    const DeskServices& services() const { return services_; }

private:
    /// A ticket that has its number and not yet its first event.
    struct Begun {
        Ticket ticket;
        Event opened;
    };
    Result<Written, Refusal> open_in(db::Transaction& tx, const std::vector<Draft>& parts, const identity::Person& by, Timestamp now);
    std::optional<Refusal> refusal_in(db::Transaction& tx, const Draft& draft, const identity::Person& by);
    Begun begin_in(db::Transaction& tx, const Draft& draft, const identity::Person& requester, const identity::Person& by, Timestamp now,
                   std::int64_t events = 1);
    Begun begin_decided(db::Transaction& tx, const Draft& draft, const routing::Decision& decision, const identity::Person& requester,
                        const identity::Person& by, Timestamp now, std::int64_t events);
    void finish_in(db::Transaction& tx, const Draft& draft, Begun& begun, const identity::Person& by, Timestamp now);
    std::optional<Result<Written, Refusal>> earlier(const identity::Person& by, const IdempotencyKey& key);

    DeskServices services_;
};

}  // namespace ansvar::tickets
