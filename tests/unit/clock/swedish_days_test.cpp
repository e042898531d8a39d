#include <catch2/catch.hpp>

#include <algorithm>

#include "clock/calendar.hpp"
#include "clock/swedish_days.hpp"

using namespace ansvar::clock;

namespace {

Date day(const std::string& text) { return date_from(text).value(); }

}  // namespace

TEST_CASE("Easter is where the almanac has it, also its earliest and its latest day", "[clock]") {
    const auto [year, easter] = GENERATE(table<int, std::string>({
        {1818, "1818-03-22"}, {1943, "1943-04-25"}, {2000, "2000-04-23"}, {2008, "2008-03-23"}, {2011, "2011-04-24"}, {2016, "2016-03-27"},
        {2019, "2019-04-21"}, {2024, "2024-03-31"}, {2025, "2025-04-20"}, {2026, "2026-04-05"}, {2027, "2027-03-28"}, {2028, "2028-04-16"},
        {2029, "2029-04-01"}, {2030, "2030-04-21"}, {2035, "2035-03-25"}, {2038, "2038-04-25"}, {2049, "2049-04-18"}, {2076, "2076-04-19"},
    }));
    CHECK(date_text(easter_sunday(std::chrono::year{year})) == easter);
}

TEST_CASE("the moving days fall where the almanac has them", "[clock]") {
    using enum SwedishDay;
    const auto [which, dates] = GENERATE(table<SwedishDay, std::vector<std::string>>({
        {MaundyThursday, {"2024-03-28", "2025-04-17", "2026-04-02", "2027-03-25", "2028-04-13", "2029-03-29", "2030-04-18"}},
        {GoodFriday, {"2024-03-29", "2025-04-18", "2026-04-03", "2027-03-26", "2028-04-14", "2029-03-30", "2030-04-19"}},
        {EasterEve, {"2024-03-30", "2025-04-19", "2026-04-04", "2027-03-27", "2028-04-15", "2029-03-31", "2030-04-20"}},
        {EasterMonday, {"2024-04-01", "2025-04-21", "2026-04-06", "2027-03-29", "2028-04-17", "2029-04-02", "2030-04-22"}},
        {AscensionDay, {"2024-05-09", "2025-05-29", "2026-05-14", "2027-05-06", "2028-05-25", "2029-05-10", "2030-05-30"}},
        {WhitSunday, {"2024-05-19", "2025-06-08", "2026-05-24", "2027-05-16", "2028-06-04", "2029-05-20", "2030-06-09"}},
        {MidsummerEve, {"2024-06-21", "2025-06-20", "2026-06-19", "2027-06-25", "2028-06-23", "2029-06-22", "2030-06-21"}},
        {MidsummerDay, {"2024-06-22", "2025-06-21", "2026-06-20", "2027-06-26", "2028-06-24", "2029-06-23", "2030-06-22"}},
        {AllSaintsEve, {"2024-11-01", "2025-10-31", "2026-10-30", "2027-11-05", "2028-11-03", "2029-11-02", "2030-11-01"}},
        {AllSaintsDay, {"2024-11-02", "2025-11-01", "2026-10-31", "2027-11-06", "2028-11-04", "2029-11-03", "2030-11-02"}},
    }));
    CAPTURE(name(which));
    for (int year = 2024; year <= 2030; ++year) {
        CHECK(date_text(date_of(which, std::chrono::year{year})) == dates.at(static_cast<std::size_t>(year - 2024)));
    }
}

TEST_CASE("the fixed days keep their dates", "[clock]") {
    using enum SwedishDay;
    const auto [which, date, is_holiday] = GENERATE(table<SwedishDay, std::string, bool>({
        {NewYearsDay, "01-01", true}, {EpiphanyEve, "01-05", false}, {Epiphany, "01-06", true}, {WalpurgisNight, "04-30", false},
        {MayDay, "05-01", true}, {NationalDay, "06-06", true}, {ChristmasEve, "12-24", false}, {ChristmasDay, "12-25", true},
        {BoxingDay, "12-26", true}, {NewYearsEve, "12-31", false},
    }));
    CHECK(date_text(date_of(which, std::chrono::year{2028})) == "2028-" + date);
    CHECK(is_public_holiday(which) == is_holiday);
}

TEST_CASE("the law names thirteen public holidays", "[clock]") {
    CHECK(std::count_if(swedish_days().begin(), swedish_days().end(), is_public_holiday) == 13);
}

TEST_CASE("midsummer and All Saints' are Saturdays of the law's week, every year", "[clock]") {
    for (int in = 2010; in <= 2060; ++in) {
        const std::chrono::year year{in};
        const auto midsummer = date_of(SwedishDay::MidsummerDay, year), saints = date_of(SwedishDay::AllSaintsDay, year);
        CHECK(std::chrono::weekday{midsummer} == std::chrono::Saturday);
        CHECK((midsummer >= year / 6 / 20 && midsummer <= Date{year / 6 / 26}));
        CHECK(std::chrono::weekday{saints} == std::chrono::Saturday);
        CHECK((saints >= year / 10 / 31 && saints <= Date{year / 11 / 6}));
    }
}

TEST_CASE("every day is found by its name, and a year has them in order", "[clock]") {
    for (const auto which : swedish_days()) {
        CHECK(swedish_day_from(name(which)) == which);
    }
    CHECK_FALSE(swedish_day_from("midsommar"));
    const auto year = swedish_days_of(std::chrono::year{2026});
    CHECK(std::is_sorted(year.begin(), year.end()));
    CHECK(year.front() == std::pair{day("2026-01-01"), SwedishDay::NewYearsDay});
    CHECK(year.back() == std::pair{day("2026-12-31"), SwedishDay::NewYearsEve});
}
