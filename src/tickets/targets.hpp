#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <mutex>

#include "clock/opening.hpp"
#include "core/time.hpp"
#include "db/session.hpp"
#include "tickets/ticket.hpp"

namespace ansvar::tickets {

/// How long a ticket may take, from the table resolution_targets, and the hours in which that time runs.
/// Thread-safe; refreshed while the service runs.
class Targets {
public:
    void refresh(db::Session& session);

    /// When a ticket opened at `opened` shall be solved: the priority's working hours later.
    Timestamp due(Timestamp opened, Priority priority) const;
    std::int64_t working_hours(Priority priority) const;
    const clock::Opening& opening() const { return opening_; }

private:
    mutable std::mutex mutex_;
    std::array<std::int64_t, 4> hours_{40, 16, 8, 2};
    clock::Opening opening_;
};

}  // namespace ansvar::tickets
