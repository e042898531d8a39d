#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/ids.hpp"
#include "db/transaction.hpp"

namespace ansvar::identity {

/// A school of the municipality, or a part of one.
struct Unit {
    UnitId id;
    std::string name;
    std::optional<UnitId> parent;
    std::optional<PersonId> head;  ///< asked when somebody's own manager is unknown
    std::string head_name;         ///< "" without one
    std::uint64_t people = 0;      ///< who work at it and are still here
};

/// All, by name.
std::vector<Unit> list_units(db::Session& session);
/// The one of that id; empty when there is none.
std::optional<Unit> find_unit(db::Session& session, UnitId id);
/// By name, in any case. Empty when there is none.
std::optional<Unit> find_unit(db::Session& session, std::string_view name);

/// The unit and all below it, of `units`.
std::vector<UnitId> units_within(const std::vector<Unit>& units, UnitId top);

/// Throws db::Duplicate (units_by_name) when there is one of that name.
UnitId add_unit(db::Transaction& tx, std::string_view name, std::optional<UnitId> parent);
/// What stands in the way of deleting a unit.
struct UnitUses {
    std::uint64_t units = 0;     ///< below it
    std::uint64_t people = 0;    ///< also those who have left
    std::uint64_t managers = 0;
    std::uint64_t holdings = 0;  ///< of roles, past ones too

    bool is_unused() const { return units + people + managers + holdings == 0; }
};
UnitUses count_uses(db::Session& session, UnitId id);

/// What can be changed about a unit.
struct UnitDraft {
    std::string name;
    std::optional<UnitId> parent = std::nullopt;
    std::optional<PersonId> head = std::nullopt;
};
/// Why a unit is not changed.
enum class UnitRefusal { NotThere, UnknownParent, BelowItself };
/// Writes all of it. Throws db::Duplicate (units_by_name). The tree is held meanwhile, so that two moves make no circle.
std::optional<UnitRefusal> change_unit(db::Transaction& tx, UnitId id, const UnitDraft& draft);
/// Holds the tree of units until the transaction ends.
void lock_units(db::Transaction& tx);
/// Throws db::ForeignKey when something refers to it. False when there is none.
bool delete_unit(db::Transaction& tx, UnitId id);

void set_unit_head(db::Transaction& tx, UnitId unit, std::optional<PersonId> head);
/// Says where somebody works.
void place_person(db::Transaction& tx, PersonId person, std::optional<UnitId> unit);

}  // namespace ansvar::identity
