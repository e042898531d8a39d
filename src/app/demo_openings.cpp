#include "app/demo_openings.hpp"

#include <algorithm>
#include <array>

namespace ansvar::app {

namespace {

constexpr std::array<double, 12> months{1.1, 0.95, 1.0, 0.9, 1.0, 0.65, 0.08, 1.9, 1.35, 1.05, 1.1, 0.8};
constexpr std::array<double, 7> weekdays{1.25, 1.1, 1.0, 0.95, 0.75, 0.5, 0.9};
constexpr std::array<double, 24> hours{0,    0,   0,   0,   0,    0.05, 0.25, 0.9,  1.7,  1.35, 1.15, 0.9,
                                       0.75, 1.2, 1.1, 0.9, 0.45, 0.15, 0.1,  0.12, 0.12, 0.08, 0.03, 0};
constexpr double closed_day = 0.06, more_each_year = 0.08;

struct Day {
    Timestamp midnight;
    double until;  ///< the weight of all days up to this one's end
};

std::vector<Day> days_between(Timestamp from, Timestamp until, const clock::Hours& school) {
    std::vector<Day> days;
    double sum = 0, year = 1;
    for (auto day = stockholm_midnight(from); day < until; day = stockholm_midnight(day, 1)) {
        const auto wall = to_stockholm(day);
        const bool is_closed = school.worked(day, stockholm_midnight(day, 1)) == clock::Hours::Span::zero();
        year += more_each_year / 365;
        sum += year * months[static_cast<std::size_t>(wall.month - 1)] * weekdays[static_cast<std::size_t>(wall.weekday - 1)] * (is_closed ? closed_day : 1);
        days.push_back({day, sum});
    }
    return days;
}

}  // namespace

std::vector<Timestamp> demo_openings(std::uint64_t count, Timestamp from, Timestamp until, const clock::Hours& school, std::mt19937_64& random) {
    const auto days = days_between(from, until, school);
    std::uniform_real_distribution<> anywhere{0, days.back().until};
    std::discrete_distribution<int> hour(hours.begin(), hours.end());
    std::uniform_int_distribution<std::int64_t> within{0, 3'599'999'999};
    std::vector<Timestamp> openings;
    openings.reserve(count);
    while (openings.size() < count) {
        const auto drawn = anywhere(random);
        const auto day = std::lower_bound(days.begin(), days.end(), drawn, [](const Day& each, double weight) { return each.until < weight; });
        const auto at = day->midnight + std::chrono::hours{hour(random)} + std::chrono::microseconds{within(random)};
        if (at >= from && at < until) {
            openings.push_back(at);
        }
    }
    std::sort(openings.begin(), openings.end());
    return openings;
}

}  // namespace ansvar::app
