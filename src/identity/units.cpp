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

std::optional<Unit> find_unit(db::Session& session, UnitId id) {
    auto units = list_units(session);
    const auto found = std::find_if(units.begin(), units.end(), [&](const Unit& unit) { return unit.id == id; });
    return found == units.end() ? std::nullopt : std::optional{std::move(*found)};
}

std::optional<Unit> find_unit(db::Session& session, std::string_view name) {
    auto units = list_units(session);
    const auto found = std::find_if(units.begin(), units.end(), [&](const Unit& unit) { return lower(unit.name) == lower(name); });
    return found == units.end() ? std::nullopt : std::optional{std::move(*found)};
}

std::vector<UnitId> units_within(const std::vector<Unit>& units, UnitId top) {
    std::vector<UnitId> within{top};
    for (std::size_t at = 0; at < within.size(); ++at) {
        for (const auto& unit : units) {
            if (unit.parent == within[at] && std::find(within.begin(), within.end(), unit.id) == within.end()) {
                within.push_back(unit.id);
            }
        }
    }
    return within;
}

UnitId add_unit(db::Transaction& tx, std::string_view name, std::optional<UnitId> parent) {
    tx.execute(sql::insert_unit, {{"name", name}, {"parent_id", parent}});
    const UnitId unit{tx.last_insert_id()};
    if (parent) {
        tx.execute(sql::insert_unit_place, {{"unit_id", unit}, {"parent_id", parent}});
    }
    return unit;
}

UnitUses count_uses(db::Session& session, UnitId id) {
    const auto row = session.row(sql::count_unit_uses, {{"id", id}});
    return {.units = row->unsigned_integer("units"),
            .people = row->unsigned_integer("people"),
            .managers = row->unsigned_integer("managers"),
            .holdings = row->unsigned_integer("holdings")};
}

std::optional<UnitRefusal> change_unit(db::Transaction& tx, UnitId id, const UnitDraft& draft) {
    std::vector<Unit> tree;
    for (const auto& row : tx.rows(sql::lock_units)) {
        auto& unit = tree.emplace_back();
        unit.id = row.id<UnitId>("id");
        unit.parent = row.optional_id<UnitId>("parent_id");
    }
    const auto is_there = [&](UnitId wanted) {
        return std::any_of(tree.begin(), tree.end(), [&](const Unit& unit) { return unit.id == wanted; });
    };
    if (!is_there(id)) {
        return UnitRefusal::NotThere;
    }
    if (draft.parent && !is_there(*draft.parent)) {
        return UnitRefusal::UnknownParent;
    }
    const auto below = units_within(tree, id);
    if (draft.parent && std::find(below.begin(), below.end(), *draft.parent) != below.end()) {
        return UnitRefusal::BelowItself;
    }
    tx.execute(sql::move_unit_place, {{"id", id}, {"parent_id", draft.parent}});
    tx.execute(sql::update_unit, {{"id", id}, {"name", draft.name}, {"parent_id", draft.parent}, {"head_id", draft.head}});
    return std::nullopt;
}

void lock_units(db::Transaction& tx) { tx.rows(sql::lock_units); }

bool delete_unit(db::Transaction& tx, UnitId id) { return tx.execute(sql::delete_unit, {{"id", id}}) == 1; }

void set_unit_head(db::Transaction& tx, UnitId unit, std::optional<PersonId> head) {
    tx.execute(sql::update_unit_head, {{"id", unit}, {"head_id", head}});
}

void place_person(db::Transaction& tx, PersonId person, std::optional<UnitId> unit) {
    tx.execute(sql::update_person_unit, {{"id", person}, {"unit_id", unit}});
}

}  // namespace ansvar::identity
