#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "reports/figures.hpp"
#include "reports/wording.hpp"
#include "schedule/calendars.hpp"

namespace ansvar::reports {

struct CalendarVersion {
    std::string calendar;  ///< its name; "" for the plain week
    std::int64_t version = 1;
    auto operator<=>(const CalendarVersion&) const = default;
};

/// Every calendar, in every version, that working time in these figures was counted by, in order: those that the roles and units of the
/// counted tickets followed meanwhile, and what the school follows now, by which ages are told.
std::vector<CalendarVersion> calendars_of(const Figures& figures, const schedule::Calendars& calendars);

/// What figures rest on, in words: period, calendars, versions of the matrix, cut-off.
struct Basis {
    Basis(const Figures& figures, const schedule::Calendars& calendars, const Wording& wording);

    std::vector<std::string> calendars;  ///< "Skolan, version 2"
    std::vector<std::string> matrices;
    std::string text;   ///< with all of their names
    std::string brief;  ///< with their number, where they are many

    bool is_cut() const { return text != brief; }
};

}  // namespace ansvar::reports
