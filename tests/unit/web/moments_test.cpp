#include "web/moments.hpp"

#include <catch2/catch.hpp>

#include <filesystem>
#include <string>

using namespace ansvar;
using web::Language;

namespace {

const web::Texts& texts() {
    static const web::Texts all{std::filesystem::path{ANSVAR_SOURCE_DIR} / "templates" / "text"};
    return all;
}

const Timestamp now = from_stockholm(2026, 11, 12, 10, 0);

}  // namespace

TEST_CASE("moments are said as people say them, by the clock on the wall", "[web]") {
    const web::Moments moments{texts(), Language::Sv, now};
    CHECK(moments.when(from_stockholm(2026, 11, 12, 0, 0)) == "i dag 00:00");
    CHECK(moments.when(from_stockholm(2026, 11, 11, 23, 59)) == "i går 23:59");
    CHECK(moments.when(from_stockholm(2026, 11, 13, 8, 5)) == "i morgon 08:05");
    CHECK(moments.when(from_stockholm(2026, 11, 14, 8, 5)) == "lör 14 nov 08:05");
    CHECK(moments.when(from_stockholm(2026, 7, 1, 8, 5)) == "ons 1 jul 08:05");
    CHECK(moments.when(from_stockholm(2025, 11, 12, 10, 0)) == "12 nov 2025");
    CHECK(moments.day(now) == "i dag");
    CHECK(moments.day(from_stockholm(2026, 11, 9, 12, 0)) == "mån 9 nov");
    CHECK(moments.date(now) == "12 november 2026");
    CHECK(moments.exact(now) == "torsdag 12 november 2026 kl. 10:00");
    CHECK(web::Moments{texts(), Language::En, now}.exact(now) == "Thursday 12 November 2026 at 10:00");
}

TEST_CASE("lengths of working time are said in minutes, hours and school days", "[web]") {
    const auto [minutes, exactly, about, hours] = GENERATE(table<std::int64_t, std::string, std::string, std::string>({
        {0, "mindre än en minut", "5 min", "mindre än en minut"},
        {1, "1 min", "5 min", "1 min"},
        {41, "41 min", "45 min", "41 min"},
        {56, "56 min", "1 h", "56 min"},
        {60, "1 h", "1 h", "1 h"},
        {110, "1 h 50 min", "2 h", "1 h 50 min"},
        {63, "1 h 3 min", "1,5 h", "1 h 3 min"},
        {451, "7 h 31 min", "1 skoldag", "7 h 31 min"},
        {480, "1 skoldag", "1 skoldag", "8 h"},
        {481, "1,5 skoldagar", "1,5 skoldagar", "8 h 1 min"},
        {1215, "3 skoldagar", "3 skoldagar", "20 h 15 min"},
    }));
    CAPTURE(minutes);
    const web::Moments moments{texts(), Language::Sv, now};
    CHECK(moments.duration(minutes) == exactly);
    CHECK(moments.about(minutes) == about);
    CHECK(moments.hours(minutes) == hours);
}
