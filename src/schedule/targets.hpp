#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

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

/// A target and the tickets it is for: those that have all it names. What is empty is any.
struct TargetRule {
    clock::Target target;
    std::optional<RoleCode> role = {};
    std::optional<UnitId> unit = {};
    std::optional<std::string> area_key = {};
    std::optional<std::string> level = {};
    std::optional<int> priority = {};

    bool fits(const Aimed& aimed) const;
    bool has_same_conditions(const TargetRule& other) const;
};

/// The most specific rule is the one that names the area; of several, or none, the one that names the unit; then the role; then the level;
/// then the priority. So an area beats everything, and a role at a unit beats the unit, which beats the role.
bool is_more_specific(const TargetRule& one, const TargetRule& other);

/// How soon the school wants its tickets answered and solved, in memory. Thread-safe; refreshed while the service runs.
class Targets {
public:
    /// Which rule decides, and which others fitted too: the most specific first.
    struct Why {
        std::optional<TargetRule> won;
        std::vector<TargetRule> others;
    };

    Targets();

    /// One small query when nothing has changed.
    void refresh(db::Session& session);

    /// The target in force now for such a ticket; with id 0 and nothing promised when no rule fits.
    clock::Target of(const Aimed& aimed) const;
    Why why(const Aimed& aimed) const;
    /// All in force, the most specific first.
    std::shared_ptr<const std::vector<TargetRule>> rules() const;

private:
    mutable std::mutex mutex_;
    std::shared_ptr<const std::vector<TargetRule>> rules_;  ///< swapped as a whole
    std::string mark_;                                      ///< of the rows it was read from
};

}  // namespace ansvar::schedule
