#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "reports/figures.hpp"

namespace ansvar::reports {

/// The chart of weeks in the coordinates of its SVG (690 × 240, from x -30): lines from x 34 to 582, y 10 (most) to 214 (nothing). Numbers are texts
/// with one decimal, as they stand in the page. Weeks without answers have a place but no point.
struct Chart {
    struct GridLine {
        std::int64_t minutes;
        std::string y;
        std::string text_y;
    };
    struct Dot {
        std::string x, y;
    };
    struct Tick {
        std::string x;
        int week;
    };

    std::vector<GridLine> grid;  ///< from nothing up, in even steps
    std::string band;            ///< polygon between median and nine of ten
    std::string most_line;
    std::string median_line;
    std::vector<Dot> dots;    ///< on the median line
    std::vector<Tick> ticks;  ///< weeks named below, at most 13 of them, the last one always
    std::string median_label_y, most_label_y;
};

/// Empty when no week has an answer.
std::optional<Chart> draw(const std::vector<WeekFigures>& weeks);

/// Tickets in and out of each week, as pairs of bars in an SVG of 690 × 160, from x -30: y from 10 (most) to 134 (nothing).
struct Flow {
    struct Bar {
        std::string x, y, width, height;
        bool is_in;
    };

    std::int64_t most;
    std::vector<Bar> bars;
    std::vector<Chart::Tick> ticks;
};

/// Empty when nothing came and nothing went.
std::optional<Flow> draw_flow(const std::vector<WeekFigures>& weeks);

}  // namespace ansvar::reports
