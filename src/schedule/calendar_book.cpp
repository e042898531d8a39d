#include "schedule/calendar_book.hpp"

#include <algorithm>

namespace ansvar::schedule {

std::vector<const CalendarVersion*> CalendarBook::versions_of(CalendarId calendar) const {
    std::vector<const CalendarVersion*> found;
    for (const auto& version : versions_) {
        if (version.calendar == calendar) {
            found.push_back(&version);
        }
    }
    return found;
}

const CalendarVersion* CalendarBook::version_on(CalendarId calendar, clock::Date day) const {
    const CalendarVersion* holds = nullptr;
    const auto all = versions_of(calendar);
    for (const auto* version : all) {
        if (version->valid_from <= day && (holds == nullptr || version->valid_from >= holds->valid_from)) {
            holds = version;
        }
    }
    return holds == nullptr && !all.empty() ? all.front() : holds;
}

std::vector<const CalendarVersion*> CalendarBook::versions_from(CalendarId calendar, clock::Date day) const {
    std::set<clock::Date> days{day};
    for (const auto* version : versions_of(calendar)) {
        if (version->valid_from > day) {
            days.insert(version->valid_from);
        }
    }
    std::vector<const CalendarVersion*> found;
    for (const auto at : days) {
        const auto* holds = version_on(calendar, at);
        if (holds != nullptr && (found.empty() || found.back() != holds)) {
            found.push_back(holds);
        }
    }
    return found;
}

const CalendarUse* CalendarBook::use_on(const Scope& scope, clock::Date day) const {
    const CalendarUse* holds = nullptr;
    for (const auto& use : uses_) {
        if (use.scope == scope && use.valid_from <= day) {
            holds = &use;
        }
    }
    return holds;
}

std::vector<UnitId> CalendarBook::units_above(UnitId unit, clock::Date day) const {
    std::vector<UnitId> chain{unit};
    for (std::size_t at = 0; at < chain.size(); ++at) {
        std::optional<UnitId> above;
        for (const auto& place : places_) {
            if (place.unit == chain[at] && place.valid_from <= day) {
                above = place.parent;
            }
        }
        if (above && std::find(chain.begin(), chain.end(), *above) == chain.end()) {
            chain.push_back(*above);
        }
    }
    return chain;
}

std::set<UnitId> CalendarBook::units_with_hours() const {
    std::set<UnitId> units;
    for (const auto& use : uses_) {
        if (use.scope.unit) {
            units.insert(*use.scope.unit);
        }
    }
    for (std::size_t before = 0; before != units.size();) {
        before = units.size();
        for (const auto& place : places_) {
            if (place.parent && units.contains(*place.parent)) {
                units.insert(place.unit);
            }
        }
    }
    return units;
}

/// Whose calendar goes before whose: a place keeps its hours whoever works there, so the unit goes before the role.
std::optional<CalendarId> CalendarBook::followed_on(const Scope& scope, clock::Date day) const {
    std::vector<Scope> from_special_to_general;
    for (const auto unit : scope.unit ? units_above(*scope.unit, day) : std::vector<UnitId>{}) {
        if (scope.role) {
            from_special_to_general.push_back({.role = scope.role, .unit = unit});
        }
        from_special_to_general.push_back({.unit = unit});
    }
    from_special_to_general.push_back({.role = scope.role});
    from_special_to_general.push_back({});
    for (const auto& one : from_special_to_general) {
        const auto* use = use_on(one, day);
        if (use != nullptr && use->calendar) {
            return use->calendar;
        }
    }
    return std::nullopt;
}

bool CalendarBook::is_followed_until(CalendarId calendar, clock::Date day) const {
    return std::any_of(uses_.begin(), uses_.end(), [&](const CalendarUse& use) { return use.calendar == calendar && use.valid_from <= day; });
}

std::vector<clock::CalendarPart> CalendarBook::parts(const Scope& scope) const {
    std::set<clock::Date> days{clock::first_day};
    for (const auto& use : uses_) {
        days.insert(use.valid_from);
    }
    for (const auto& place : places_) {
        days.insert(place.valid_from);
    }
    for (const auto& version : versions_) {
        days.insert(version.valid_from);
    }
    std::vector<clock::CalendarPart> parts;
    for (const auto day : days) {
        const auto calendar = followed_on(scope, day);
        const auto* version = calendar ? version_on(*calendar, day) : nullptr;
        const clock::Calendar* rules = version ? &version->rules : &clock::plain_calendar();
        if (parts.empty() || parts.back().calendar != rules) {
            parts.push_back({day, version ? version->name : "", version ? version->version : 1, rules});
        }
    }
    return parts;
}

}  // namespace ansvar::schedule
