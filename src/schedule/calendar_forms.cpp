#include "schedule/calendar_forms.hpp"

#include "core/number.hpp"
#include "schedule/words.hpp"
#include "web/errors.hpp"

namespace ansvar::schedule {

using std::chrono::days;

std::optional<CalendarEntry> read_entry(const TypedEntry& typed, clock::Date free_day, identity::FormCheck& check) {
    const auto kind = entry_kind_from(typed.kind);
    const auto from = clock::date_from(typed.from);
    const auto to = typed.to.empty() ? from : clock::date_from(typed.to);
    const auto hours = hours_from(typed.hours);
    if (!kind) {
        check.add("kind", "field.unknown_value");
    }
    if (typed.name.empty()) {
        check.add("name", "calendars.name_needed");
    }
    if (!from) {
        check.add("from", "calendars.date_needed");
    }
    if (!to) {
        check.add("to", "calendars.date_needed");
    } else if (from && *to < *from) {
        check.add("to", "calendars.ends_first");
    } else if (from && *to > *from + days{366}) {
        check.add("to", "calendars.too_long");
    }
    if (!hours) {
        check.add("hours", "calendars.hours_wrong");
    }
    if (check.is_fine() && *kind != CalendarEntry::Kind::Term && *from < free_day) {
        check.add("from", "calendars.day_has_been");
    }
    return check.is_fine() ? std::optional{CalendarEntry{*kind, typed.name, *from, *to, *hours}} : std::nullopt;
}

std::optional<MeantUse> read_use(const TypedUse& typed, const identity::RoleDirectory& roles, identity::FormCheck& check) {
    const auto from = clock::date_from(typed.from);
    const auto unit = id_from<UnitId>(typed.unit);
    const auto calendar = id_from<CalendarId>(typed.calendar);
    const Scope scope{.role = typed.role.empty() ? std::nullopt : std::optional{RoleCode{typed.role}}, .unit = unit};
    if (scope.role && roles.table()->find(*scope.role) == nullptr) {
        check.add("role", "field.unknown_value");
    }
    if (!unit && !typed.unit.empty()) {
        check.add("unit", "field.unknown_value");
    }
    if (!calendar && typed.calendar != "none") {
        check.add("calendar", "field.unknown_value");
    }
    if (!calendar && scope == Scope{}) {
        check.add("calendar", "calendars.school_needs_one");
    }
    if (!from) {
        check.add("from", "calendars.date_needed");
    }
    return check.is_fine() ? std::optional{MeantUse{scope, calendar, *from}} : std::nullopt;
}

bool is_new(const IcalEvent& event, const clock::Calendar& rules, clock::Date free_day) {
    const auto& range = event.days;
    return event.is_whole_day && range.from >= free_day && !holds(rules, {.name = range.name, .from = range.from, .to = range.to});
}

std::string_view text_of(IcalRefusal why) {
    switch (why) {
        case IcalRefusal::TooLarge:
            return "calendars.import.too_large";
        case IcalRefusal::NotText:
        case IcalRefusal::NotIcal:
            return "calendars.import.not_ical";
        case IcalRefusal::TooDeep:
            return "calendars.import.too_deep";
        case IcalRefusal::NoEvents:
            break;
    }
    return "calendars.import.no_events";
}

void explain(identity::FormCheck& check, CalendarRefusal why, std::string_view field) {
    switch (why) {
        case CalendarRefusal::NotThere:
            throw web::NotFound{"no such calendar"};
        case CalendarRefusal::Changed:
            throw web::PreconditionFailed{"the calendar has another version"};
        case CalendarRefusal::InThePast:
            return check.add(field, "calendars.in_the_past");
        case CalendarRefusal::Overlaps:
            return check.add(field, "calendars.overlaps");
        case CalendarRefusal::NothingChanged:
            return check.add(field, "calendars.nothing_changed");
        case CalendarRefusal::UnknownScope:
            return check.add(field, "field.unknown_value");
    }
}

}  // namespace ansvar::schedule
