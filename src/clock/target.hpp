#pragma once

#include <cstdint>
#include <optional>

namespace ansvar::clock {

/// How soon a ticket shall be answered and solved, in working minutes of the calendar that its queue follows. What is empty is measured and
/// not promised.
struct Target {
    std::uint64_t id = 0;  ///< of the row in the database that was most specific; 0: none fits
    std::optional<std::int64_t> first_response = {};
    std::optional<std::int64_t> next_response = {};  ///< to each later word of the requester's
    std::optional<std::int64_t> resolution = {};     ///< without the time its clock stands still

    bool operator==(const Target&) const = default;
};

}  // namespace ansvar::clock
