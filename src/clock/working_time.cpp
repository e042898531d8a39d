#include "clock/working_time.hpp"

#include <algorithm>
#include <cstddef>
#include <stdexcept>

namespace ansvar::clock {

namespace {

using Span = std::chrono::microseconds;

constexpr Span day = std::chrono::hours{24};
constexpr Span week = 7 * day;
/// 1970-01-05, the first Monday of the epoch: weeks are counted from here.
constexpr Span first_monday = 4 * day;

// Everything is counted on the wall clock, as time since its 1970-01-05 00:00. That clock jumps twice a year, but only while the
// school is closed (Opening::is_valid), so differences between open moments are real time, and work done is a simple function of it.

Span on_the_wall(Timestamp time) {
    const auto wall = to_stockholm(time);
    const std::chrono::sys_days date = std::chrono::year{wall.year} / wall.month / wall.day;
    const auto second = std::chrono::floor<std::chrono::seconds>(time);
    return date.time_since_epoch() + std::chrono::hours{wall.hour} + std::chrono::minutes{wall.minute} + std::chrono::seconds{wall.second} +
           (time - second) - first_monday;
}

Timestamp off_the_wall(Span wall) {
    const auto date = std::chrono::floor<std::chrono::days>(wall + first_monday);
    const std::chrono::year_month_day ymd{std::chrono::sys_days{date}};
    const auto clock = wall + first_monday - date;
    const auto minutes = std::chrono::floor<std::chrono::minutes>(clock);
    return from_stockholm(static_cast<int>(ymd.year()), static_cast<int>(static_cast<unsigned>(ymd.month())),
                          static_cast<int>(static_cast<unsigned>(ymd.day())), static_cast<int>(minutes / std::chrono::hours{1}),
                          static_cast<int>((minutes % std::chrono::hours{1}).count())) +
           (clock - minutes);
}

std::int64_t open_days(const Opening& opening) {
    return std::count(opening.days.begin(), opening.days.end(), true);
}

/// Work that a clock which only runs during opening hours has counted by this moment on the wall.
Span work_until(Span wall, const Opening& opening) {
    const auto weeks = std::chrono::floor<std::chrono::weeks>(wall).count();
    Span rest = wall - weeks * week;
    Span work = weeks * open_days(opening) * opening.day_length();
    for (const bool is_working : opening.days) {
        if (is_working) {
            work += std::clamp<Span>(rest - opening.opens, Span{0}, opening.day_length());
        }
        rest -= day;
    }
    return work;
}

/// The first moment by which that clock has counted `work`, which ends an open stretch rather than beginning one.
Span wall_when(Span work, const Opening& opening) {
    const Span in_a_week = open_days(opening) * Span{opening.day_length()};
    auto weeks = work / in_a_week;
    Span rest = work % in_a_week;
    if (rest <= Span{0}) {  // used up exactly at a week's end: the last closing of the week before
        rest += in_a_week;
        --weeks;
    }
    Span at = weeks * week;
    for (const bool is_working : opening.days) {
        if (is_working && rest <= opening.day_length()) {
            return at + opening.opens + rest;
        }
        rest -= is_working ? Span{opening.day_length()} : Span{0};
        at += day;
    }
    throw std::logic_error("a week's work did not fit its week");
}

void check(const Opening& opening) {
    if (!opening.is_valid()) {
        throw std::invalid_argument("opening hours must lie between 03:00 and 24:00 on at least one day of the week");
    }
}

bool is_open_on_the_wall(Span wall, const Opening& opening) {
    const Span in_week = wall - std::chrono::floor<std::chrono::weeks>(wall);
    const auto clock = in_week % day;
    return opening.days.at(static_cast<std::size_t>(in_week / day)) && clock >= opening.opens && clock < opening.closes;
}

}  // namespace

bool Opening::is_valid() const {
    using std::chrono::hours;
    return opens >= hours{3} && opens < closes && closes <= hours{24} && open_days(*this) > 0;
}

bool is_open(Timestamp time, const Opening& opening) {
    check(opening);
    return is_open_on_the_wall(on_the_wall(time), opening);
}

Timestamp next_open(Timestamp time, const Opening& opening) {
    check(opening);
    const auto wall = on_the_wall(time);
    if (is_open_on_the_wall(wall, opening)) {
        return time;
    }
    // One microsecond of work into the next open stretch, and back.
    return off_the_wall(wall_when(work_until(wall, opening) + Span{1}, opening) - Span{1});
}

std::int64_t working_minutes(Timestamp from, Timestamp to, const Opening& opening) {
    check(opening);
    if (to <= from) {
        return 0;
    }
    const auto work = work_until(on_the_wall(to), opening) - work_until(on_the_wall(from), opening);
    return std::chrono::floor<std::chrono::minutes>(work).count();
}

Timestamp add_working_minutes(Timestamp from, std::int64_t minutes, const Opening& opening) {
    if (minutes < 0) {
        throw std::invalid_argument("working minutes are added, never taken away");
    }
    if (minutes == 0) {
        return next_open(from, opening);
    }
    check(opening);
    return off_the_wall(wall_when(work_until(on_the_wall(from), opening) + std::chrono::minutes{minutes}, opening));
}

}  // namespace ansvar::clock
