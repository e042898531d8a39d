#include "tickets/watchers.hpp"

#include <algorithm>

#include "core/text.hpp"
#include "identity/people_store.hpp"
#include "tickets/change.hpp"

namespace ansvar::tickets::watchers {

namespace {

std::optional<ticket_store::Named> find(db::Session& session, TicketId ticket, PersonId person) {
    const auto all = ticket_store::list_watchers(session, ticket);
    const auto one = std::find_if(all.begin(), all.end(), [&](const auto& each) { return each.id == person; });
    return one == all.end() ? std::nullopt : std::optional{*one};
}

/// The requester hears of everything as it is.
void begin_watching(Change& change, PersonId person, const std::string& name, bool by_self) {
    const auto ticket = change.ticket().id;
    const auto ties = ticket_store::find(change.tx(), ticket, person, change.now())->ties;
    if (person != change.ticket().requester && !ties.is_watcher && !(ties.follows && by_self)) {
        ticket_store::insert_watcher(change.tx(), ticket, person, by_self);
        change.happened(EventKind::WatchersChanged, {{"added", person.value}, {"name", name}});
    }
}

void stop_watching(Change& change, PersonId person) {
    const auto ticket = change.ticket().id;
    if (const auto watcher = find(change.tx(), ticket, person)) {
        ticket_store::delete_watcher(change.tx(), ticket, person);
        change.happened(EventKind::WatchersChanged, {{"removed", person.value}, {"name", watcher->name}});
    }
}

}  // namespace

Result<Ticket, Refusal> add(Desk& desk, TicketId ticket, const std::string& mail, const identity::Person& by, std::optional<std::int64_t> version) {
    const auto address = MailAddress::parse(std::string{trim(mail)});
    if (!address) {
        return refuse(Refusal::invalid(field_fault("/watcher", trim(mail).empty() ? "required" : "not-an-address")));
    }
    return desk.change(ticket, Action::Handle, by, version, [&](Change& change) -> std::optional<Refusal> {
        if (change.ticket().confidential) {
            return Refusal::invalid(field_fault("/watcher", "is-confidential"));
        }
        if (!desk.services().reachable(change.tx(), *address)) {
            return Refusal::invalid(field_fault("/watcher", "unknown-person"));
        }
        const auto person = identity::get_or_make_requester(change.tx(), *address, change.now());
        begin_watching(change, person.id, person.name, false);
        return {};
    });
}

Result<Ticket, Refusal> remove(Desk& desk, TicketId ticket, PersonId watcher, const identity::Person& by, std::optional<std::int64_t> version) {
    return desk.change(ticket, Action::Handle, by, version, [&](Change& change) -> std::optional<Refusal> {
        stop_watching(change, watcher);
        return {};
    });
}

Result<Ticket, Refusal> watch(Desk& desk, TicketId ticket, bool watches, const identity::Person& by) {
    return desk.change(ticket, Action::View, by, {}, [&](Change& change) -> std::optional<Refusal> {
        if (!watches) {
            stop_watching(change, by.id);
            return {};
        }
        if (change.ticket().confidential) {  // whoever opens it with a reason, or sees it today, would see it for ever
            return Refusal{Refusal::Kind::NotAllowed};
        }
        begin_watching(change, by.id, by.name, true);
        return {};
    });
}

}  // namespace ansvar::tickets::watchers
