#pragma once

#include <memory>
#include <optional>

#include "clock/followed.hpp"
#include "core/ids.hpp"
#include "db/session.hpp"

namespace ansvar::schedule {

/// Which hours each queue keeps, in memory. Thread-safe; refreshed while the service runs.
class Calendars {
public:
    void refresh(db::Session& session);

    /// What the clock of a ticket follows that lies in the role's queue for somebody of the unit. Never null.
    std::shared_ptr<const clock::Followed> of(const RoleCode& role, const std::optional<UnitId>& unit) const;
    /// What the school as a whole follows. Never null.
    std::shared_ptr<const clock::Followed> of_school() const;
};

}  // namespace ansvar::schedule
