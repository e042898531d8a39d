#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "reports/period_report.hpp"

namespace ansvar::reports {

/// One figure of an issued report that is another when it is counted again.
struct Recounted {
    std::string table, row, column;
    std::string then, now;
};

/// What comes of looking at an issued report again.
struct Recount {
    bool is_untouched = false;  ///< the document is the one whose checksum was kept
    std::size_t equal = 0;      ///< figures that are counted alike today
    std::size_t of_moment = 0;  ///< figures that told how things stood at the cut-off: nobody can count them later
    std::vector<Recounted> different = {};
};

/// `again`: the same document counted with today's facts and the report's own cut-off. Tickets change afterwards (one is opened again, becomes
/// confidential, its survey is answered), so a difference is no fault of the report; that its document is untouched is what the checksum tells.
Recount recount(const PeriodReport::Issue& issue, const nlohmann::json& again);

}  // namespace ansvar::reports
