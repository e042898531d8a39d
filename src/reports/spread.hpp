#pragma once

#include <cstdint>
#include <map>
#include <optional>

namespace ansvar::reports {

/// Within how many minutes half and nine of ten were, and how many tickets that rests on. By nearest rank: the figure is the minutes of
/// the ticket with number CEIL(share × count), counted from the quickest; empty when there is no ticket.
struct Spread {
    std::int64_t count = 0;
    std::optional<std::int64_t> median;
    std::optional<std::int64_t> nine_of_ten;

    bool operator==(const Spread&) const = default;
};

/// How many tickets took how many minutes.
class MinuteCounts {
public:
    void add(std::int64_t minutes, std::int64_t tickets) { tickets_after_[minutes] += tickets; }
    Spread spread() const;

private:
    std::map<std::int64_t, std::int64_t> tickets_after_;
};

}  // namespace ansvar::reports
