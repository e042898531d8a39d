#include "clock/open_day.hpp"

namespace ansvar::clock {

std::optional<OpenDay> open_day(Timestamp from, int n, const Hours& hours) {
    constexpr int most_days = 3 * 366;
    auto midnight = stockholm_midnight(from, 1);
    for (int day = 0; day < most_days; ++day) {
        const auto next = stockholm_midnight(midnight, 1);
        const auto work = hours.worked(midnight, next);
        if (work > Hours::Span::zero() && --n == 0) {
            return OpenDay{.opens = hours.next_open(midnight), .closes = hours.after(midnight, work)};
        }
        midnight = next;
    }
    return {};
}

}  // namespace ansvar::clock
