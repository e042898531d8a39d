#include "identity/units.hpp"

#include <algorithm>

#include "core/text.hpp"
#include "queries/identity.hpp"

namespace ansvar::identity {

namespace sql = queries::identity;

std::vector<Unit> list_units(db::Session& session) {
    std::vector<Unit> units;
    session.each(sql::select_units, {}, [&](const db::Row& row) {
        units.push_back({.id = row.id<UnitId>("id"),
                         .name = row.text("name"),
                         .parent = row.optional_id<UnitId>("parent_id"),
                         .head = row.optional_id<PersonId>("head_id"),
                         .head_name = row.optional_text("head_name").value_or(""),
                         .people = row.unsigned_integer("people_count")});
    });
    return units;
}

std::optional<Unit> find_unit(db::Session& session, std::string_view name) {
    auto units = list_units(session);
    const auto found = std::find_if(units.begin(), units.end(), [&](const Unit& unit) { return lower(unit.name) == lower(name); });
    return found == units.end() ? std::nullopt : std::optional{std::move(*found)};
}

UnitId add_unit(db::Transaction& tx, std::string_view name, std::optional<UnitId> parent) {
    tx.execute(sql::insert_unit, {{"name", name}, {"parent_id", parent}});
    return UnitId{tx.last_insert_id()};
}

void set_unit_head(db::Transaction& tx, UnitId unit, std::optional<PersonId> head) {
    tx.execute(sql::update_unit_head, {{"id", unit}, {"head_id", head}});
}

void place_person(db::Transaction& tx, PersonId person, std::optional<UnitId> unit) {
    tx.execute(sql::update_person_unit, {{"id", person}, {"unit_id", unit}});
}

}  // namespace ansvar::identity
