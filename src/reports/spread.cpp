#include "reports/spread.hpp"

namespace ansvar::reports {

Spread MinuteCounts::spread() const {
    Spread spread{.count = count_, .median = {}, .nine_of_ten = {}};
    std::int64_t until_here = 0;
    const auto pass = [&](std::uint32_t minutes, std::uint32_t tickets) {
        until_here += tickets;
        if (!spread.median && 2 * until_here >= count_) {
            spread.median = minutes;
        }
        if (!spread.nine_of_ten && 10 * until_here >= 9 * count_) {
            spread.nine_of_ten = minutes;
        }
    };
    for (std::uint32_t minutes = 0; minutes < counts_.size() && !spread.nine_of_ten; ++minutes) {
        if (counts_[minutes] != 0) {
            pass(minutes, counts_[minutes]);
        }
    }
    for (const auto& [minutes, tickets] : long_) {
        pass(minutes, tickets);
    }
    return spread;
}

}  // namespace ansvar::reports
