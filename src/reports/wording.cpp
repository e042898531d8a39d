#include "reports/wording.hpp"

namespace ansvar::reports {

std::string Wording::period(const Period& period) const {
    if (const auto week = week_number(period)) {
        return format("date.week", {{"week", std::to_string(*week)}});
    }
    const auto last = period.ends_at - std::chrono::microseconds{1};
    return period.starts_at == stockholm_midnight(last)
               ? day(last)
               : format("report.period.span", {{"from", day(period.starts_at)}, {"to", day(last)}});
}

std::string Wording::figure(const std::optional<std::int64_t>& minutes) const {
    return minutes ? duration(*minutes) : text("report.no_figure");
}

}  // namespace ansvar::reports
