#include "schedule/calendar_changes.hpp"

#include <algorithm>

#include "schedule/calendar_store.hpp"

namespace ansvar::schedule {

namespace {

using nlohmann::json;

std::int64_t next_number(const CalendarBook& book, CalendarId calendar) {
    return static_cast<std::int64_t>(book.versions_of(calendar).size()) + 1;
}

bool is_there(const CalendarBook& book, CalendarId calendar) { return !book.versions_of(calendar).empty(); }

void note_change(db::Transaction& tx, const CalendarVersion& version, const Hand& hand) {
    record(tx, hand.actor,
           {.action = "calendar.changed",
            .object_kind = "calendar",
            .object_id = version.calendar.text(),
            .details = {{"version", version.version}, {"valid_from", clock::date_text(version.valid_from)}, {"reason", version.note}}},
           hand.now);
}

}  // namespace

clock::Date first_free_day(const CalendarBook& book, CalendarId calendar, Timestamp now) {
    const auto today = clock::day_of(now);
    return book.is_followed_until(calendar, today) ? today + std::chrono::days{1} : clock::first_day;
}

CalendarId add_calendar(db::Transaction& tx, const std::string& name, std::optional<CalendarId> like, const Hand& hand) {
    const auto book = calendar_store::load(tx);
    const auto* model = like ? book.version_on(*like, clock::day_of(hand.now)) : nullptr;
    const auto id = calendar_store::add(tx, name, hand.by, hand.now);
    calendar_store::add_version(tx, {.calendar = id, .name = name, .rules = model ? model->rules : clock::plain_calendar()}, hand.by, hand.now);
    record(tx, hand.actor, {.action = "calendar.added", .object_kind = "calendar", .object_id = id.text(), .details = {{"name", name}}}, hand.now);
    return id;
}

std::optional<CalendarRefusal> change_calendar(db::Transaction& tx, CalendarId calendar, const clock::Calendar& rules, clock::Date valid_from,
                                               const std::string& note, const Hand& hand, std::optional<std::int64_t> read) {
    const auto book = calendar_store::load(tx);
    if (!is_there(book, calendar)) {
        return CalendarRefusal::NotThere;
    }
    if (read && book.versions_of(calendar).back()->version != *read) {
        return CalendarRefusal::Changed;
    }
    if (valid_from < first_free_day(book, calendar, hand.now)) {
        return CalendarRefusal::InThePast;
    }
    if (!clock::faults(rules).empty()) {
        return CalendarRefusal::Overlaps;
    }
    if (book.version_on(calendar, valid_from)->rules == rules) {
        return CalendarRefusal::NothingChanged;
    }
    const CalendarVersion version{.calendar = calendar, .version = next_number(book, calendar), .valid_from = valid_from, .rules = rules, .note = note};
    calendar_store::add_version(tx, version, hand.by, hand.now);
    note_change(tx, version, hand);
    return std::nullopt;
}

std::optional<CalendarRefusal> edit_calendar(db::Transaction& tx, CalendarId calendar, const std::function<void(clock::Calendar&)>& edit,
                                             const std::string& note, const Hand& hand) {
    const auto book = calendar_store::load(tx);
    if (!is_there(book, calendar)) {
        return CalendarRefusal::NotThere;
    }
    const auto from = first_free_day(book, calendar, hand.now);
    auto number = next_number(book, calendar);
    bool has_changed = false;
    for (const auto* before : book.versions_from(calendar, from)) {
        CalendarVersion after{.calendar = calendar, .version = number, .valid_from = std::max(from, before->valid_from), .rules = before->rules, .note = note};
        edit(after.rules);
        if (!clock::faults(after.rules).empty()) {
            return CalendarRefusal::Overlaps;
        }
        if (after.rules != before->rules) {
            has_changed = true;
            ++number;
            calendar_store::add_version(tx, after, hand.by, hand.now);
            note_change(tx, after, hand);
        }
    }
    return has_changed ? std::nullopt : std::optional{CalendarRefusal::NothingChanged};
}

std::optional<CalendarRefusal> use_calendar(db::Transaction& tx, const Scope& scope, std::optional<CalendarId> calendar, clock::Date valid_from,
                                            const Hand& hand) {
    const auto book = calendar_store::load(tx);
    if (calendar ? !is_there(book, *calendar) : scope == Scope{}) {
        return CalendarRefusal::UnknownScope;
    }
    if (valid_from <= clock::day_of(hand.now)) {
        return CalendarRefusal::InThePast;
    }
    const auto* before = book.use_on(scope, valid_from);
    if ((before ? before->calendar : std::nullopt) == calendar) {
        return CalendarRefusal::NothingChanged;
    }
    calendar_store::add_use(tx, {.scope = scope, .calendar = calendar, .valid_from = valid_from}, hand.by, hand.now);
    record(tx, hand.actor,
           {.action = "calendar.followed",
            .object_kind = "calendar",
            .object_id = calendar ? calendar->text() : "",
            .details = {{"role", scope.role ? json(scope.role->value) : json()},
                        {"unit", scope.unit ? json(scope.unit->value) : json()},
                        {"valid_from", clock::date_text(valid_from)}}},
           hand.now);
    return std::nullopt;
}

}  // namespace ansvar::schedule
