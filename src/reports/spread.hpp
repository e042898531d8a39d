#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>
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

/// How many took how many minutes: counted rather than sorted, so that a million cost one walk. What took very long is kept one by one.
class MinuteCounts {
public:
    /// `counted`: what takes so long is kept one by one; a power of two.
    explicit MinuteCounts(std::uint32_t counted = 1U << 14U) : counted_(counted) {}

    void add(std::uint32_t minutes) {
        if (minutes < counted_) {
            if (minutes >= counts_.size()) {
                counts_.resize(std::bit_ceil(std::max(minutes + 1, 512U)));
            }
            ++counts_[minutes];
        } else {
            long_.push_back(minutes);
        }
        ++count_;
    }
    Spread spread() const;

private:
    std::int64_t at(std::int64_t rank) const;

    std::uint32_t counted_;
    std::int64_t count_ = 0;
    std::vector<std::uint32_t> counts_;
    std::vector<std::uint32_t> long_;
};

/// The same for one of many groups that are met in turn: its minutes are kept one after the other and counted in the end. The counts of one group
/// stay in the processor's cache, those of all groups together do not.
class MinuteList {
public:
    void add(std::uint32_t minutes) { minutes_.push_back(minutes); }
    Spread spread() const;

private:
    std::vector<std::uint32_t> minutes_;
};

}  // namespace ansvar::reports
