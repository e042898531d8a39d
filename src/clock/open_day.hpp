#pragma once

#include <optional>

#include "clock/hours.hpp"

namespace ansvar::clock {

/// A day, Stockholm time, on which somebody answers: when they begin, and when they have ended.
struct OpenDay {
    Timestamp opens;
    Timestamp closes;
};

/// The n-th such day after the day of `from`, n from 1 on: "within five school days". Empty when the hours know no such day in three years.
std::optional<OpenDay> open_day(Timestamp from, int n, const Hours& hours);

}  // namespace ansvar::clock
