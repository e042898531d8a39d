#pragma once

#include "clock/opening.hpp"
#include "core/time.hpp"

#include <chrono>
#include <cstdint>

namespace ansvar::clock {

/// Arithmetic over opening hours: pure, thread-safe, and the same few operations for a minute as for ten years.
/// A working day holds its opening moment and not its closing one: at 16:00 sharp the school is closed.
/// Every function throws std::invalid_argument for an Opening that is not valid.

/// True from opening until just before closing.
bool is_open(Timestamp time, const Opening& opening);

/// `time` itself while the school is open, otherwise the next moment it opens.
Timestamp next_open(Timestamp time, const Opening& opening);

/// Whole working minutes that pass from `from` to `to`, a begun one not counted. 0 when `to` is not after `from`.
std::int64_t working_minutes(Timestamp from, Timestamp to, const Opening& opening);

/// The first moment at which `minutes` working minutes have passed since `from`, seconds and fractions kept.
/// A start while closed, also at closing sharp, counts from the next opening. Minutes that are used up exactly at closing end
/// there ("senast 16:00") and not at the next opening. With 0 minutes: next_open(from).
/// Inverse: working_minutes(from, add_working_minutes(from, n, o), o) == n. Throws std::invalid_argument for negative minutes.
Timestamp add_working_minutes(Timestamp from, std::int64_t minutes, const Opening& opening);

}  // namespace ansvar::clock
