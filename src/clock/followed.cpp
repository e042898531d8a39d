#include "clock/followed.hpp"

#include <algorithm>
#include <chrono>

namespace ansvar::clock {

namespace {

/// The years for which calendars are known.
constexpr std::chrono::year first_year{2010}, last_year{2060};

Hours weekdays_eight_to_four() {
    std::vector<Hours::Stretch> open;
    for (std::chrono::sys_days day = first_year / 1 / 1; day <= std::chrono::sys_days{last_year / 12 / 31}; day += std::chrono::days{1}) {
        if (std::chrono::weekday{day}.iso_encoding() <= 5) {
            const std::chrono::year_month_day date{day};
            const auto at = [&](int hour) {
                return from_stockholm(static_cast<int>(date.year()), static_cast<int>(static_cast<unsigned>(date.month())),
                                      static_cast<int>(static_cast<unsigned>(date.day())), hour, 0);
            };
            open.push_back({at(8), at(16)});
        }
    }
    return Hours{open};
}

}  // namespace

const Followed::Part& Followed::at(Timestamp time) const {
    const auto after = std::upper_bound(parts.begin(), parts.end(), time, [](Timestamp at, const Part& part) { return at < part.from; });
    return after == parts.begin() ? parts.front() : *(after - 1);
}

const std::shared_ptr<const Followed>& plain_week() {
    static const auto week = std::make_shared<const Followed>(Followed{.parts = {{Timestamp{}, "", 1}}, .hours = weekdays_eight_to_four()});
    return week;
}

}  // namespace ansvar::clock
