#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include "clock/followed.hpp"
#include "clock/named_range.hpp"
#include "core/ids.hpp"
#include "db/session.hpp"

namespace ansvar::schedule {

/// Which hours each queue keeps, in memory. A calendar chosen for a role at a unit goes before one for the unit, that before one for the
/// role, and that before the whole school's; a unit without one has that of the nearest unit above it (decision 0064). Thread-safe; refreshed while the service runs, and a reader keeps what it took.
class Calendars {
public:
    Calendars();
    ~Calendars();

    /// One small query when nothing has changed.
    void refresh(db::Session& session);

    /// What the clock of a ticket follows that lies in the role's queue for somebody of the unit. Never null.
    std::shared_ptr<const clock::Followed> of(const RoleCode& role, const std::optional<UnitId>& unit) const;
    /// What the school as a whole follows. Never null.
    std::shared_ptr<const clock::Followed> of_school() const;
    /// Is the school as a whole open some time of that day?
    bool is_working_day(clock::Date day) const;
    /// The terms that the school's newest calendar names, in order.
    std::vector<clock::NamedRange> terms() const;

private:
    struct Laid;
    std::shared_ptr<const Laid> laid() const;

    mutable std::mutex mutex_;
    std::shared_ptr<const Laid> laid_;  ///< swapped as a whole
};

}  // namespace ansvar::schedule
