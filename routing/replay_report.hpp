#pragma once

#include "routing/replay.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace ansvar::routing {

using TicketIds = std::vector<std::uint64_t>;  ///< ascending

/// Tickets that go from one place to another.
struct Movement {
    std::string from;  ///< a role's code, or an area's key ("": no area)
    std::string to;
    TicketIds tickets;           ///< never empty
    std::size_t made_right = 0;  ///< of those: wrong before, right now
    std::size_t made_wrong = 0;

    bool operator==(const Movement&) const = default;
};

/// How many tickets a role gets.
struct RoleLoad {
    std::string role;
    std::size_t before = 0;
    std::size_t after = 0;

    bool operator==(const RoleLoad&) const = default;
};

/// What a replay says, each figure with the tickets behind it. Who moves where: most tickets first, then by name.
struct ReplayReport {
    std::size_t tickets = 0;
    std::size_t unchanged = 0;    ///< same role and same area as before
    std::vector<Movement> roles;  ///< who gets another role, and whose it was
    std::vector<Movement> areas;  ///< who gets another area, with the same role or another
    std::vector<RoleLoad> loads;  ///< every role that gets a ticket before or after, in the matrices' order
    std::size_t final_known = 0;  ///< the tickets that right and wrong are counted over
    std::size_t right_before = 0;
    std::size_t right_after = 0;
    TicketIds made_right;  ///< wrong before, right now
    TicketIds made_wrong;  ///< right before, wrong now
    TicketIds wrong_both;  ///< wrong before and now

    bool operator==(const ReplayReport&) const = default;
};

/// Sums outcomes up. `outcomes` as `replay` gives them, or several such lists one after the other: their order does not matter.
ReplayReport report_of(const std::vector<Outcome>& outcomes, const ReplayNames& names);

/// "100 tickets, 90 unchanged …": English, some lines, for the command line.
std::string to_text(const ReplayReport& report);

}  // namespace ansvar::routing
