#pragma once

#include <array>
#include <chrono>

namespace ansvar::clock {

/// When the school answers: the same hours on every day it is open, by the clock on its wall (Europe/Stockholm).
/// The plain value is a Swedish school's office week, Monday to Friday 8–16. It knows no public holidays.
struct Opening {
    std::chrono::minutes opens = std::chrono::hours{8};                    ///< after midnight, 03:00 or later (see is_valid)
    std::chrono::minutes closes = std::chrono::hours{16};                  ///< after midnight, at most 24:00
    std::array<bool, 7> days{true, true, true, true, true, false, false};  ///< Monday first

    /// A working day: what "1 skoldag" means.
    std::chrono::minutes day_length() const { return closes - opens; }
    /// Hours within one day that daylight saving never moves (it jumps between 02:00 and 03:00), on at least one day a week.
    bool is_valid() const;

    bool operator==(const Opening&) const = default;
};

}  // namespace ansvar::clock
