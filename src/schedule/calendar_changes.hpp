#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "db/transaction.hpp"
#include "identity/audit.hpp"
#include "schedule/calendar_book.hpp"

/// Changes of calendars, each noted in the audit. What is past keeps its calendar: a change holds from tomorrow or later, except in a
/// calendar that nobody has followed yet.
namespace ansvar::schedule {

/// Why a change is not made.
enum class CalendarRefusal { NotThere, Changed, InThePast, Overlaps, NothingChanged, UnknownScope };

/// Whoever changes something, and when.
struct Hand {
    identity::Actor actor;
    PersonId by;
    Timestamp now;
};

/// The first day that a change of the calendar may hold from.
clock::Date first_free_day(const CalendarBook& book, CalendarId calendar, Timestamp now);

/// A new calendar like another one, as that is today, from the beginning. Throws db::Duplicate when there is one of that name.
CalendarId add_calendar(db::Transaction& tx, const std::string& name, std::optional<CalendarId> like, const Hand& hand);
/// One version from that day on. With `read`: only while that is its newest one.
std::optional<CalendarRefusal> change_calendar(db::Transaction& tx, CalendarId calendar, const clock::Calendar& rules, clock::Date valid_from,
                                               const std::string& note, const Hand& hand, std::optional<std::int64_t> read = {});
/// The same edit of what holds on the first free day and of every version that takes over later.
std::optional<CalendarRefusal> edit_calendar(db::Transaction& tx, CalendarId calendar, const std::function<void(clock::Calendar&)>& edit,
                                             const std::string& note, const Hand& hand);
/// What a role, a unit, both, or the whole school follow from that day; without a calendar: none of their own any more.
std::optional<CalendarRefusal> use_calendar(db::Transaction& tx, const Scope& scope, std::optional<CalendarId> calendar, clock::Date valid_from,
                                            const Hand& hand);

}  // namespace ansvar::schedule
