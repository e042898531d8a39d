#pragma once

#include <string>

#include "core/time.hpp"

namespace ansvar::identity {

/// "2026-11-24" when there is such a day, from 2000 on: years before it are slips of the finger.
bool is_school_day(const std::string& text);
/// Noon of a stored day, which reads as that day.
Timestamp noon_of(const std::string& day);

}  // namespace ansvar::identity
