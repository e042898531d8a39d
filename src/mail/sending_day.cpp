#include "mail/sending_day.hpp"

#include <fmt/format.h>

#include <chrono>
#include <cstddef>

namespace ansvar::mail {

namespace {

using std::chrono::days;
using std::chrono::sys_days;

Timestamp beginning(sys_days day) {
    const std::chrono::year_month_day date{day};
    const auto noon = from_stockholm(static_cast<int>(date.year()), static_cast<int>(static_cast<unsigned>(date.month())),
                                     static_cast<int>(static_cast<unsigned>(date.day())), 12, 0);
    return noon - std::chrono::hours{12};
}

/// A school that is closed for longer is asked no further.
constexpr days longest_closed{400};

}  // namespace

SendingDay sending_day(Timestamp time, const schedule::Calendars& calendars) {
    const auto wall = to_stockholm(time);
    const sys_days today{std::chrono::year{wall.year} / wall.month / wall.day};
    auto next = today + days{1};
    while (!calendars.is_working_day(next) && next < today + longest_closed) {
        next += days{1};
    }
    return {.date = fmt::format("{:04}-{:02}-{:02}", wall.year, wall.month, wall.day),
            .minute = 60 * wall.hour + wall.minute,
            .is_working_day = calendars.is_working_day(today),
            .today = beginning(today),
            .tomorrow = beginning(today + days{1}),
            .next_working_day = beginning(next)};
}

}  // namespace ansvar::mail
