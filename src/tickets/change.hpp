#pragma once

#include <optional>
#include <string>
#include <vector>

#include "db/transaction.hpp"
#include "identity/person.hpp"
#include "tickets/desk.hpp"
#include "tickets/details.hpp"
#include "tickets/event.hpp"
#include "tickets/placement.hpp"
#include "tickets/refusal.hpp"
#include "tickets/ticket.hpp"
#include "tickets/undo.hpp"

namespace ansvar::tickets {

/// One change to one ticket, inside its transaction: collects what happens and writes it at the end.
/// Its members keep state, clocks and timeline agreeing with each other: what the clocks measured is counted from the timeline (ledger_of.hpp).
class Change {
public:
    /// Locks the ticket and checks that `by` may do `action` and that nobody was faster.
    static Result<Change, Refusal> begin(db::Transaction& tx, const DeskServices& services, TicketId id, Action action,
                                         const identity::Person& by, std::optional<std::int64_t> version);

    /// The same for somebody who breaks the glass: the ticket is confidential and not theirs to see, and they may open it with a reason.
    /// Empty: there is nothing to break.
    static std::optional<Change> behind_glass(db::Transaction& tx, const DeskServices& services, TicketId id, const identity::Person& by);

    /// The same for somebody who takes back their own change, whatever it made of the ticket: it may have left their queue.
    static std::optional<Change> taking_back(db::Transaction& tx, const DeskServices& services, TicketId id, const identity::Person& by);

    /// The same for what nobody of the school does: somebody outside has answered.
    static std::optional<Change> by_nobody(db::Transaction& tx, const DeskServices& services, TicketId id);

    /// The same for what somebody did in another helpdesk, where other rights held; nullptr: somebody whom nobody knows here. `by` must
    /// outlive the change. `services.imports` must be set.
    static std::optional<Change> elsewhere(db::Transaction& tx, const DeskServices& services, TicketId id, const identity::Person* by);

    const Ticket& ticket() const { return ticket_; }
    const identity::Person& by() const { return by_; }
    Timestamp now() const { return now_; }
    db::Transaction& tx() { return tx_; }
    bool allows(Action action) const { return may(by_, action, ticket_, ties_); }
    bool by_requester() const { return by_.id == ticket_.requester; }

    /// Something that moves no column of the ticket: a line of the timeline, written at the end.
    Event& happened(EventKind kind, nlohmann::json data);
    /// Writes a reply or note into the timeline; returns its number.
    std::int64_t write(const Message& message);
    /// The same for other kinds of events that carry a text. `is_internal`: the requester never sees it.
    std::int64_t say(EventKind kind, nlohmann::json data, bool is_internal, const std::string& body, const std::vector<std::string>& files = {});
    /// Nothing happens when it is there already.
    void move_to(State state);
    void reopen();
    void assign(std::optional<PersonId> assignee, const std::string& name);
    /// `by` has left the school: nobody has the ticket, and those who work in its queue are told.
    void hand_back();
    /// Nobody is left to read what only named people see: those who work in its queue do again.
    void give_to_queue();
    void set_priority(Priority priority);
    void set_details(const Details& details);
    void reroute(const routing::Decision& decision, const Placement& placement, const std::string& area_name, const std::string& why);
    /// Another version of the matrix answers for it by the row that decided: it lies in another queue, and keeps the decision with its version
    /// and row. Nobody had been wrong: no hop, and nothing to learn from.
    void move_with_matrix(const routing::Decision& kept, const Placement& placement, const std::string& version);
    /// Whoever makes a ticket one for named readers reads it themself. Raised, it lets go those who follow it and would not see it otherwise,
    /// and takes with it the tickets that go on in it.
    void set_confidentiality(Confidentiality to, const std::string& why);
    void add_reader(PersonId reader, const std::string& name, const std::string& why);
    void remove_reader(PersonId reader, const std::string& name, const std::string& why);
    void break_glass(const std::string& why, Timestamp until);
    /// Puts the ticket off until then; empty: it is back.
    void snooze(const std::optional<Timestamp>& until);
    /// The ticket goes on in another one; empty: it goes on here again.
    void merge_into(const std::optional<TicketId>& target);
    /// Takes an earlier change back: the ticket is as before it, and what it wrote is withdrawn. Gives how many files came with that.
    /// Empty, and nothing has happened: the ticket is another than the change left it, or somebody has been told.
    std::optional<std::uint64_t> undo(const undo_store::Step& step);

    /// A clock has come to a step of its target: `told`, and whoever handles the ticket when the step says so, get a letter.
    void escalate(const schedule::EscalationStep& step, const std::vector<PersonId>& told);

    /// The requester is asked again for the answer that the ticket waits for; without one it is closed at that time.
    void remind(Timestamp closes_at);
    void close_unanswered();

    /// Stores ticket, events and messages, and tells the listener. Nothing is stored when nothing happened.
    /// With `undo`, from somebody who handles the ticket, the other side is told, and sees what was written, after the undo time. Others
    /// cannot undo: their pages would not show what is held.
    void finish(const Undo& undo = {});

private:
    Change(db::Transaction& tx, const DeskServices& services, ticket_store::Found found, const identity::Person& by);

    void raise(Confidentiality to, nlohmann::json how);
    void let_go_watchers();
    void raise_sources(Confidentiality to);
    void stay_as_reader(const std::optional<PersonId>& was_assigned);
    nlohmann::json target_in_force() const;
    std::optional<clock::Ledger> count_clocks();
    void plan_for_no_answer();

    db::Transaction& tx_;
    const DeskServices& services_;
    const Ticket before_;
    Ticket ticket_;
    Ties ties_;
    const identity::Person& by_;
    Timestamp now_;
    std::vector<Event> events_;
    struct Text {
        std::int64_t seq;
        bool is_note;
        std::string body;
        std::vector<std::string> files;
    };
    std::vector<Text> texts_;
};

}  // namespace ansvar::tickets
