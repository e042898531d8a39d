#include "tickets/change.hpp"

#include <algorithm>
#include <utility>

#include "identity/people_store.hpp"
#include "tickets/attachments.hpp"
#include "tickets/ledger_of.hpp"
#include "tickets/outside.hpp"
#include "tickets/search_store.hpp"
#include "tickets/tags.hpp"
#include "tickets/unanswered.hpp"

namespace ansvar::tickets {

Result<Change, Refusal> Change::begin(db::Transaction& tx, const DeskServices& services, TicketId id, Action action,
                                      const identity::Person& by, std::optional<std::int64_t> version) {
    auto found = ticket_store::lock(tx, id, by.id, services.clock.now());
    if (!found || !may(by, Action::View, found->ticket, found->ties)) {
        return refuse(Refusal{Refusal::Kind::NotFound});
    }
    if (!may(by, action, found->ticket, found->ties)) {
        return refuse(Refusal{Refusal::Kind::NotAllowed});
    }
    if (version && *version != found->ticket.version) {
        return refuse(Refusal{Refusal::Kind::Changed});
    }
    return Change{tx, services, std::move(*found), by};
}

std::optional<Change> Change::behind_glass(db::Transaction& tx, const DeskServices& services, TicketId id, const identity::Person& by) {
    auto found = ticket_store::lock(tx, id, by.id, services.clock.now());
    if (!found || !found->ticket.confidential || may(by, Action::View, found->ticket, found->ties) ||
        !identity::may(by, identity::Right::BreakGlass)) {
        return {};
    }
    return Change{tx, services, std::move(*found), by};
}

std::optional<Change> Change::taking_back(db::Transaction& tx, const DeskServices& services, TicketId id, const identity::Person& by) {
    auto found = ticket_store::lock(tx, id, by.id, services.clock.now());
    return found ? std::optional{Change{tx, services, std::move(*found), by}} : std::nullopt;
}

std::optional<Change> Change::elsewhere(db::Transaction& tx, const DeskServices& services, TicketId id, const identity::Person* by) {
    return by ? taking_back(tx, services, id, *by) : by_nobody(tx, services, id);
}

std::optional<Change> Change::by_nobody(db::Transaction& tx, const DeskServices& services, TicketId id) {
    static const identity::Person nobody;
    auto found = ticket_store::lock(tx, id, PersonId{}, services.clock.now());
    return found ? std::optional{Change{tx, services, std::move(*found), nobody}} : std::nullopt;
}

Change::Change(db::Transaction& tx, const DeskServices& services, ticket_store::Found found, const identity::Person& by)
    : tx_(tx), services_(services), before_(found.ticket), ticket_(std::move(found.ticket)), ties_(found.ties), by_(by), now_(services.clock.now()) {}

Event& Change::happened(EventKind kind, nlohmann::json data) {
    return events_.emplace_back(
        Event{.ticket = ticket_.id, .seq = ++ticket_.last_seq, .kind = kind, .actor = by_.id ? std::optional{by_.id} : std::nullopt, .at = now_, .data = std::move(data)});
}

std::int64_t Change::write(const Message& message) {
    auto data = nlohmann::json::object();
    if (message.mail != 0) {
        data["mail"] = message.mail;
    }
    if (message.is_note) {
        return say(EventKind::Noted, std::move(data), true, message.body, message.files);
    }
    data["by_requester"] = by_requester();
    if (!by_requester()) {
        data["answers"] = allows(Action::Handle);
    }
    return say(EventKind::Replied, std::move(data), false, message.body, message.files);
}

std::int64_t Change::say(EventKind kind, nlohmann::json data, bool is_internal, const std::string& body, const std::vector<std::string>& files) {
    const auto seq = happened(kind, std::move(data)).seq;
    texts_.push_back({seq, is_internal, body, files});
    return seq;
}

void Change::move_to(State state) {
    const auto from = ticket_.state;
    if (from == state) {
        return;
    }
    ticket_.state = state;
    happened(EventKind::StateChanged, {{"from", name(from)}, {"to", name(state)}});
}

void Change::reopen() {
    const auto from = ticket_.state;
    move_to(ticket_.assignee ? State::InProgress : State::New);
    events_.back().kind = EventKind::Reopened;
    events_.back().data = {{"from", name(from)}};
}

void Change::assign(std::optional<PersonId> assignee, const std::string& name) {
    if (ticket_.assignee == assignee) {
        return;
    }
    const auto was = std::exchange(ticket_.assignee, assignee);
    happened(EventKind::Assigned, {{"assignee", assignee ? nlohmann::json(assignee->value) : nlohmann::json()}, {"name", name}});
    stay_as_reader(was);
}

void Change::hand_back() {
    ticket_.assignee.reset();
    happened(EventKind::Assigned, {{"assignee", nullptr}, {"name", ""}, {"left", true}});
    if (ticket_.named_only && ticket_store::list_readers(tx_, ticket_.id).empty()) {
        give_to_queue();
    }
    if (ticket_.state == State::InProgress) {
        move_to(State::New);
    }
}

void Change::give_to_queue() {
    ticket_.named_only = false;
    happened(EventKind::ConfidentialityChanged,
             {{"from", name(Confidentiality::Named)}, {"to", name(Confidentiality::Queue)}, {"nobody_left", true}});
}

void Change::set_priority(Priority priority) {
    if (ticket_.priority == priority) {
        return;
    }
    const auto from = std::exchange(ticket_.priority, priority);
    happened(EventKind::PriorityChanged, {{"from", name(from)}, {"to", name(priority)}, {"target", target_in_force()}});
}

void Change::set_details(const Details& details) {
    auto changed = nlohmann::json::object();
    const auto set = [&](const char* field, std::string& value, const std::optional<std::string>& to) {
        if (to && *to != value) {
            changed[field] = {{"from", value}, {"to", *to}};
            value = *to;
        }
    };
    set("subject", ticket_.subject, details.subject);
    set("room", ticket_.room, details.room);
    set("phone", ticket_.phone, details.phone);
    if (!changed.empty()) {
        happened(EventKind::DetailsChanged, std::move(changed));
    }
}

void Change::reroute(const routing::Decision& decision, const Placement& placement, const std::string& area_name, const std::string& why) {
    const auto from = ticket_.role;
    const auto was_assigned = ticket_.assignee;
    ticket_.role = placement.queue;
    ticket_.assignee = placement.holder;
    ticket_.row_ref = decision.row;
    ticket_.area_key = decision.area;
    ticket_.area = decision.area ? std::optional{area_name} : std::nullopt;
    ticket_.matrix_version = decision.matrix_version;
    ticket_.reason = routing::to_string(decision.reason);
    ticket_.confidence = decision.confidence;
    happened(EventKind::Rerouted, {{"from", from.value},
                                   {"to", placement.queue.value},
                                   {"why", why},
                                   {"placed", placement.note},
                                   {"people", placement.people},
                                   {"target", target_in_force()},
                                   {"receipt", nlohmann::json::parse(routing::to_json(decision))}});
    if (decision.confidential && !ticket_.confidential) {  // an area raises, none lowers
        raise(Confidentiality::Queue, {{"by_area", true}});
    }
    stay_as_reader(was_assigned);
    if (ticket_.state == State::InProgress && !placement.holder) {
        move_to(State::New);
    }
}

void Change::move_with_matrix(const routing::Decision& kept, const Placement& placement, const std::string& version) {
    const auto from = std::exchange(ticket_.role, placement.queue);
    ticket_.assignee = placement.holder;
    happened(EventKind::Rerouted, {{"from", from.value},
                                   {"to", placement.queue.value},
                                   {"why", ""},
                                   {"matrix", version},
                                   {"placed", placement.note},
                                   {"people", placement.people},
                                   {"target", target_in_force()},
                                   {"receipt", nlohmann::json::parse(routing::to_json(kept))}});
    if (ticket_.state == State::InProgress && !placement.holder) {
        move_to(State::New);
    }
    if (ticket_.named_only && !ticket_.assignee && ticket_store::list_readers(tx_, ticket_.id).empty()) {
        give_to_queue();
    }
}

/// Whoever hands over a ticket that only named people read stays one of them, so that somebody always can.
void Change::stay_as_reader(const std::optional<PersonId>& was_assigned) {
    if (ticket_.named_only && was_assigned == by_.id && ticket_.assignee != by_.id && !ties_.is_reader) {
        add_reader(by_.id, by_.name, "");
    }
}

void Change::set_confidentiality(Confidentiality to, const std::string& why) {
    const auto from = ticket_.confidentiality();
    if (from == to) {
        return;
    }
    if (to > from) {
        return raise(to, {{"why", why}});
    }
    ticket_.confidential = to != Confidentiality::Open;
    ticket_.named_only = false;
    happened(EventKind::ConfidentialityChanged, {{"from", name(from)}, {"to", name(to)}, {"why", why}});
}

void Change::raise(Confidentiality to, nlohmann::json how) {
    how.update({{"from", name(ticket_.confidentiality())}, {"to", name(to)}});
    ticket_.confidential = true;
    ticket_.named_only = to == Confidentiality::Named;
    happened(EventKind::ConfidentialityChanged, std::move(how));
    if (ticket_.named_only && ticket_.assignee != by_.id && !ties_.is_reader) {
        add_reader(by_.id, by_.name, "");
    }
    let_go_watchers();
    raise_sources(to);
}

/// A broken glass, or standing in for somebody today, is no reason to follow what has become confidential. Who stays does so by their own
/// rights, for as long as they have them.
void Change::let_go_watchers() {
    for (const auto& watcher : ticket_store::list_watchers(tx_, ticket_.id)) {
        const auto person = identity::find_person(tx_, watcher.id, now_);
        const auto found = ticket_store::find(tx_, ticket_.id, watcher.id, now_);
        if (!person || !may(*person, Action::View, ticket_, {.is_reader = found->ties.is_reader})) {
            ticket_store::delete_watcher(tx_, ticket_.id, watcher.id);
            happened(EventKind::WatchersChanged, {{"removed", watcher.id.value}, {"name", watcher.name}});
        }
    }
    ticket_store::loosen_watchers(tx_, ticket_.id);
}

/// What was written at a ticket that goes on here is read here too. Where `by` may not say who reads it, it stays with its queue: for named
/// readers alone nobody would be left.
void Change::raise_sources(Confidentiality to) {
    for (const auto id : ticket_store::list_merged_into(tx_, ticket_.id)) {
        Change source{tx_, services_, ticket_store::lock(tx_, id, by_.id, now_).value(), by_};
        const auto who = capacities_to(by_, source.ticket_, source.ties_);
        const auto level = identity::may(who, identity::Right::TicketUnseal, source.ticket_.confidential) ? to : Confidentiality::Queue;
        if (source.ticket_.confidentiality() < level) {
            source.raise(level, {{"with", ticket_.id.value}});
            source.finish();
        }
    }
}

void Change::add_reader(PersonId reader, const std::string& name, const std::string& why) {
    const auto level = tickets::name(ticket_.confidentiality());
    ticket_store::insert_reader(tx_, ticket_.id, reader, by_.id, now_);
    happened(EventKind::ConfidentialityChanged, {{"from", level}, {"to", level}, {"why", why}, {"reader_added", reader.value}, {"name", name}});
    ties_.is_reader = ties_.is_reader || reader == by_.id;
}

void Change::remove_reader(PersonId reader, const std::string& name, const std::string& why) {
    const auto level = tickets::name(ticket_.confidentiality());
    ticket_store::delete_reader(tx_, ticket_.id, reader);
    happened(EventKind::ConfidentialityChanged, {{"from", level}, {"to", level}, {"why", why}, {"reader_removed", reader.value}, {"name", name}});
    ties_.is_reader = ties_.is_reader && reader != by_.id;
}

void Change::break_glass(const std::string& why, Timestamp until) {
    ticket_store::insert_glass_break(tx_, ticket_.id, by_.id, why, now_, until);
    happened(EventKind::GlassBroken, {{"until", to_rfc3339(until)}, {"why", why}});
}

void Change::snooze(const std::optional<Timestamp>& until) {
    if (ticket_.snoozed_until != until) {
        ticket_.snoozed_until = until;
        happened(EventKind::Snoozed, {{"until", until ? nlohmann::json(to_rfc3339(*until)) : nlohmann::json()}});
    }
}

void Change::merge_into(const std::optional<TicketId>& target) {
    const auto other = target ? target : ticket_.merged_into;
    ticket_.merged_into = target;
    happened(target ? EventKind::Merged : EventKind::Unmerged, {{"into", other.value().value}});
}

void Change::escalate(const schedule::EscalationStep& step, const std::vector<PersonId>& told) {
    auto whom = nlohmann::json::array(), ids = nlohmann::json::array();
    for (const auto each : step.whom) {
        whom.push_back(name(each));
    }
    for (const auto person : told) {
        ids.push_back(person.value);
    }
    happened(EventKind::Escalated, {{"clock", name(step.step.measure)}, {"percent", step.step.percent}, {"whom", std::move(whom)}, {"told", std::move(ids)}});
}

void Change::remind(Timestamp closes_at) { happened(EventKind::Reminded, {{"closes", to_rfc3339(closes_at)}}); }

void Change::close_unanswered() {
    move_to(State::Closed);
    events_.back().data["unanswered"] = true;
}

std::optional<std::uint64_t> Change::undo(const undo_store::Step& step) {
    if (!undo_store::is_as_left(ticket_, step) || !services_.listener.undone(tx_, ticket_.id, step.first_seq, step.last_seq)) {
        return {};
    }
    undo_store::put_back(ticket_, step);
    tags::take_back(tx_, ticket_.id, step.first_seq, step.last_seq);
    outside::unshare(tx_, ticket_.id, step.first_seq, step.last_seq);
    const auto withdrawn = undo_store::withdraw_messages(tx_, step, by_.id, now_);
    if (withdrawn.messages) {
        search_store::forget_withdrawn(tx_, ticket_.id, now_);
    }
    happened(EventKind::Undone, {{"first", step.first_seq}, {"last", step.last_seq}});
    return withdrawn.files;
}

/// What the ticket's clocks are held against from now on, as its events keep it.
nlohmann::json Change::target_in_force() const {
    return ledger_of::to_json(services_.schedule.targets.of(aimed_at(*services_.router(), ticket_)));
}

/// What the clocks have measured stands on the ticket; with one query, when something moved them.
std::optional<clock::Ledger> Change::count_clocks() {
    if (std::none_of(events_.begin(), events_.end(), ledger_of::moves)) {
        return {};
    }
    auto events = ledger_of::list_events(tx_, before_);
    events.insert(events.end(), events_.begin(), events_.end());
    auto ledger = ledger_of::count(services_.schedule, ticket_, events, services_.schedule.targets.of(aimed_at(*services_.router(), ticket_)), now_);
    ledger_of::put(ticket_, ledger);
    return ledger;
}

/// Something that may begin the wait for an answer, end it or make it another: with one query while it waits.
void Change::plan_for_no_answer() {
    const bool is_told = std::any_of(events_.begin(), events_.end(), [](const Event& event) {
        return event.kind == EventKind::Reminded || event.kind == EventKind::Replied || event.kind == EventKind::Snoozed;
    });
    if (is_told || before_.state != ticket_.state || before_.role != ticket_.role || before_.merged_into != ticket_.merged_into) {
        unanswered::put(tx_, services_.schedule, ticket_, now_);
    }
}

void Change::finish(const Undo& undo) {
    if (events_.empty()) {
        return;
    }
    const bool is_held = undo && may(by_, Action::Handle, before_, ties_);
    const auto tell_from = is_held ? now_ + services_.undo_time : now_;
    // That somebody was told makes it no other ticket for whoever is writing in it.
    const bool is_changed =
        std::any_of(events_.begin(), events_.end(), [](const Event& event) { return event.kind != EventKind::Escalated && event.kind != EventKind::Reminded; });
    ticket_.changed_at = is_changed ? now_ : ticket_.changed_at;
    const auto ledger = count_clocks();
    for (const auto& event : events_) {
        ticket_store::insert_event(tx_, event);
    }
    if (!services_.imports) {  // nobody is reminded of what was asked elsewhere
        plan_for_no_answer();
    }
    if (ledger) {
        const bool is_told_otherwise = std::any_of(events_.begin(), events_.end(), [](const Event& event) { return event.kind == EventKind::Undone; });
        ledger_of::store_responses(tx_, ticket_.id, *ledger, is_told_otherwise ? 0 : events_.front().seq);
    }
    for (const auto& text : texts_) {
        ticket_store::insert_message(tx_, ticket_.id, text.seq, text.is_note, text.body, is_held ? std::optional{tell_from} : std::nullopt);
        attachments::link(tx_, text.files, by_.id, ticket_.id, text.seq);
        search_store::add(tx_, ticket_.id, text.body, text.is_note || is_held);
    }
    ticket_store::update(tx_, ticket_, is_changed);
    ticket_.version += is_changed ? 1 : 0;
    if (ticket_.subject != before_.subject || ticket_.room != before_.room) {
        search_store::replace(tx_, ticket_.id, before_.subject + " " + before_.room, now_);
    }
    if (is_held) {
        undo_store::insert(tx_, undo, before_, ticket_, by_.id, tell_from);
    }
    if (services_.imports) {
        return;
    }
    ticket_store::insert_change(tx_, before_, ticket_, now_);
    const bool reveals = std::any_of(texts_.begin(), texts_.end(), [](const auto& text) { return !text.is_note; }) ||
                         std::any_of(events_.begin(), events_.end(), [](const auto& event) { return event.data.contains("shared"); });
    if (is_held && reveals) {
        ticket_store::insert_change(tx_, ticket_, ticket_, now_, tell_from);
    }
    services_.listener.happened(tx_, ticket_, events_, tell_from);
}

}  // namespace ansvar::tickets
