#include "reports/chart.hpp"

#include <catch2/catch.hpp>

#include "core/csv.hpp"

#include <sstream>
#include <string>

using namespace ansvar;

namespace {

std::vector<reports::WeekFigures> weeks(const std::vector<reports::Spread>& spreads) {
    std::vector<reports::WeekFigures> all;
    for (const auto& spread : spreads) {
        all.push_back({{.number = 30 + static_cast<int>(all.size()), .period = {}}, spread});
    }
    return all;
}

std::size_t points(const std::string& line) {
    std::istringstream words{line};
    std::size_t count = 0;
    double x = 0, y = 0;
    char comma = 0;
    while (words >> x >> comma >> y) {
        ++count;
        CHECK(x >= 34);
        CHECK(x <= 582);
        CHECK(y >= 10);
        CHECK(y <= 214);
    }
    return count;
}

}  // namespace

TEST_CASE("the chart keeps within its frame and leaves weeks without answers out", "[reports]") {
    const auto chart = reports::draw(weeks({{40, 60, 300}, {0, {}, {}}, {12, 90, 590}, {10, 0, 0}}));
    REQUIRE(chart);
    CHECK(points(chart->median_line) == 3);
    CHECK(points(chart->most_line) == 3);
    CHECK(points(chart->band) == 6);
    CHECK(chart->dots.size() == 3);
    CHECK(chart->ticks.size() == 4);
    CHECK(chart->grid.size() == 6);
    CHECK(chart->grid.front().minutes == 0);
    CHECK(chart->grid.back().minutes == 600);
    CHECK(chart->grid.back().y == "10.0");
    CHECK(chart->median_line == "34.0,193.6 399.3,183.4 582.0,214.0");
    CHECK(std::stod(chart->median_label_y) - std::stod(chart->most_label_y) >= 14);
}

TEST_CASE("a chart can have one week, many weeks, or nothing to show", "[reports]") {
    CHECK_FALSE(reports::draw(weeks({{0, {}, {}}, {0, {}, {}}})));
    CHECK_FALSE(reports::draw({}));
    const auto one = reports::draw(weeks({{1, 5, 5}}));
    REQUIRE(one);
    CHECK(points(one->median_line) == 1);
    const auto long_wait = reports::draw(weeks({{1, 1'000'000, 2'000'000}}));
    REQUIRE(long_wait);
    CHECK(points(long_wait->most_line) == 1);
    const auto year = reports::draw(weeks(std::vector<reports::Spread>(53, {3, 30, 40})));
    CHECK(year->ticks.size() <= 13);
    CHECK(year->ticks.back().week == 82);
}

TEST_CASE("a cell that a spreadsheet would take for a formula is made harmless", "[reports]") {
    CHECK(csv_line({"=1+1", "+46", "-5", "@SUM(A1)", "\tx", "\rx", "a=b"}, ';') ==
          "'=1+1;'+46;'-5;'@SUM(A1);'\tx;\"'\rx\";a=b\r\n");
    CHECK(csv_line({"a;b", "say \"hi\"", "c,d", "e\nf", ""}, ',') == "\"a;b\",\"say \"\"hi\"\"\",\"c,d\",\"e\nf\",\r\n");
    CHECK(csv_line({"", "a"}, ';') == ";a\r\n");
}
