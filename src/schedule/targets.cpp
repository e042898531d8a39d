#include "schedule/targets.hpp"

#include "queries/schedule.hpp"

namespace ansvar::schedule {

void Targets::refresh(db::Session& session) {
    const auto rows = session.rows(queries::schedule::select_targets);
    const std::lock_guard lock{mutex_};
    for (const auto& row : rows) {
        hours_.at(row.unsigned_integer("priority")) = row.integer("working_hours");
    }
}

clock::Target Targets::of(const Aimed& aimed) const {
    const std::lock_guard lock{mutex_};
    return {.resolution = hours_.at(static_cast<std::size_t>(aimed.priority)) * 60};
}

}  // namespace ansvar::schedule
