#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "reports/period_report.hpp"
#include "reports/routes.hpp"

namespace ansvar::reports {

/// What a Lägesrapport says, whole and in its own language: what is issued is this, and templates/parts/period_document.html shows nothing else.
///   title, period, about ("" or what it was narrowed down to), basis, calendars, matrices, cut_off, query
///   earlier   false, or {id, title, issued} of the report that this one takes the place of
///   headings  [{key, title, paragraphs, chart, flow, tables}]; tables as figure_table.html wants them, without links, and beside that
///             rows have a key and cells of_moment: what cannot be counted again later, because it told how things stood
nlohmann::json period_document(const Services& services, const PeriodReport& report, const std::optional<PeriodReport>& earlier, Timestamp now);

}  // namespace ansvar::reports
