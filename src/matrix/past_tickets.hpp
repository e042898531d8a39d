#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/ids.hpp"
#include "core/time.hpp"
#include "db/session.hpp"
#include "routing/replay.hpp"

namespace ansvar::matrix {

/// Which past tickets are asked about. Confidential ones never are: their texts speak for no figure, as in reports.
struct PastQuestion {
    Timestamp from;   ///< opened from then
    Timestamp until;  ///< and before then
    std::optional<RoleCode> role = {};
    std::optional<UnitId> unit = {};
    std::optional<std::string> unit_ids = {};  ///< that unit and those below it, with commas between
};

struct PastCount {
    std::uint64_t tickets = 0;
    std::uint64_t first_id = 1;
    std::uint64_t last_id = 0;
};

PastCount count_past_tickets(db::Session& session, const PastQuestion& question);

/// The next tickets after that id, by id. Who solved one is the queue it ended in; of a person without a role, who has TRIAGE's tickets of
/// their row, the initials that `matrix` names.
std::vector<routing::PastTicket> next_past_tickets(db::Session& session, const PastQuestion& question, const routing::Matrix& matrix,
                                                   std::uint64_t after_id, std::uint64_t last_id, std::size_t most);

/// Reads the columns of matrix/select_past_tickets and its siblings.
routing::PastTicket read_past_ticket(const db::Row& row, const routing::Matrix& matrix);

}  // namespace ansvar::matrix
