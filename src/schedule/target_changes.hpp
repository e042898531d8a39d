#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"
#include "db/transaction.hpp"
#include "identity/form_check.hpp"
#include "identity/units.hpp"
#include "schedule/calendar_changes.hpp"
#include "schedule/routes.hpp"
#include "schedule/targets.hpp"

/// Changes of targets, each noted in the audit: the page's and those of programs.
namespace ansvar::schedule {

/// What a target can be made of.
struct TargetChoices {
    std::vector<AreaChoice> areas;
    std::vector<identity::Unit> units;
};
/// As it is now: one query.
TargetChoices target_choices(const Services& services);

/// The tickets that a target is for, as typed; "" is any.
struct TypedConditions {
    std::string area, unit, role, level, priority;
};
/// Puts them into `rule`; what is unknown goes to `check`, at the fields "area", "unit", "role", "level" and "priority".
void read_conditions(const TypedConditions& typed, const TargetChoices& choices, const identity::RoleDirectory& roles, TargetRule& rule, identity::FormCheck& check);

inline constexpr std::array priorities{"low", "normal", "high", "urgent"};
/// "low" for 0, …, "urgent" for 3; the other way round empty for an unknown word.
std::string priority_word(int priority);
std::optional<int> priority_from(std::string_view word);

/// More than a year of working minutes is no promise.
inline constexpr std::int64_t most_target_minutes = 366 * 24 * 60;

enum class TargetRefusal {
    Gone,  ///< the one that was to be changed is not in force any more
    Twice  ///< another one has the same conditions
};
/// "targets.somebody_else", "targets.twice".
std::string_view text_of(TargetRefusal why);

/// A new target, or one instead of another that is in force. Its id.
Result<std::uint64_t, TargetRefusal> save_target(db::Transaction& tx, const TargetRule& rule, std::optional<std::uint64_t> instead_of, const Hand& hand);
/// False when it was not in force.
bool retire_target(db::Transaction& tx, std::uint64_t id, const Hand& hand);

}  // namespace ansvar::schedule
