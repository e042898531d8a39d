#include "matrix/unit_exceptions.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/text.hpp"
#include "identity/rights.hpp"
#include "identity/units.hpp"
#include "matrix/matrix_store.hpp"
#include "queries/matrix.hpp"

namespace ansvar::matrix {

namespace {

using End = ExceptionRecord::End;
using Fault = ExceptionFault;

constexpr std::size_t longest_note = 1000;

End end_of(const std::optional<std::string>& word) {
    return !word ? End::GoesOn : *word == "removed" ? End::Removed : *word == "replaced" ? End::Replaced : End::Retired;
}

ExceptionRecord read(const db::Row& row) {
    return {.id = row.id<ExceptionId>("id"),
            .unit = row.id<UnitId>("unit_id"),
            .unit_name = row.text("unit_name"),
            .area_key = row.text("area_key"),
            .role = RoleCode{row.text("role_code")},
            .note = row.text("note"),
            .starts_at = row.time("starts_at"),
            .ends_at = row.optional_time("ends_at"),
            .made_at = row.time("made_at"),
            .made_by = row.text("made_by"),
            .end = end_of(row.optional_text("end_kind")),
            .ended_at = row.optional_time("ended_at"),
            .ended_by = row.text("ended_by"),
            .ended_version = row.text("ended_version")};
}

std::vector<ExceptionRecord> select(db::Session& session, std::optional<ExceptionId> id, std::optional<Timestamp> at) {
    std::vector<ExceptionRecord> all;
    session.each(queries::matrix::select_exceptions, {{"id", id}, {"at", at}},
                 [&](const db::Row& row) { all.push_back(read(row)); });
    return all;
}

/// What keeps a wish from being written; `area` is empty when the matrix has none such.
std::vector<Fault> faults_of(const ExceptionWish& wish, bool has_unit, const routing::Matrix& matrix, const routing::Area* area, Timestamp now) {
    std::vector<Fault> faults;
    const auto want = [&](bool is_right, Fault fault) {
        if (!is_right) {
            faults.push_back(fault);
        }
    };
    const auto* role = matrix.find_role(wish.role);
    want(has_unit, Fault::UnknownUnit);
    want(area != nullptr, Fault::UnknownArea);
    want(role != nullptr, Fault::UnknownRole);
    want(area == nullptr || role == nullptr || area->lead().role != wish.role, Fault::SameRole);
    want(area == nullptr || !area->emergency, Fault::Emergency);
    want(!trim(wish.note).empty() && check_block(wish.note, longest_note) == TextFault::None, Fault::NoNote);
    want(!wish.from || *wish.from >= now, Fault::Past);
    return faults;
}

void note(db::Transaction& tx, const identity::Actor& by, std::string_view action, const ExceptionRecord& one, Timestamp now) {
    identity::record(tx, by,
                     {.action = std::string{action},
                      .object_kind = "unit",
                      .object_id = one.unit.text(),
                      .details = {{"exception", one.id.value}, {"area", one.area_key}, {"role", one.role.value}, {"from", to_sql(one.starts_at)}}},
                     now);
}

}  // namespace

std::string_view to_string(End end) {
    constexpr std::string_view words[]{"goes-on", "removed", "replaced", "retired"};
    return words[static_cast<std::size_t>(end)];
}

std::string_view code(Fault fault) {
    constexpr std::string_view words[]{"unknown-unit", "unknown-area", "unknown-role", "same-role", "emergency", "no-note", "past"};
    return words[static_cast<std::size_t>(fault)];
}

bool may_except(const identity::Person& person, UnitId unit) {
    return person.is_administrator || (identity::may(person, identity::Right::UnitExceptions) && person.manages(unit));
}

namespace unit_exceptions {

std::vector<ExceptionRecord> list(db::Session& session) { return select(session, {}, {}); }

std::optional<ExceptionRecord> find(db::Session& session, ExceptionId id) {
    auto found = select(session, id, {});
    return found.empty() ? std::nullopt : std::optional{std::move(found.front())};
}

routing::Exceptions load(db::Session& session, Timestamp now) {
    std::vector<routing::UnitException> all;
    for (const auto& one : select(session, {}, now)) {
        all.push_back({one.id.value, one.unit.value, one.unit_name, one.area_key, one.role.value});
    }
    if (all.empty()) {
        return {};
    }
    std::vector<routing::StaffUnit> units;
    for (const auto& unit : identity::list_units(session)) {
        units.push_back({unit.id.value, unit.parent ? std::optional{unit.parent->value} : std::nullopt});
    }
    return {all, units};
}

Result<ExceptionId, std::vector<Fault>> add(db::Database& database, const ExceptionWish& wish, const identity::Actor& by, Timestamp now) {
    return database.in_transaction([&](db::Transaction& tx) -> Result<ExceptionId, std::vector<Fault>> {
        const auto unit = tx.row(queries::matrix::lock_unit_for_exceptions, {{"id", wish.unit}});
        const auto head = store::find_current(tx, now);
        const auto matrix = head ? store::load_matrix(tx, *head) : routing::Matrix{};
        const auto* area = matrix.find(wish.area);
        if (auto faults = faults_of(wish, unit.has_value(), matrix, area, now); !faults.empty()) {
            return refuse(std::move(faults));
        }
        const auto from = wish.from.value_or(now);
        tx.execute(queries::matrix::end_exceptions_of_row,
                   {{"at", from}, {"now", now}, {"by", by.person}, {"unit_id", wish.unit}, {"area_key", area->key}});
        tx.execute(queries::matrix::insert_exception, {{"unit_id", wish.unit},
                                                       {"area_key", area->key},
                                                       {"role_code", wish.role},
                                                       {"note", trim(wish.note)},
                                                       {"starts_at", from},
                                                       {"now", now},
                                                       {"by", by.person}});
        const ExceptionId id{tx.last_insert_id()};
        note(tx, by, "unit.exception_made", find(tx, id).value(), now);
        return id;
    });
}

bool remove(db::Database& database, ExceptionId id, const identity::Actor& by, Timestamp now) {
    return database.in_transaction([&](db::Transaction& tx) {
        if (tx.execute(queries::matrix::end_exception, {{"id", id}, {"at", now}, {"now", now}, {"by", by.person}}) == 0) {
            return false;
        }
        note(tx, by, "unit.exception_removed", find(tx, id).value(), now);
        return true;
    });
}

Effects effects_of(db::Session& session, const Candidate& draft, Timestamp from) {
    Effects effects;
    const auto all = list(session);
    if (all.empty()) {
        return effects;
    }
    const auto base = store::load_matrix(session, store::get_version(session, draft.head.base));
    for (const auto& one : all) {
        const auto* before = base.find(one.area_key);
        const auto* after = draft.matrix.find(one.area_key);
        if (!one.goes_on_after(from) || before == nullptr) {
            continue;
        }
        if (after == nullptr) {
            effects.retired.push_back(one);
            continue;
        }
        if (after->responsible != before->responsible) {
            effects.changed.push_back(one);
        }
        for (const auto& [part, of] : draft.split_from) {
            if (const auto* area = of == after->row ? draft.matrix.find(part) : nullptr) {
                effects.split.push_back({one, area->key, area->name});
            }
        }
    }
    return effects;
}

void follow(db::Transaction& tx, const Effects& effects, const Following& following, const identity::Actor& by, Timestamp now) {
    auto keys = nlohmann::json::array();
    for (const auto& one : effects.retired) {
        keys.push_back(one.area_key);
        note(tx, by, "unit.exception_retired", one, now);
    }
    if (!keys.empty()) {
        tx.execute(queries::matrix::keep_exceptions_to_retire, {{"version_id", following.id}, {"at", following.from}, {"keys", keys.dump()}});
        tx.execute(queries::matrix::retire_exceptions,
                   {{"at", following.from}, {"now", now}, {"by", by.person}, {"version", following.version}, {"keys", keys.dump()}});
    }
    if (!following.splits_follow) {
        return;
    }
    for (const auto& split : effects.split) {
        const auto& one = split.exception;
        const auto starts_at = std::max(one.starts_at, following.from);
        tx.execute(queries::matrix::insert_exception, {{"unit_id", one.unit},
                                                       {"area_key", split.new_key},
                                                       {"role_code", one.role.value},
                                                       {"note", one.note},
                                                       {"starts_at", starts_at},
                                                       {"now", now},
                                                       {"by", by.person}});
        const ExceptionId id{tx.last_insert_id()};
        tx.execute(queries::matrix::keep_made_exception, {{"version_id", following.id}, {"exception_id", id}});
        note(tx, by, "unit.exception_made", find(tx, id).value(), now);
    }
}

void give_back(db::Transaction& tx, VersionId version, const identity::Actor& by, Timestamp now) {
    tx.execute(queries::matrix::inherit_planned_ends, {{"version_id", version}});
    tx.execute(queries::matrix::give_back_exceptions, {{"version_id", version}});
    tx.execute(queries::matrix::end_given_back_exceptions, {{"version_id", version}});
    tx.execute(queries::matrix::end_made_exceptions, {{"version_id", version}, {"now", now}, {"by", by.person}});
}

}  // namespace unit_exceptions

}  // namespace ansvar::matrix
