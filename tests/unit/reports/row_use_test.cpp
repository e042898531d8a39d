#include <catch2/catch.hpp>

#include <algorithm>

#include "reports/row_use.hpp"
#include "unit/reports/school.hpp"

using namespace ansvar;
using namespace ansvar::tests;

namespace {

struct FixedClock final : Clock {
    Timestamp now() const override { return tests::now; }
};

constexpr std::chrono::hours day{24};

}  // namespace

TEST_CASE("how rows are used is counted: tickets, wrong doors, months and texts that no row fits; nothing confidential, nothing older", "[reports]") {
    ReportSchool school;
    school.file({{.area = "skrivare"},
                 {.role = "ITP", .area = "skrivare", .first_role = "ITS", .hops = 1},
                 {.area = "skrivare", .reason = "chosen"},
                 {.area = "skrivare", .confidential = true},
                 {.opened_at = tests::now - 400 * day, .area = "skrivare"},
                 {.opened_at = tests::now - 40 * day, .area = "projektor"},
                 {.area = "", .reason = "triage"}});
    const FixedClock clock;
    reports::CountedRowUse use{school.database(), clock, school.facts()};
    const auto found = use.since(tests::now - 365 * day);
    const auto row = [&](const std::string& area) {
        const auto place = std::find_if(found.rows.begin(), found.rows.end(), [&](const auto& one) { return one.area == area; });
        return place == found.rows.end() ? matrix::MatrixUse::Row{} : *place;
    };
    CHECK(row("skrivare").tickets == 3);
    CHECK(row("skrivare").routed == 2);
    CHECK(row("skrivare").moved == 1);
    CHECK(row("projektor").tickets == 1);
    REQUIRE(found.months.size() == 2);
    CHECK(found.months[0].month == "2026-10");
    CHECK(found.months[0].kept == 1);
    CHECK(found.months[1].routed == 2);
    CHECK(found.months[1].kept == 1);
    CHECK(found.unplaced.size() == 1);
}
