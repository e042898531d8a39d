#pragma once

#include <cstddef>
#include <nlohmann/json_fwd.hpp>
#include <vector>

#include "reports/figures.hpp"
#include "reports/sheets.hpp"
#include "reports/wording.hpp"

/// The parts that pages of figures share, as their templates get them.
namespace ansvar::reports {

/// The fields of a form that narrow figures down: [{name, label, options [{value, label, selected}]}].
nlohmann::json filters_view(const Filter& filter, const Names& names, const Wording& wording);

/// templates/parts/chart_weeks.html and chart_flow.html; false when there is nothing to draw.
nlohmann::json chart_view(const std::vector<WeekFigures>& weeks, const Wording& wording);
nlohmann::json flow_view(const std::vector<WeekFigures>& weeks, const Wording& wording);

/// templates/parts/figure_table.html; what is more than `most_rows` is counted.
nlohmann::json sheet_view(const Sheet& sheet, const Wording& wording, std::size_t most_rows);

}  // namespace ansvar::reports
