#include "core/time.hpp"

#include <catch2/catch.hpp>

using namespace ansvar;

namespace {

Timestamp utc(const std::string& text) {
    const auto time = from_rfc3339(text);
    REQUIRE(time.has_value());
    return *time;
}

std::string wall(Timestamp time) {
    const auto shown = to_stockholm(time);
    return std::to_string(shown.year) + "-" + std::to_string(shown.month) + "-" + std::to_string(shown.day) + " " +
           std::to_string(shown.hour) + ":" + std::to_string(shown.minute);
}

}  // namespace

TEST_CASE("a moment is written for the database and read back, with and without a fraction", "[time]") {
    const auto text = GENERATE(as<std::string>{}, "2026-11-21 08:15:00.123456", "1999-12-31 23:59:59.000000", "2028-02-29 12:00:00.000001",
                               "9999-12-31 23:59:59.999999", "1969-12-31 23:59:59.999999");
    const auto time = from_sql(text);
    REQUIRE(time.has_value());
    CHECK(to_sql(*time) == text);
    CHECK(to_sql(*from_sql("2026-11-21 08:15:00")) == "2026-11-21 08:15:00.000000");
    CHECK(to_sql(*from_sql("2026-11-21 08:15:00.5")) == "2026-11-21 08:15:00.500000");
}

TEST_CASE("what is not a moment is refused", "[time]") {
    const auto text =
        GENERATE(as<std::string>{}, "", "2026", "2026-11-21", "2026-13-01 00:00:00", "2026-02-29 00:00:00", "2026-11-31 00:00:00",
                 "2026-11-21 24:00:00", "2026-11-21 00:60:00", "2026-11-21 00:00:60", "2026-11-21 00:00:00x", "2026-11-21 00:00:00Z",
                 "-026-11-21 00:00:00", "2026/11/21 00:00:00", "2026-11-21 00.00.00", "2026-11-21 00:00:00.1x", "0000-00-00 00:00:00");
    CAPTURE(text);
    CHECK_FALSE(from_sql(text).has_value());
}

TEST_CASE("a moment is written as RFC 3339 in whole seconds", "[time]") {
    CHECK(to_rfc3339(*from_sql("2026-11-21 08:15:00.999999")) == "2026-11-21T08:15:00Z");
    CHECK(to_sql(utc("2026-11-21T08:15:00.25Z")) == "2026-11-21 08:15:00.250000");
    CHECK(to_sql(utc("2026-11-21T08:15:00+00:00")) == "2026-11-21 08:15:00.000000");
    CHECK_FALSE(from_rfc3339("2026-11-21T08:15:00").has_value());
    CHECK_FALSE(from_rfc3339("2026-11-21T08:15:00+01:00").has_value());
}

TEST_CASE("the school's wall clock jumps from 02 to 03 on 29 March 2026", "[time]") {
    CHECK(wall(utc("2026-03-29T00:59:59Z")) == "2026-3-29 1:59");
    CHECK(wall(utc("2026-03-29T01:00:00Z")) == "2026-3-29 3:0");
    CHECK(from_stockholm(2026, 3, 29, 1, 59) == utc("2026-03-29T00:59:00Z"));
    // 02:30 never comes that night: the moment of the jump stands for it.
    CHECK(from_stockholm(2026, 3, 29, 2, 30) == utc("2026-03-29T01:00:00Z"));
    CHECK(from_stockholm(2026, 3, 29, 3, 0) == utc("2026-03-29T01:00:00Z"));
}

TEST_CASE("the hour that comes twice on 25 October 2026 is read as its first coming", "[time]") {
    CHECK(wall(utc("2026-10-25T00:30:00Z")) == "2026-10-25 2:30");
    CHECK(wall(utc("2026-10-25T01:30:00Z")) == "2026-10-25 2:30");
    CHECK(wall(utc("2026-10-25T02:00:00Z")) == "2026-10-25 3:0");
    CHECK(from_stockholm(2026, 10, 25, 2, 30) == utc("2026-10-25T00:30:00Z"));
    CHECK(from_stockholm(2026, 10, 25, 3, 0) == utc("2026-10-25T02:00:00Z"));
}

TEST_CASE("hour after hour and year after year the wall's time leads back to itself", "[time]") {
    for (auto time = utc("2024-01-01T00:00:00Z"); time < utc("2027-01-01T00:00:00Z"); time += std::chrono::minutes{30}) {
        const auto shown = to_stockholm(time);
        const auto back = from_stockholm(shown.year, shown.month, shown.day, shown.hour, shown.minute);
        CAPTURE(to_rfc3339(time));
        // The hour that comes twice in autumn is its first one.
        REQUIRE((back == time || (shown.month == 10 && shown.hour == 2 && back == time - std::chrono::hours{1})));
    }
}

TEST_CASE("a Stockholm day has 23, 24 or 25 hours", "[time]") {
    const auto [noon, hours] =
        GENERATE(table<std::string, int>({{"2026-03-29T12:00:00Z", 23}, {"2026-10-25T12:00:00Z", 25}, {"2026-11-21T12:00:00Z", 24}}));
    const auto time = utc(noon);
    CHECK(stockholm_midnight(time, 1) - stockholm_midnight(time) == std::chrono::hours{hours});
    CHECK(to_stockholm(stockholm_midnight(time)).hour == 0);
}

TEST_CASE("midnight belongs to the day that the wall shows, not to UTC's", "[time]") {
    // 23:30 UTC on New Year's Eve is half past midnight on the school's wall.
    CHECK(stockholm_midnight(utc("2026-12-31T23:30:00Z")) == utc("2026-12-31T23:00:00Z"));
    CHECK(stockholm_midnight(utc("2026-12-31T22:30:00Z")) == utc("2026-12-30T23:00:00Z"));
    CHECK(stockholm_midnight(utc("2028-02-28T12:00:00Z"), 1) == utc("2028-02-28T23:00:00Z"));
    CHECK(stockholm_midnight(utc("2026-11-21T12:00:00Z"), -30) == utc("2026-10-21T22:00:00Z"));
}

TEST_CASE("weeks are counted as Swedish schools do", "[time]") {
    const auto [moment, year, week, weekday] = GENERATE(table<std::string, int, int, int>({
        {"2026-01-01T11:00:00Z", 2026, 1, 4},   // a Thursday
        {"2026-12-31T11:00:00Z", 2026, 53, 4},  // a year of 53 weeks
        {"2027-01-03T11:00:00Z", 2026, 53, 7},  // Sunday still belongs to the old year's last week
        {"2027-01-04T11:00:00Z", 2027, 1, 1},
        {"2024-12-30T11:00:00Z", 2025, 1, 1},  // Monday of the new year's first week
    }));
    const auto shown = to_stockholm(utc(moment));
    CAPTURE(moment);
    CHECK(shown.iso_year == year);
    CHECK(shown.iso_week == week);
    CHECK(shown.weekday == weekday);
}
