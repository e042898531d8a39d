#include "web/moments.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string_view>

namespace ansvar::web {

namespace {

/// Which day, counted from `now`'s day: -1 yesterday, 0 today, 1 tomorrow; something else for others.
int days_from(Timestamp now, Timestamp time) {
    if (std::chrono::abs(time - now) > std::chrono::hours{50}) {  // the longest way across a day on either side
        return 2;
    }
    for (const int days : {-1, 0, 1}) {
        if (time >= stockholm_midnight(now, days) && time < stockholm_midnight(now, days + 1)) {
            return days;
        }
    }
    return 2;
}

std::string clock(const WallTime& wall) {
    return fmt::format("{:02}:{:02}", wall.hour, wall.minute);
}

constexpr std::string_view near_key(int days) {
    return days == 0 ? "date.today" : days < 0 ? "date.yesterday" : "date.tomorrow";
}

}  // namespace

std::string Moments::name(const char* group, int number) const {
    return texts_.text(language_, fmt::format("{}.{}", group, number));
}

std::string Moments::when(Timestamp time) const {
    const auto wall = to_stockholm(time);
    if (const auto days = days_from(now_, time); days <= 1) {
        return texts_.format(language_, near_key(days), {{"time", clock(wall)}});
    }
    if (wall.year != to_stockholm(now_).year) {
        return day(time);
    }
    return texts_.format(language_, "date.near_time",
                         {{"weekday", name("weekday.short", wall.weekday)},
                          {"day", std::to_string(wall.day)},
                          {"month", name("month.short", wall.month)},
                          {"time", clock(wall)}});
}

std::string Moments::day(Timestamp time) const {
    const auto wall = to_stockholm(time);
    if (const auto days = days_from(now_, time); days <= 1) {
        return texts_.text(language_, std::string{near_key(days)} + "_word");
    }
    const auto month = name("month.short", wall.month);
    if (wall.year != to_stockholm(now_).year) {
        return texts_.format(language_, "date.far",
                             {{"day", std::to_string(wall.day)}, {"month", month}, {"year", std::to_string(wall.year)}});
    }
    return texts_.format(language_, "date.near",
                         {{"weekday", name("weekday.short", wall.weekday)}, {"day", std::to_string(wall.day)}, {"month", month}});
}

std::string Moments::date(Timestamp time) const {
    const auto wall = to_stockholm(time);
    return texts_.format(
        language_, "date.day",
        {{"day", std::to_string(wall.day)}, {"month", name("month.long", wall.month)}, {"year", std::to_string(wall.year)}});
}

std::string Moments::exact(Timestamp time) const {
    const auto wall = to_stockholm(time);
    return texts_.format(language_, "date.exact",
                         {{"weekday", name("weekday.long", wall.weekday)},
                          {"day", std::to_string(wall.day)},
                          {"month", name("month.long", wall.month)},
                          {"year", std::to_string(wall.year)},
                          {"time", clock(wall)}});
}

nlohmann::json Moments::view(Timestamp time) const {
    return {{"datetime", to_rfc3339(time)}, {"exact", exact(time)}, {"when", when(time)}};
}

std::string Moments::duration(std::int64_t working_minutes, std::chrono::minutes working_day) const {
    if (working_minutes >= working_day.count()) {
        const auto half_days = (2 * working_minutes + working_day.count() - 1) / working_day.count();
        return texts_.format(language_, "duration.school_days", {{"days", static_cast<double>(half_days) / 2}});
    }
    return hours(working_minutes);
}

std::string Moments::about(std::int64_t working_minutes, std::chrono::minutes working_day) const {
    const auto rounded_up = [&](std::int64_t step) { return std::max<std::int64_t>(1, (working_minutes + step - 1) / step) * step; };
    if (working_minutes <= 55) {
        return hours(rounded_up(5));
    }
    const auto minutes = rounded_up(30);
    return minutes >= working_day.count() ? duration(std::max(minutes, working_minutes), working_day)
                                          : texts_.format(language_, "duration.hours", {{"hours", static_cast<double>(minutes) / 60}});
}

std::string Moments::hours(std::int64_t working_minutes) const {
    if (working_minutes < 1) {
        return texts_.text(language_, "duration.now");
    }
    const auto hours = std::to_string(working_minutes / 60), minutes = std::to_string(working_minutes % 60);
    if (working_minutes < 60) {
        return texts_.format(language_, "duration.minutes", {{"minutes", minutes}});
    }
    return working_minutes % 60 == 0 ? texts_.format(language_, "duration.hours", {{"hours", hours}})
                                     : texts_.format(language_, "duration.hours_minutes", {{"hours", hours}, {"minutes", minutes}});
}

}  // namespace ansvar::web
