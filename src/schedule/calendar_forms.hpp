#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "identity/form_check.hpp"
#include "identity/role_directory.hpp"
#include "schedule/calendar_book.hpp"
#include "schedule/calendar_changes.hpp"
#include "schedule/calendar_entry.hpp"
#include "schedule/ical_file.hpp"

/// What is typed about calendars, read and checked: by the pages and by programs alike. What is wrong goes to a FormCheck, at the field's name.
namespace ansvar::schedule {

inline constexpr std::size_t calendar_name_limit = 100;
inline constexpr std::size_t calendar_note_limit = 300;
inline constexpr std::size_t calendar_hours_limit = 100;

/// Something to be put into a calendar, as typed; without `to` it is one day.
struct TypedEntry {
    std::string kind = "break";
    std::string name, from, to, hours;
};
/// Empty when something is wrong; only a term may begin before `free_day`.
std::optional<CalendarEntry> read_entry(const TypedEntry& typed, clock::Date free_day, identity::FormCheck& check);

/// Who is to follow which calendar, as typed; "none" for a calendar of their own no more.
struct TypedUse {
    std::string role, unit, calendar, from;
};
struct MeantUse {
    Scope scope;
    std::optional<CalendarId> calendar;
    clock::Date from;
};
std::optional<MeantUse> read_use(const TypedUse& typed, const identity::RoleDirectory& roles, identity::FormCheck& check);

/// Whether an event of a calendar file is something the calendar does not have and may still get: a whole day, from `free_day` on.
bool is_new(const IcalEvent& event, const clock::Calendar& rules, clock::Date free_day);

/// The key of the text that says it.
std::string_view text_of(IcalRefusal why);
/// Adds to `check` why a calendar was not changed, at that field. Throws NotFound and PreconditionFailed.
void explain(identity::FormCheck& check, CalendarRefusal why, std::string_view field);

}  // namespace ansvar::schedule
