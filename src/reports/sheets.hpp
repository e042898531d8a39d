#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "reports/figures.hpp"
#include "reports/wording.hpp"

namespace ansvar::reports {

/// One figure: what stands on the page, what a spreadsheet computes with, and where its tickets are.
struct Cell {
    std::string text;
    std::optional<std::int64_t> number = {};  ///< minutes for times, tickets for counts, per cent for shares
    std::string href = {};                    ///< "" where there is nothing to list
    std::string look = {};                    ///< "late", "few", "left", "heat-3"
    std::optional<int> bar = {};              ///< 0–100: a bar beside the figure
};

struct Column {
    std::string label;  ///< on the page
    std::string group;  ///< above it, over several columns; "" for none
    std::string full;   ///< alone in a file, with its unit
};

struct SheetRow {
    std::string key;  ///< a code or id for files; "" for none
    std::string label;
    std::vector<Cell> cells;
};

/// A table of the overview: the same one on the page, in print and in files.
struct Sheet {
    std::string name;  ///< "lines", "measures", "weeks", "ages", "arrivals", "outcomes", "doors", "routed"
    std::string title;
    std::string note;
    std::string head;  ///< over the rows' labels
    std::vector<Column> columns;
    std::vector<SheetRow> rows;
    std::optional<SheetRow> total = {};
};

/// All tables, in the order of the page; "lines" first.
std::vector<Sheet> sheets_of(const Figures& figures, const Wording& wording);

}  // namespace ansvar::reports
