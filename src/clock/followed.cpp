#include "clock/followed.hpp"

#include "clock/calendar.hpp"

#include <algorithm>

namespace ansvar::clock {

const Followed::Part& Followed::at(Timestamp time) const {
    const auto after = std::upper_bound(parts.begin(), parts.end(), time, [](Timestamp at, const Part& part) { return at < part.from; });
    return after == parts.begin() ? parts.front() : *(after - 1);
}

const std::shared_ptr<const Followed>& plain_week() {
    static const auto week = std::make_shared<const Followed>(follow({{first_day, "", 1, &plain_calendar()}}));
    return week;
}

}  // namespace ansvar::clock
