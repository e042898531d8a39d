#include "reports/chart.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace ansvar::reports {

namespace {

constexpr double left = 34, right = 582, top = 10, bottom = 214;
constexpr double text_drop = 4;    ///< from a line to the base of its label
constexpr double label_room = 14;  ///< between two labels at the lines' ends
constexpr std::size_t most_ticks = 13;
constexpr std::int64_t most_grid_lines = 6;

std::string number(double value) {
    return fmt::format("{:.1f}", value);
}

/// Minutes between grid lines: the least of these that needs few lines.
std::int64_t step_for(std::int64_t highest) {
    for (const std::int64_t step : {10, 20, 30, 60, 120, 240, 480, 960, 2400, 4800, 9600}) {
        if (highest <= step * (most_grid_lines - 1)) {
            return step;
        }
    }
    return highest / (most_grid_lines - 1) + 1;
}

struct Scale {
    std::int64_t highest;
    std::size_t weeks;

    double x(std::size_t place) const {
        return weeks < 2 ? right : left + (right - left) * static_cast<double>(place) / static_cast<double>(weeks - 1);
    }
    double y(std::int64_t minutes) const { return bottom - (bottom - top) * static_cast<double>(minutes) / static_cast<double>(highest); }
    std::string point(std::size_t place, std::int64_t minutes) const { return number(x(place)) + ',' + number(y(minutes)); }
};

void append(std::string& points, const std::string& point) {
    points += points.empty() ? point : ' ' + point;
}

void draw_grid(Chart& chart, const Scale& scale, std::int64_t step) {
    for (std::int64_t minutes = 0; minutes <= scale.highest; minutes += step) {
        chart.grid.push_back({minutes, number(scale.y(minutes)), number(scale.y(minutes) + text_drop)});
    }
}

void draw_lines(Chart& chart, const Scale& scale, const std::vector<WeekFigures>& weeks) {
    std::string back;  // the band's lower edge, from the last week to the first
    for (std::size_t place = 0; place < weeks.size(); ++place) {
        const auto& spread = weeks[place].first_response;
        if (!spread.median || !spread.nine_of_ten) {
            continue;
        }
        const auto median = scale.point(place, *spread.median);
        append(chart.median_line, median);
        append(chart.most_line, scale.point(place, *spread.nine_of_ten));
        back = back.empty() ? median : median + ' ' + back;
        chart.dots.push_back({number(scale.x(place)), number(scale.y(*spread.median))});
    }
    chart.band = chart.most_line + ' ' + back;
}

/// Is the week at this place named below the chart?
bool is_named(std::size_t place, std::size_t weeks) {
    return (weeks - 1 - place) % ((weeks + most_ticks - 1) / most_ticks) == 0;
}

void name_weeks(Chart& chart, const Scale& scale, const std::vector<WeekFigures>& weeks) {
    for (std::size_t place = 0; place < weeks.size(); ++place) {
        if (is_named(place, weeks.size())) {
            chart.ticks.push_back({number(scale.x(place)), weeks[place].week.number});
        }
    }
}

void name_lines(Chart& chart, const Scale& scale, const Spread& last) {
    const auto median = scale.y(*last.median) + text_drop;
    const auto most = std::min(scale.y(*last.nine_of_ten) + text_drop, median - label_room);
    chart.median_label_y = number(median);
    chart.most_label_y = number(most);
}

}  // namespace

std::optional<Chart> draw(const std::vector<WeekFigures>& weeks) {
    std::int64_t highest = 0;
    const Spread* last = nullptr;
    for (const auto& week : weeks) {
        if (week.first_response.median) {
            last = &week.first_response;
            highest = std::max(highest, *last->nine_of_ten);
        }
    }
    if (last == nullptr) {
        return {};
    }
    const auto step = step_for(highest);
    const Scale scale{.highest = std::max<std::int64_t>(1, (highest + step - 1) / step) * step, .weeks = weeks.size()};
    Chart chart;
    draw_grid(chart, scale, step);
    draw_lines(chart, scale, weeks);
    name_weeks(chart, scale, weeks);
    name_lines(chart, scale, *last);
    return chart;
}

std::optional<Flow> draw_flow(const std::vector<WeekFigures>& weeks) {
    constexpr double flow_bottom = 134;
    std::int64_t most = 0;
    for (const auto& week : weeks) {
        most = std::max({most, week.in, week.out});
    }
    if (most == 0) {
        return {};
    }
    Flow flow{.most = most, .bars = {}, .ticks = {}};
    const double room = (right - left) / static_cast<double>(weeks.size()), width = room * 0.4;
    for (std::size_t place = 0; place < weeks.size(); ++place) {
        const double x = left + room * static_cast<double>(place);
        for (const bool is_in : {true, false}) {
            const auto height = (flow_bottom - top) * static_cast<double>(is_in ? weeks[place].in : weeks[place].out) / static_cast<double>(most);
            flow.bars.push_back({number(x + (is_in ? 0 : width)), number(flow_bottom - height), number(width), number(height), is_in});
        }
        if (is_named(place, weeks.size())) {
            flow.ticks.push_back({number(x + width), weeks[place].week.number});
        }
    }
    return flow;
}

}  // namespace ansvar::reports
