#include "tickets/snooze.hpp"

#include "core/number.hpp"
#include "core/text.hpp"
#include "queries/tickets.hpp"
#include "tickets/change.hpp"

namespace ansvar::tickets::snoozing {

namespace {

constexpr int longest_days = 366;

/// The wall's date of a day written as 2026-11-20; empty when there is no such day.
std::optional<WallTime> day_from(std::string_view typed) {
    const auto parts = split(typed, '-');
    if (parts.size() != 3 || parts[0].size() != 4 || parts[1].size() != 2 || parts[2].size() != 2) {
        return {};
    }
    const auto year = whole_number<int>(parts[0]), month = whole_number<int>(parts[1]), day = whole_number<int>(parts[2]);
    if (!year || !month || !day || *year < 2000 || *month < 1 || *month > 12 || *day < 1 || *day > 31) {
        return {};
    }
    const auto wall = to_stockholm(from_stockholm(*year, *month, *day, 12, 0));
    return wall.month == *month && wall.day == *day ? std::optional{wall} : std::nullopt;
}

std::optional<WallTime> meant_day(std::string_view typed, Timestamp now) {
    const auto noon_in = [&](int days) { return to_stockholm(stockholm_midnight(now, days) + std::chrono::hours{12}); };
    if (typed == "tomorrow") {
        return noon_in(1);
    }
    if (typed == "monday") {
        return noon_in(8 - to_stockholm(now).weekday);
    }
    return day_from(typed);
}

}  // namespace

std::optional<Timestamp> time_of(std::string_view typed, Timestamp now, const clock::Hours& hours) {
    const auto day = meant_day(trim(typed), now);
    if (!day) {
        return {};
    }
    const auto time = hours.next_open(from_stockholm(day->year, day->month, day->day, 0, 0));
    return time >= stockholm_midnight(now, 1) && time < stockholm_midnight(now, longest_days) ? std::optional{time} : std::nullopt;
}

Result<Ticket, Refusal> snooze(Desk& desk, TicketId ticket, std::string_view until, const identity::Person& by, std::optional<std::int64_t> version,
                               const Undo& undo) {
    return desk.change(ticket, Action::Handle, by, version, [&](Change& change) -> std::optional<Refusal> {
        const auto time = time_of(until, change.now(), desk.services().schedule.calendars.of_school()->hours);
        if (!time && !trim(until).empty()) {
            return Refusal::invalid(field_fault("/until", "not-a-coming-day"));
        }
        if (time && !change.ticket().is_open()) {
            return Refusal::invalid(field_fault("/until", "is-done"));
        }
        change.snooze(time);
        return {};
    }, undo);
}

std::size_t wake(db::Database& database, const Clock& clock) {
    return database.in_transaction([&](db::Transaction& tx) {
        const auto now = clock.now();
        const auto due = tx.rows(queries::tickets::lock_snoozed, {{"now", now}});
        for (const auto& row : due) {
            auto ticket = ticket_store::lock(tx, row.id<TicketId>("id"), PersonId{}, now).value().ticket;
            ticket.snoozed_until.reset();
            if (ticket.is_open()) {  // of what is done meanwhile there is nothing to tell
                ticket.changed_at = now;
                ticket_store::insert_event(tx, {.ticket = ticket.id, .seq = ++ticket.last_seq, .kind = EventKind::Snoozed, .actor = {}, .at = now, .data = {{"until", nullptr}}});
                ticket_store::insert_change(tx, ticket, ticket, now);
            }
            ticket_store::update(tx, ticket);
        }
        return due.size();
    });
}

}  // namespace ansvar::tickets::snoozing
