#pragma once

#include <nlohmann/json_fwd.hpp>

#include "reports/figures.hpp"
#include "reports/wording.hpp"

namespace ansvar::reports {

/// What is said of open tickets beside their number.
struct Standing {
    std::int64_t fell_due = 0;                ///< of those that are late, how many became so in the week
    std::optional<std::uint32_t> oldest_at;   ///< when the oldest came
    RoleCode oldest_role = {};
};
Standing standing_of(const Table& table, const Question& question, Timestamp now, const routing::Matrix& matrix);

/// What one Monday letter rests on.
struct MondayFigures {
    Figures week;     ///< Monday to Sunday, by role; of a manager of units by unit
    Figures before;   ///< the four weeks before
    Standing standing;
    std::string basis;  ///< what they rest on, in words
};

/// The content of mail/monday.hpp. Times of few people of single units are not told, as on the overview.
nlohmann::json monday_content(const MondayFigures& figures, const Wording& wording);

}  // namespace ansvar::reports
