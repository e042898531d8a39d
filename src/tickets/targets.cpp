#include "tickets/targets.hpp"

#include "clock/working_time.hpp"
#include "queries/tickets.hpp"

namespace ansvar::tickets {

void Targets::refresh(db::Session& session) {
    const auto rows = session.rows(queries::tickets::select_targets);
    const std::lock_guard lock{mutex_};
    for (const auto& row : rows) {
        hours_.at(row.unsigned_integer("priority")) = row.integer("working_hours");
    }
}

std::int64_t Targets::working_hours(Priority priority) const {
    const std::lock_guard lock{mutex_};
    return hours_.at(static_cast<std::size_t>(priority));
}

Timestamp Targets::due(Timestamp opened, Priority priority) const {
    return clock::add_working_minutes(opened, working_hours(priority) * 60, opening_);
}

}  // namespace ansvar::tickets
