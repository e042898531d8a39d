#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "clock/followed.hpp"
#include "reports/figures.hpp"
#include "reports/selection.hpp"
#include "reports/sheets.hpp"
#include "reports/wording.hpp"

namespace ansvar::reports {

/// The view of templates/pages/reports/overview.html.
nlohmann::json overview_view(const Figures& figures, const AskedPeriod& asked, const clock::Followed& followed, const Names& names,
                             const Wording& wording);

/// What figures rest on, in words: period, calendar, versions of the matrix, cut-off.
std::string rests_on(const Figures& figures, const clock::Followed& followed, const Wording& wording);

}  // namespace ansvar::reports
