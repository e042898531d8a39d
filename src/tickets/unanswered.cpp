#include "tickets/unanswered.hpp"

#include <algorithm>

#include "clock/open_day.hpp"
#include "queries/tickets.hpp"
#include "tickets/change.hpp"
#include "tickets/due_tickets.hpp"

namespace ansvar::tickets::unanswered {

namespace {

Wait wait_of(db::Session& session, const Ticket& ticket) {
    const auto row = session.row(queries::tickets::select_wait, {{"id", ticket.id}}).value();
    Wait wait{.since = row.optional_time("waits_since").value_or(ticket.opened_at), .reminded_at = row.optional_time("reminded_at")};
    if (wait.reminded_at && *wait.reminded_at <= wait.since) {
        wait.reminded_at.reset();
    }
    return wait;
}

bool waits(const Ticket& ticket) { return ticket.state == State::WaitingRequester && !ticket.merged_into; }

void leave(Change& change, const Plan& plan) {
    change.tx().execute(queries::tickets::update_unanswered, {{"id", change.ticket().id}, {"idle_at", plan.next}, {"closes_at", plan.closes_at}});
}

Plan plan_of(const schedule::Schedule& schedule, const Ticket& ticket, const Wait& wait, Timestamp now) {
    if (!waits(ticket)) {
        return {};
    }
    auto made = plan(wait, schedule.unanswered.of(ticket.role), schedule.calendars.of(ticket.role, ticket.unit)->hours, now);
    if (made.next && ticket.snoozed_until && *ticket.snoozed_until > *made.next) {
        made.next = ticket.snoozed_until;  // somebody means to look at it then
        made.closes_at.reset();
    }
    return made;
}

/// One ticket, in a transaction of its own; false when nothing is due after `place`.
bool take_one(db::Database& database, const DeskServices& services, DuePlace& place) {
    return database.in_transaction([&](db::Transaction& tx) {
        const auto now = services.clock.now();
        const auto row = tx.row(queries::tickets::lock_unanswered, {{"now", now}, {"after_sort", place.at}, {"after_id", place.id}});
        if (!row) {
            return false;
        }
        place = {row->time("idle_at"), row->id<TicketId>("id")};
        auto change = Change::by_nobody(tx, services, place.id).value();
        const auto wait = wait_of(tx, change.ticket());
        const auto plan = plan_of(services.schedule, change.ticket(), wait, now);
        if (!plan.next || *plan.next > now) {
            leave(change, plan);
        } else if (wait.reminded_at) {
            change.close_unanswered();
        } else {
            change.remind(plan.closes_at.value_or(now));
        }
        change.finish();
        return true;
    });
}

}  // namespace

Plan plan(const Wait& wait, const std::optional<schedule::UnansweredDays>& days, const clock::Hours& hours, Timestamp now) {
    if (!days) {
        return {};
    }
    const auto reminder = clock::open_day(wait.since, days->remind, hours), closing = clock::open_day(wait.since, days->close, hours);
    if (!reminder || !closing) {
        return {};
    }
    const auto reminded_at = wait.reminded_at.value_or(std::max(reminder->opens, now));
    const auto time_to_answer = clock::open_day(reminded_at, days->close - days->remind, hours);
    const auto closes_at = time_to_answer ? std::max(closing->closes, time_to_answer->closes) : closing->closes;
    return {.next = wait.reminded_at ? closes_at : reminder->opens, .closes_at = closes_at};
}

void put(db::Session& session, const schedule::Schedule& schedule, Ticket& ticket, Timestamp now) {
    const auto made = waits(ticket) ? plan_of(schedule, ticket, wait_of(session, ticket), now) : Plan{};
    ticket.idle_at = made.next;
    ticket.closes_at = made.closes_at;
}

std::size_t run(db::Database& database, const DeskServices& services, std::chrono::milliseconds patience) {
    const auto taken = take_due("reminding or closing", patience, [&](DuePlace& place) { return take_one(database, services, place); });
    if (taken > 0) {
        services.listener.committed();
    }
    return taken;
}

}  // namespace ansvar::tickets::unanswered
