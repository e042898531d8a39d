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
/// By name, in any case. Empty when there is none.
std::optional<Unit> find_unit(db::Session& session, std::string_view name);

/// Throws db::Duplicate (units_by_name) when there is one of that name.
UnitId add_unit(db::Transaction& tx, std::string_view name, std::optional<UnitId> parent);
void set_unit_head(db::Transaction& tx, UnitId unit, std::optional<PersonId> head);
/// Says where somebody works.
void place_person(db::Transaction& tx, PersonId person, std::optional<UnitId> unit);

}  // namespace ansvar::identity
