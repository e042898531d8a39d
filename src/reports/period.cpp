#include "reports/period.hpp"

#include <algorithm>
#include <chrono>

#include "identity/person.hpp"
#include "identity/school_day.hpp"

namespace ansvar::reports {

namespace {

constexpr std::chrono::days longest{10 * 366};
constexpr int fewest_weeks = 12;
constexpr int most_weeks = 53;

Timestamp monday_of(Timestamp time) {
    return stockholm_midnight(time, 1 - to_stockholm(time).weekday);
}

Timestamp start_of_term(Timestamp now) {
    const auto wall = to_stockholm(now);
    return from_stockholm(wall.year, wall.month >= 8 ? 8 : 1, 1, 0, 0);
}

}  // namespace

std::string Period::first_day() const {
    return identity::school_day(starts_at);
}

std::string Period::last_day() const {
    return identity::school_day(ends_at - std::chrono::microseconds{1});
}

std::string_view name(NamedPeriod period) {
    switch (period) {
        case NamedPeriod::Today:
            return "today";
        case NamedPeriod::ThisWeek:
            return "this-week";
        case NamedPeriod::LastWeek:
            return "last-week";
        case NamedPeriod::FourWeeks:
            return "last-4-weeks";
        case NamedPeriod::LastTerm:
            return "last-term";
        case NamedPeriod::Term:
            break;
    }
    return "term";
}

std::optional<NamedPeriod> named_period_from(std::string_view word) {
    for (const auto period :
         {NamedPeriod::Today, NamedPeriod::ThisWeek, NamedPeriod::LastWeek, NamedPeriod::FourWeeks, NamedPeriod::Term, NamedPeriod::LastTerm}) {
        if (name(period) == word) {
            return period;
        }
    }
    return {};
}

Period period(NamedPeriod name, Timestamp now) {
    const auto end = stockholm_midnight(now, 1);
    switch (name) {
        case NamedPeriod::Today:
            return today(now);
        case NamedPeriod::ThisWeek:
            return {monday_of(now), end};
        case NamedPeriod::LastWeek:
            return {stockholm_midnight(monday_of(now), -7), monday_of(now)};
        case NamedPeriod::FourWeeks:
            return {stockholm_midnight(now, -27), end};
        case NamedPeriod::LastTerm:
            return {start_of_term(start_of_term(now) - std::chrono::hours{1}), start_of_term(now)};
        case NamedPeriod::Term:
            break;
    }
    return {start_of_term(now), end};
}

Period today(Timestamp now) {
    return {stockholm_midnight(now), stockholm_midnight(now, 1)};
}

std::optional<Period> period_between(std::string_view first_day, std::string_view last_day) {
    const auto first = identity::midnight_of(first_day), last = identity::midnight_of(last_day);
    if (!first || !last || *last < *first || *last - *first > longest) {
        return {};
    }
    return Period{*first, stockholm_midnight(*last, 1)};
}

std::optional<int> week_number(const Period& period) {
    if (monday_of(period.starts_at) != period.starts_at || period.ends_at > stockholm_midnight(period.starts_at, 7)) {
        return {};
    }
    return to_stockholm(period.starts_at).iso_week;
}

std::vector<Week> weeks_of(const Period& period) {
    const auto last = monday_of(period.ends_at - std::chrono::microseconds{1});
    const auto days = std::chrono::round<std::chrono::days>(last - monday_of(period.starts_at)).count();
    const int count = std::clamp(static_cast<int>(days / 7) + 1, fewest_weeks, most_weeks);
    std::vector<Week> weeks;
    for (int back = count - 1; back >= 0; --back) {
        const auto monday = stockholm_midnight(last, -7 * back);
        weeks.push_back({.number = to_stockholm(monday).iso_week, .period = {monday, stockholm_midnight(monday, 7)}});
    }
    return weeks;
}

}  // namespace ansvar::reports
