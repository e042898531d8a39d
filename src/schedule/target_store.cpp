#include "schedule/target_store.hpp"

#include <algorithm>

#include "queries/schedule.hpp"

namespace ansvar::schedule::target_store {

namespace {

namespace sql = queries::schedule;

TargetRule read(const db::Row& row) {
    const auto role = row.optional_text("role_code");
    const auto priority = row.optional_integer("priority");
    return {.target = {.id = row.unsigned_integer("id"),
                       .first_response = row.optional_integer("first_response_minutes"),
                       .next_response = row.optional_integer("next_response_minutes"),
                       .resolution = row.optional_integer("resolution_minutes")},
            .role = role ? std::optional{RoleCode{*role}} : std::nullopt,
            .unit = row.optional_id<UnitId>("unit_id"),
            .area_key = row.optional_text("area_key"),
            .level = row.optional_text("level"),
            .priority = priority ? std::optional{static_cast<int>(*priority)} : std::nullopt};
}

std::vector<TargetRule> read_all(const std::vector<db::Row>& rows) {
    std::vector<TargetRule> rules;
    std::transform(rows.begin(), rows.end(), std::back_inserter(rules), read);
    return rules;
}

}  // namespace

std::vector<TargetRule> list(db::Session& session) { return read_all(session.rows(sql::select_targets)); }

std::vector<TargetRule> lock(db::Transaction& tx) { return read_all(tx.rows(sql::lock_targets)); }

std::uint64_t insert(db::Transaction& tx, const TargetRule& rule, PersonId by, Timestamp now) {
    tx.execute(sql::insert_target, {{"role", rule.role},
                                    {"unit", rule.unit},
                                    {"area", rule.area_key},
                                    {"level", rule.level},
                                    {"priority", rule.priority},
                                    {"first_response", rule.target.first_response},
                                    {"next_response", rule.target.next_response},
                                    {"resolution", rule.target.resolution},
                                    {"now", now},
                                    {"by", by}});
    return tx.last_insert_id();
}

bool retire(db::Transaction& tx, std::uint64_t id, PersonId by, Timestamp now) {
    return tx.execute(sql::retire_target, {{"id", id}, {"now", now}, {"by", by}}) > 0;
}

}  // namespace ansvar::schedule::target_store
