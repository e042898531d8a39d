#include "reports/spread.hpp"

namespace ansvar::reports {

Spread MinuteCounts::spread() const {
    Spread spread;
    for (const auto& [minutes, tickets] : tickets_after_) {
        spread.count += tickets;
    }
    std::int64_t until_here = 0;
    for (const auto& [minutes, tickets] : tickets_after_) {
        until_here += tickets;
        if (!spread.median && 2 * until_here >= spread.count) {
            spread.median = minutes;
        }
        if (!spread.nine_of_ten && 10 * until_here >= 9 * spread.count) {
            spread.nine_of_ten = minutes;
        }
    }
    return spread;
}

}  // namespace ansvar::reports
