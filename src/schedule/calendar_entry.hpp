#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "clock/calendar.hpp"

namespace ansvar::schedule {

/// One thing that an administrator adds to a calendar or takes out of it: days off, a day or a week with other hours, a term.
struct CalendarEntry {
    enum class Kind { Break, StudyDay, OpenStudyDay, HalfDay, OwnHours, OtherWeek, Term } kind = Kind::Break;
    std::string name;
    clock::Date from = clock::first_day;
    clock::Date to = clock::first_day;  ///< included; days with hours of their own are one each
    clock::DayHours hours = {};         ///< of OwnHours; of OtherWeek, Monday to Friday; what HalfDay has become

    bool operator==(const CalendarEntry&) const = default;
};

/// "break", "study_day", …: the word in forms and the end of the text's key, "calendars.kind.break".
std::string_view name(CalendarEntry::Kind kind);
std::optional<CalendarEntry::Kind> entry_kind_from(std::string_view name);
const std::vector<CalendarEntry::Kind>& entry_kinds();

/// Adds it. A half day is the weekday's hours cut short, for each day that is open; a day that has hours of its own gets the new ones.
void add(clock::Calendar& calendar, const CalendarEntry& entry);
/// Takes it out, found by kind, name and days; false when it is not there.
bool remove(clock::Calendar& calendar, const CalendarEntry& entry);
/// Everything in the calendar that ends on that day or later, by its first day.
std::vector<CalendarEntry> entries_from(const clock::Calendar& calendar, clock::Date day);
/// Is there the same, by name and days?
bool holds(const clock::Calendar& calendar, const CalendarEntry& entry);

}  // namespace ansvar::schedule
