#include "identity/school_day.hpp"

#include <catch2/catch.hpp>

#include <chrono>

#include "identity/person.hpp"

using namespace ansvar;
using namespace ansvar::identity;
using namespace std::chrono_literals;

TEST_CASE("a day begins at Stockholm's midnight and is as long as the clock makes it", "[identity]") {
    CHECK(midnight_of("2026-11-24") == from_rfc3339("2026-11-23T23:00:00Z"));
    CHECK(midnight_of("2026-06-24") == from_rfc3339("2026-06-23T22:00:00Z"));
    CHECK(*midnight_of("2026-10-25", 1) - *midnight_of("2026-10-25") == 25h);
    CHECK(*midnight_of("2026-03-29", 1) - *midnight_of("2026-03-29") == 23h);
    for (const auto* day : {"2026-03-29", "2026-10-25", "2026-12-31", "2027-01-01"}) {
        CHECK(school_day(noon_of(day)) == day);
        CHECK(school_day(*midnight_of(day)) == day);
    }
}

TEST_CASE("what is no day of the calendar is no day", "[identity]") {
    CHECK(is_school_day("2026-11-24"));
    CHECK(is_school_day("2028-02-29"));
    const auto* text = GENERATE("", "2026", "2026-02-30", "2026-13-01", "2026-1-1", "20261124", "2026-11-24 ", " 2026-11-2", "2026/11/24", "2026-+1-24",
                                "-026-11-24", "2026-11--4", "24-11-2026");
    CAPTURE(text);
    CHECK_FALSE(is_school_day(text));
    CHECK_FALSE(midnight_of(text));
}

TEST_CASE("a day before the year 2000 is a slip of the finger", "[identity]") {
    CHECK(is_school_day("2000-01-01"));
    CHECK_FALSE(is_school_day("1999-12-31"));
    CHECK_FALSE(is_school_day("0026-11-24"));
}
