#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "clock/calendar.hpp"
#include "core/ids.hpp"

namespace ansvar::schedule {

using CalendarId = Id<struct CalendarTag>;

/// A version of a calendar. It holds from its day until a later day that another version has; of two with the same day the later made.
struct CalendarVersion {
    CalendarId calendar;
    std::string name = {};  ///< of the calendar
    std::int64_t version = 1;
    clock::Date valid_from = clock::first_day;
    clock::Calendar rules = {};
    Timestamp created_at = {};
    std::string created_by = {};  ///< "": came with Ansvar
    std::string note = {};
};

/// Whom a calendar is for: a role at a unit, a unit, a role, or the whole school.
struct Scope {
    std::optional<RoleCode> role = {};
    std::optional<UnitId> unit = {};

    auto operator<=>(const Scope&) const = default;
};

/// From when somebody follows a calendar, or no longer one of their own.
struct CalendarUse {
    std::uint64_t id = 0;
    Scope scope = {};
    std::optional<CalendarId> calendar = {};
    clock::Date valid_from = clock::first_day;
    std::string unit_name = {};
    std::string calendar_name = {};
};

/// Under which unit a unit lies from a day on.
struct UnitPlace {
    UnitId unit;
    std::optional<UnitId> parent;
    clock::Date valid_from = clock::first_day;
};

/// All calendars, and who follows them, through time.
class CalendarBook {
public:
    CalendarBook() = default;
    /// Versions by calendar and number, uses and places in the order they hold.
    CalendarBook(std::vector<CalendarVersion> versions, std::vector<CalendarUse> uses, std::vector<UnitPlace> places = {})
        : versions_(std::move(versions)), uses_(std::move(uses)), places_(std::move(places)) {}

    const std::vector<CalendarVersion>& versions() const { return versions_; }
    const std::vector<CalendarUse>& uses() const { return uses_; }

    /// One calendar's, by number.
    std::vector<const CalendarVersion*> versions_of(CalendarId calendar) const;
    /// What holds on that day; before the first version that one. Null for a calendar that does not exist.
    const CalendarVersion* version_on(CalendarId calendar, clock::Date day) const;
    /// What holds that day and every version that takes over later, in order.
    std::vector<const CalendarVersion*> versions_from(CalendarId calendar, clock::Date day) const;
    /// The scope's own use that day, if it has one; it may say that there is none any more.
    const CalendarUse* use_on(const Scope& scope, clock::Date day) const;
    /// The unit that day and those above it, the nearest first.
    std::vector<UnitId> units_above(UnitId unit, clock::Date day) const;
    /// Every unit that has, or had, a calendar of its own, and all that lie, or lay, under one of them.
    std::set<UnitId> units_with_hours() const;
    /// Which calendar the scope follows that day, by its own use or a more general one: role and unit, unit, the same of the units above it,
    /// role, the whole school.
    std::optional<CalendarId> followed_on(const Scope& scope, clock::Date day) const;
    /// Has anybody followed it before that day or on it? Then its past stays.
    bool is_followed_until(CalendarId calendar, clock::Date day) const;

    /// What the scope follows through time; where there is no calendar, the plain week under the name "".
    std::vector<clock::CalendarPart> parts(const Scope& scope) const;

private:
    std::vector<CalendarVersion> versions_;
    std::vector<CalendarUse> uses_;
    std::vector<UnitPlace> places_;
};

}  // namespace ansvar::schedule
