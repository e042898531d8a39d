#include "tickets/escalation.hpp"

#include <algorithm>
#include <optional>

#include "core/text.hpp"
#include "identity/people_store.hpp"
#include "queries/tickets.hpp"
#include "tickets/change.hpp"
#include "tickets/due_tickets.hpp"
#include "tickets/ledger_of.hpp"

namespace ansvar::tickets::escalation {

namespace {

using schedule::Whom;

bool has(const std::vector<Whom>& whom, Whom one) { return std::find(whom.begin(), whom.end(), one) != whom.end(); }

/// Whoever has the ticket; of one that nobody has, who is asked first.
std::optional<PersonId> responsible(const Ticket& ticket, const routing::Staff& staff, const std::string& today) {
    if (ticket.assignee) {
        return ticket.assignee;
    }
    const auto holders = staff.holders(ticket.role.value, ticket.unit ? std::optional{ticket.unit->value} : std::nullopt, today);
    return holders.empty() ? std::nullopt : std::optional{PersonId{holders.front()}};
}

/// Would they see it if it were not confidential?
bool would_see(db::Session& session, const DeskServices& services, PersonId id, Ticket ticket, Timestamp now) {
    auto person = identity::find_person(session, id, now);
    if (!person || person->left_at) {
        return false;
    }
    const auto rights = services.staff.todays_rights(*person, now);
    person->managed_units = rights.managed_units;
    person->queues.insert(person->queues.end(), rights.roles.begin(), rights.roles.end());
    person->queues.insert(person->queues.end(), rights.queues.begin(), rights.queues.end());
    ticket.confidential = false;
    return may(*person, Action::View, ticket, {});
}

std::vector<PersonId> managers(db::Session& session, const Ticket& ticket, const routing::Staff& staff, const std::optional<PersonId>& responsible,
                               const std::vector<Whom>& whom) {
    std::vector<std::string> units;
    for (const auto unit : staff.chain_of(ticket.unit ? std::optional{ticket.unit->value} : std::nullopt)) {
        units.push_back(std::to_string(unit));
    }
    std::vector<PersonId> ids;
    for (const auto& row : session.rows(queries::tickets::select_managers, {{"person_id", responsible}, {"units", join(units, ",")}})) {
        if ((has(whom, Whom::RoleHead) && row.optional_integer("is_own") == 1) || (has(whom, Whom::Managers) && row.flag("answers"))) {
            ids.push_back(row.id<PersonId>("id"));
        }
    }
    return ids;
}

/// What the steps of one clock that are told at once say together.
void tell(Change& change, const DeskServices& services, const clock::Step& step) {
    const auto all = services.schedule.steps.all();
    const auto found = std::find_if(all->begin(), all->end(), [&](const auto& each) { return each.step.measure == step.measure && each.step.percent == step.percent; });
    if (found != all->end()) {
        change.escalate(*found, told(change.tx(), services, change.ticket(), found->whom, change.now()));
    }
}

/// One ticket, in a transaction of its own; false when nothing is due after `place`.
bool take_one(db::Database& database, const DeskServices& services, DuePlace& place) {
    return database.in_transaction([&](db::Transaction& tx) {
        const auto now = services.clock.now();
        const auto row = tx.row(queries::tickets::lock_escalating, {{"now", now}, {"after_sort", place.at}, {"after_id", place.id}});
        if (!row) {
            return false;
        }
        const DuePlace here{row->time("escalate_at"), row->id<TicketId>("id")};
        place = here;  // also when it fails: the others matter as much
        auto change = Change::by_nobody(tx, services, here.id).value();
        const auto ledger = ledger_of::count(services.schedule, change.ticket(), ledger_of::list_events(tx, change.ticket()),
                                             services.schedule.targets.of(aimed_at(*services.router(), change.ticket())), now);
        const auto steps = reached(ledger.moments, now);
        for (const auto& step : steps) {
            tell(change, services, step);
        }
        if (steps.empty()) {
            const auto next = ledger.moments.empty() ? std::nullopt : std::optional{ledger.moments.front().at};
            tx.execute(queries::tickets::update_escalate_at, {{"id", here.id}, {"escalate_at", next}});
        }
        change.finish();
        return true;
    });
}

}  // namespace

std::vector<clock::Step> reached(const std::vector<clock::Moment>& moments, Timestamp now) {
    std::vector<clock::Step> steps;
    for (const auto& [step, at] : moments) {
        if (at > now) {
            continue;
        }
        const auto same = std::find_if(steps.begin(), steps.end(), [&measure = step.measure](const auto& each) { return each.measure == measure; });
        if (same == steps.end()) {
            steps.push_back(step);
        } else {
            same->percent = std::max(same->percent, step.percent);
        }
    }
    return steps;
}

std::vector<PersonId> told(db::Session& session, const DeskServices& services, const Ticket& ticket, const std::vector<Whom>& whom, Timestamp now) {
    if (ticket.named_only) {
        return {};
    }
    const auto staff = services.staff.staff();
    const auto today = identity::school_day(now);
    const auto one = responsible(ticket, *staff, today);
    std::vector<PersonId> ids;
    const auto stand_in = one && has(whom, Whom::Substitute) && staff->is_away(one->value, today) ? staff->find_present(one->value, today) : std::nullopt;
    if (stand_in) {
        ids.push_back(PersonId{*stand_in});
    }
    if (has(whom, Whom::RoleHead) || has(whom, Whom::Managers)) {
        const auto some = managers(session, ticket, *staff, one, whom);
        ids.insert(ids.end(), some.begin(), some.end());
    }
    const auto heads = staff->heads_of(ticket.unit ? std::optional{ticket.unit->value} : std::nullopt);
    if (has(whom, Whom::UnitManager) && !heads.empty()) {
        ids.push_back(PersonId{heads.front()});
    }
    std::sort(ids.begin(), ids.end());
    ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
    std::erase_if(ids, [&](PersonId id) { return !would_see(session, services, id, ticket, now); });
    return ids;
}

std::size_t run(db::Database& database, const DeskServices& services, std::chrono::milliseconds patience) {
    const auto taken = take_due("telling that it takes long", patience, [&](DuePlace& place) { return take_one(database, services, place); });
    if (taken > 0) {
        services.listener.committed();
    }
    return taken;
}

}  // namespace ansvar::tickets::escalation
