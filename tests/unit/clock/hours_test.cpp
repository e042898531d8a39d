#include "clock/followed.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <random>
#include <stdexcept>
#include <string>
#include <vector>

using namespace ansvar;
using namespace std::chrono_literals;
using clock::add_working_minutes;
using clock::Hours;
using clock::working_minutes;

namespace {

const Hours& school = clock::plain_week()->hours;

/// "2026-03-27 15:30", by the clock on the wall.
Timestamp wall(const std::string& text) {
    const auto number = [&](std::size_t at, std::size_t digits) { return std::stoi(text.substr(at, digits)); };
    return from_stockholm(number(0, 4), number(5, 2), number(8, 2), number(11, 2), number(14, 2));
}

std::string on_the_wall(Timestamp time) {
    const auto at = to_stockholm(time);
    char text[32];
    std::snprintf(text, sizeof text, "%04d-%02d-%02d %02d:%02d", at.year, at.month, at.day, at.hour, at.minute);
    return text;
}

/// Looks at every minute of real time, one by one: slow, and plainly right for whole minutes.
std::int64_t counted_one_by_one(Timestamp from, Timestamp to, const std::vector<Hours::Stretch>& open) {
    std::int64_t minutes = 0;
    for (auto time = from; time < to; time += 1min) {
        minutes += std::any_of(open.begin(), open.end(), [&](const auto& one) { return one.from <= time && time < one.to; }) ? 1 : 0;
    }
    return minutes;
}

struct Case {
    std::string from, to;
    std::int64_t minutes;
};

}  // namespace

TEST_CASE("working minutes pass from Monday to Friday between eight and four", "[clock]") {
    const auto row = GENERATE(values<Case>({
        {"2026-11-18 10:00", "2026-11-18 10:40", 40},
        {"2026-11-18 06:00", "2026-11-18 08:00", 0},
        {"2026-11-18 06:00", "2026-11-18 08:01", 1},
        {"2026-11-18 15:30", "2026-11-19 08:30", 60},
        {"2026-11-18 16:00", "2026-11-19 08:00", 0},
        {"2026-11-18 08:00", "2026-11-18 16:00", 480},
        {"2026-11-20 15:59", "2026-11-23 08:01", 2},         // over a weekend
        {"2026-11-21 12:00", "2026-11-22 12:00", 0},         // a Saturday and a Sunday
        {"2026-11-16 00:00", "2026-11-23 00:00", 2400},      // a week
        {"2026-03-27 15:00", "2026-03-30 09:00", 120},       // the night that loses an hour
        {"2026-10-23 15:00", "2026-10-26 09:00", 120},       // the night that gains one
        {"2026-03-23 08:00", "2026-04-03 16:00", 10 * 480},  // two weeks around it
        {"2028-02-28 15:00", "2028-03-01 09:00", 600},       // a leap day, a Tuesday
        {"2026-12-31 15:00", "2027-01-01 09:00", 120},       // the plain week knows no public holidays
        {"2026-11-18 10:00", "2026-11-18 09:00", 0},         // backwards: nothing has passed
        {"2025-12-29 08:00", "2036-01-07 16:00", 523 * 2400 + 480},
    }));
    CAPTURE(row.from, row.to);
    CHECK(working_minutes(wall(row.from), wall(row.to), school) == row.minutes);
}

TEST_CASE("a due time is found by the clock on the wall", "[clock]") {
    const auto row = GENERATE(values<Case>({
        {"2026-11-18 10:00", "2026-11-18 12:00", 120},
        {"2026-11-18 15:00", "2026-11-19 09:00", 120},
        {"2026-11-18 08:00", "2026-11-18 16:00", 480},  // used up at closing: due at closing
        {"2026-11-18 16:00", "2026-11-19 08:01", 1},    // filed at closing: counts from the next day
        {"2026-11-20 16:00", "2026-11-23 08:00", 0},
        {"2026-11-18 10:00", "2026-11-18 10:00", 0},
        {"2026-11-21 03:15", "2026-11-23 08:30", 30},
        {"2026-11-20 14:00", "2026-11-23 16:00", 600},
        {"2026-11-20 15:59", "2026-11-27 15:59", 2400},
        {"2026-03-27 15:00", "2026-03-30 09:00", 120},
        {"2026-03-29 02:30", "2026-03-30 08:10", 10},  // a time that never was
        {"2026-10-25 02:30", "2026-10-26 08:10", 10},  // a time that came twice
        {"2028-02-28 12:00", "2028-03-01 12:00", 960},
    }));
    CAPTURE(row.from, row.minutes);
    CHECK(on_the_wall(add_working_minutes(wall(row.from), row.minutes, school)) == row.to);
}

TEST_CASE("seconds and fractions are kept, and a begun minute does not count", "[clock]") {
    const auto start = wall("2026-11-18 15:59") + 30s + 7us;
    CHECK(working_minutes(start, start + 29s, school) == 0);
    CHECK(working_minutes(start, wall("2026-11-19 08:00") + 30s + 6us, school) == 0);
    CHECK(working_minutes(start, wall("2026-11-19 08:00") + 30s + 7us, school) == 1);
    CHECK(add_working_minutes(start, 1, school) == wall("2026-11-19 08:00") + 30s + 7us);
}

TEST_CASE("the school is open at its opening moment and closed at its closing one", "[clock]") {
    CHECK(school.is_open(wall("2026-11-18 08:00")));
    CHECK_FALSE(school.is_open(wall("2026-11-18 08:00") - 1us));
    CHECK(school.is_open(wall("2026-11-18 16:00") - 1us));
    CHECK_FALSE(school.is_open(wall("2026-11-18 16:00")));
    CHECK(school.next_open(wall("2026-11-20 16:00")) == wall("2026-11-23 08:00"));
    CHECK(school.next_open(wall("2026-11-20 15:59") + 59s) == wall("2026-11-20 15:59") + 59s);
}

TEST_CASE("counting agrees with looking at every minute", "[clock]") {
    std::mt19937_64 random{20260329};
    const auto pick = [&](std::int64_t low, std::int64_t high) { return std::uniform_int_distribution{low, high}(random); };
    for (int round = 0; round < 300; ++round) {
        // Half of the rounds lie around a night when the clock moves; stretches of any length, also over midnight, some of them touching.
        const auto base = round % 4 == 0 ? wall("2026-03-27 00:00") : round % 4 == 1 ? wall("2026-10-23 00:00") : wall("2024-01-01 00:00");
        std::vector<Hours::Stretch> open;
        for (auto at = base; open.size() < 20;) {
            const auto from = at + 1min * (pick(0, 3) == 0 ? 0 : pick(1, 1000));
            open.push_back({from, from + 1min * pick(1, 900)});
            at = open.back().to;
        }
        const auto from = base + 1min * pick(-1000, 8 * 1440);
        const auto to = from + 1min * pick(0, 12 * 1440);
        CAPTURE(round, on_the_wall(from), on_the_wall(to));
        REQUIRE(working_minutes(from, to, Hours{open}) == counted_one_by_one(from, to, open));
    }
}

TEST_CASE("adding is the inverse of counting, and finds the first such moment", "[clock]") {
    std::mt19937_64 random{20261025};
    for (int round = 0; round < 2000; ++round) {
        const auto from = wall("2025-12-01 00:00") + 1us * std::uniform_int_distribution<std::int64_t>{0, 400LL * 86400 * 1000000}(random);
        const auto minutes = std::uniform_int_distribution<std::int64_t>{1, 6000}(random);
        const auto due = add_working_minutes(from, minutes, school);
        CAPTURE(round, on_the_wall(from), minutes, on_the_wall(due));
        REQUIRE(working_minutes(from, due, school) == minutes);
        REQUIRE(working_minutes(from, due - 1us, school) == minutes - 1);
        const auto later = from + 1us * std::uniform_int_distribution<std::int64_t>{0, 30LL * 86400 * 1000000}(random);
        REQUIRE(working_minutes(from, later, school) + working_minutes(later, later + 24h, school) <=
                working_minutes(from, later + 24h, school));
    }
}

TEST_CASE("beyond the years it knows a calendar is closed, and nothing breaks", "[clock]") {
    const Hours week{{{wall("2026-11-16 08:00"), wall("2026-11-16 16:00")}, {wall("2026-11-17 08:00"), wall("2026-11-17 16:00")}}};
    CHECK(working_minutes(wall("1999-01-01 00:00"), wall("2099-01-01 00:00"), week) == 960);
    CHECK(add_working_minutes(wall("2026-11-17 15:00"), 60, week) == wall("2026-11-17 16:00"));
    CHECK(add_working_minutes(wall("2026-11-17 15:00"), 61, week) == wall("2026-11-17 16:00"));
    CHECK(add_working_minutes(wall("2026-11-18 15:00"), 61, week) == wall("2026-11-18 15:00"));
    CHECK(week.next_open(wall("2026-11-18 15:00")) == wall("2026-11-18 15:00"));
    const Hours never{{}};
    CHECK(working_minutes(wall("2026-11-18 08:00"), wall("2026-11-19 08:00"), never) == 0);
    CHECK(add_working_minutes(wall("2026-11-18 08:00"), 1, never) == wall("2026-11-18 08:00"));
}

TEST_CASE("stretches that overlap are refused, touching ones are one", "[clock]") {
    const auto at = [](int hour) { return from_stockholm(2026, 11, 18, hour, 0); };
    CHECK(Hours{{{at(8), at(12)}, {at(12), at(16)}}}.stretches().size() == 1);
    CHECK_THROWS_AS(Hours({{at(8), at(8)}}), std::invalid_argument);
    CHECK_THROWS_AS(Hours({{at(8), at(12)}, {at(11), at(16)}}), std::invalid_argument);
    CHECK_THROWS_AS(Hours({{at(12), at(16)}, {at(8), at(11)}}), std::invalid_argument);
    CHECK_THROWS_AS(add_working_minutes(at(8), -1, school), std::invalid_argument);
}
