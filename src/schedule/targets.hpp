#pragma once

#include <array>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>

#include "clock/target.hpp"
#include "core/ids.hpp"
#include "db/session.hpp"

namespace ansvar::schedule {

/// What decides which target a ticket has.
struct Aimed {
    RoleCode role;
    std::optional<UnitId> unit = {};
    std::optional<std::string> area_key = {};
    std::string level = {};  ///< of the area: "HYGIEN", "ADMINISTRATION", "PEDAGOGIK", "ALLA"; empty: no area
    int priority = 1;        ///< 0 low, 1 normal, 2 high, 3 urgent
};

/// How soon the school wants its tickets answered and solved, in memory. Thread-safe; refreshed while the service runs.
class Targets {
public:
    void refresh(db::Session& session);

    /// The target in force now for such a ticket.
    clock::Target of(const Aimed& aimed) const;

private:
    mutable std::mutex mutex_;
    std::array<std::int64_t, 4> hours_{40, 16, 8, 2};
};

}  // namespace ansvar::schedule
