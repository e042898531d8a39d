#include "reports/spread.hpp"

namespace ansvar::reports {

/// The minutes of the one with this number, counted from the quickest, from 1.
std::int64_t MinuteCounts::at(std::int64_t rank) const {
    std::int64_t until_here = 0;
    for (std::uint32_t minutes = 0; minutes < counts_.size(); ++minutes) {
        until_here += counts_[minutes];
        if (until_here >= rank) {
            return minutes;
        }
    }
    auto slow = long_;
    const auto place = slow.begin() + (rank - until_here - 1);
    std::nth_element(slow.begin(), place, slow.end());
    return *place;
}

Spread MinuteCounts::spread() const {
    if (count_ == 0) {
        return {};
    }
    return {.count = count_, .median = at((count_ + 1) / 2), .nine_of_ten = at((9 * count_ + 9) / 10)};
}

Spread MinuteList::spread() const {
    MinuteCounts counts{1U << 12U};
    for (const auto minutes : minutes_) {
        counts.add(minutes);
    }
    return counts.spread();
}

}  // namespace ansvar::reports
