#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>
#include <map>
#include <optional>
#include <vector>

namespace ansvar::reports {

/// Within how many minutes half and nine of ten were, and how many that rests on. By nearest rank: the figure is the minutes of the one with
/// number CEIL(share × count), counted from the quickest; empty when there is none.
struct Spread {
    std::int64_t count = 0;
    std::optional<std::int64_t> median;
    std::optional<std::int64_t> nine_of_ten;

    bool operator==(const Spread&) const = default;
};

/// How many took how many minutes: counted rather than sorted, so that a million cost one walk.
class MinuteCounts {
public:
    void add(std::uint32_t minutes) {
        if (minutes < counted) {
            if (minutes >= counts_.size()) {
                counts_.resize(std::bit_ceil(std::max(minutes + 1, 512U)));
            }
            ++counts_[minutes];
        } else {
            ++long_[minutes];
        }
        ++count_;
    }
    Spread spread() const;

private:
    static constexpr std::uint32_t counted = 1U << 14U;  ///< 34 working days; what took longer is rare

    std::int64_t count_ = 0;
    std::vector<std::uint32_t> counts_;
    std::map<std::uint32_t, std::uint32_t> long_;
};

}  // namespace ansvar::reports
