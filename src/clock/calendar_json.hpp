#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "clock/calendar.hpp"

namespace ansvar::clock {

/// A calendar as it is stored.
std::string to_json(const Calendar& calendar);
/// The calendar, or everything that is wrong: what is no JSON, a field that is missing, unknown or of another kind, and faults().
Result<Calendar, std::vector<CalendarFault>> calendar_from_json(std::string_view text);

}  // namespace ansvar::clock
