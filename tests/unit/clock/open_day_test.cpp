// School days are counted as people count them: by the days on which somebody answers.
#include "clock/open_day.hpp"

#include <catch2/catch.hpp>

#include "clock/followed.hpp"

using namespace ansvar;

TEST_CASE("the n-th school day after a day, whatever the hour it is counted from", "[clock]") {
    const auto& hours = clock::plain_week()->hours;
    const auto at = [](int month, int day, int hour) { return from_stockholm(2026, month, day, hour, 0); };
    for (const int hour : {0, 7, 12, 23}) {
        CAPTURE(hour);
        const auto next = clock::open_day(at(11, 12, hour), 1, hours);  // a Thursday
        REQUIRE(next);
        CHECK(next->opens == at(11, 13, 8));
        CHECK(next->closes == at(11, 13, 16));
        CHECK(clock::open_day(at(11, 12, hour), 2, hours)->opens == at(11, 16, 8));
    }
    CHECK(clock::open_day(at(11, 14, 12), 1, hours)->opens == at(11, 16, 8));
    // Over both changes of the clock.
    CHECK(clock::open_day(at(3, 27, 12), 1, hours)->opens == at(3, 30, 8));
    CHECK(clock::open_day(at(10, 23, 12), 1, hours)->closes == at(10, 26, 16));
}

TEST_CASE("a short day is a day, and hours that end have no days after", "[clock]") {
    const auto at = [](int day, int hour) { return from_stockholm(2026, 12, day, hour, 0); };
    const clock::Hours hours{{{at(1, 8), at(1, 10)}, {at(1, 13), at(1, 15)}, {at(3, 9), at(3, 12)}}};
    CHECK(clock::open_day(at(1, 9) - std::chrono::hours{24}, 1, hours)->closes == at(1, 15));
    CHECK(clock::open_day(at(1, 9), 1, hours)->opens == at(3, 9));
    CHECK_FALSE(clock::open_day(at(1, 9), 2, hours));
}
