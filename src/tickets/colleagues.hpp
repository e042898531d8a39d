#pragma once

#include <vector>

#include "routing/staff.hpp"
#include "tickets/ticket_store.hpp"

namespace ansvar::tickets {

/// Who may be given a ticket of this queue today: those who work in it, in the order they are asked, then those who stand in for one of
/// them who is away. Nobody is asked: what the staff was when it was read last counts.
std::vector<ticket_store::Named> colleagues(const routing::Staff& staff, const RoleCode& queue, Timestamp now);

}  // namespace ansvar::tickets
