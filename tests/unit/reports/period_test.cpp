#include "reports/period.hpp"

#include <catch2/catch.hpp>

#include <string>

using namespace ansvar;
using reports::NamedPeriod;

namespace {

std::string days(const reports::Period& period) {
    return period.first_day() + ".." + period.last_day();
}

}  // namespace

TEST_CASE("periods are whole days by the school's clock", "[reports]") {
    const auto thursday = from_stockholm(2026, 11, 12, 10, 0);
    CHECK(days(reports::period(NamedPeriod::Today, thursday)) == "2026-11-12..2026-11-12");
    CHECK(days(reports::period(NamedPeriod::ThisWeek, thursday)) == "2026-11-09..2026-11-12");
    CHECK(days(reports::period(NamedPeriod::LastWeek, thursday)) == "2026-11-02..2026-11-08");
    CHECK(days(reports::period(NamedPeriod::FourWeeks, thursday)) == "2026-10-16..2026-11-12");
    CHECK(days(reports::period(NamedPeriod::Term, thursday)) == "2026-08-01..2026-11-12");
    CHECK(days(reports::period(NamedPeriod::Term, from_stockholm(2026, 7, 31, 23, 59))) == "2026-01-01..2026-07-31");
    // A minute past midnight on a Monday is Monday, though it is still Sunday in UTC.
    CHECK(days(reports::period(NamedPeriod::ThisWeek, from_stockholm(2026, 11, 9, 0, 1))) == "2026-11-09..2026-11-09");
}

TEST_CASE("days of one's own make a period when they are days, in order and not too far apart", "[reports]") {
    const auto autumn = reports::period_between("2026-10-24", "2026-10-25");
    REQUIRE(autumn);
    CHECK(autumn->ends_at - autumn->starts_at == std::chrono::hours{49});
    CHECK(days(*autumn) == "2026-10-24..2026-10-25");
    CHECK(days(reports::period_between("2028-02-29", "2028-02-29").value()) == "2028-02-29..2028-02-29");
    const auto [from, to] = GENERATE(table<std::string, std::string>({
        {"2026-11-12", "2026-11-11"},
        {"2026-02-30", "2026-03-01"},
        {"", "2026-03-01"},
        {"2026-03-01", ""},
        {"2010-01-01", "2026-01-01"},
        {"2026-3-1", "2026-03-02"},
        {"2026-03-01 ", "2026-03-02"},
        {"i går", "i dag"},
        {"2026-03-01T00:00:00Z", "2026-03-02"},
    }));
    CAPTURE(from, to);
    CHECK_FALSE(reports::period_between(from, to));
}

TEST_CASE("a chart shows at least twelve weeks and ends with the period", "[reports]") {
    const auto short_period = reports::weeks_of(reports::period_between("2026-11-09", "2026-11-12").value());
    REQUIRE(short_period.size() == 12);
    CHECK(short_period.back().number == 46);
    CHECK(short_period.back().period.first_day() == "2026-11-09");
    CHECK(short_period.front().number == 35);
    for (std::size_t place = 1; place < short_period.size(); ++place) {
        CHECK(short_period[place].period.starts_at == short_period[place - 1].period.ends_at);
    }
    CHECK(reports::weeks_of(reports::period_between("2026-01-01", "2026-07-31").value()).size() == 31);
    CHECK(reports::weeks_of(reports::period_between("2024-01-01", "2026-12-31").value()).size() == 53);
    CHECK(reports::weeks_of(reports::period_between("2026-12-20", "2027-01-03").value()).back().number == 53);
    CHECK(reports::week_number(reports::period_between("2026-11-09", "2026-11-15").value()) == 46);
    CHECK(reports::week_number(reports::period_between("2026-11-09", "2026-11-10").value()) == 46);
    CHECK_FALSE(reports::week_number(reports::period_between("2026-11-10", "2026-11-15").value()));
    CHECK_FALSE(reports::week_number(reports::period_between("2026-11-09", "2026-11-16").value()));
}
