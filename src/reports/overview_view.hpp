#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "clock/followed.hpp"
#include "reports/basis.hpp"
#include "reports/figures.hpp"
#include "reports/selection.hpp"
#include "reports/sheets.hpp"
#include "reports/wording.hpp"

namespace ansvar::reports {

/// The view of templates/pages/reports/overview.html.
nlohmann::json overview_view(const Figures& figures, const AskedPeriod& asked, const clock::Followed& followed, const Basis& basis,
                             const Names& names, const Wording& wording);

}  // namespace ansvar::reports
