#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/time.hpp"

namespace ansvar::identity {

/// The first moment of a day that is written YYYY-MM-DD and is in the calendar, or of a day that many days later.
std::optional<Timestamp> midnight_of(std::string_view day, int days_later = 0);
/// "2026-11-24" when there is such a day, from 2000 on: years before it are slips of the finger.
bool is_school_day(std::string_view text);
/// About noon of a stored day, which reads as that day.
Timestamp noon_of(std::string_view day);

}  // namespace ansvar::identity
