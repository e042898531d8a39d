#include "schedule/unanswered.hpp"

#include <nlohmann/json.hpp>
#include <utility>

#include "queries/schedule.hpp"

namespace ansvar::schedule {

namespace {

UnansweredRules read_rules(const std::vector<db::Row>& rows) {
    UnansweredRules rules;
    for (const auto& row : rows) {
        const auto remind = row.optional_integer("remind_days"), close = row.optional_integer("close_days");
        const auto days = remind && close ? std::optional{UnansweredDays{static_cast<int>(*remind), static_cast<int>(*close)}} : std::nullopt;
        if (const auto role = row.optional_text("role_code")) {
            rules.roles[RoleCode{*role}] = days;
        } else {
            rules.school = days;
        }
    }
    return rules;
}

}  // namespace

UnansweredRules list_unanswered_rules(db::Session& session) { return read_rules(session.rows(queries::schedule::select_unanswered_rules)); }

UnansweredRules lock_unanswered_rules(db::Transaction& tx) { return read_rules(tx.rows(queries::schedule::lock_unanswered_rules)); }

void store_unanswered_rules(db::Transaction& tx, const UnansweredRules& rules, Timestamp now) {
    auto rows = nlohmann::json::array();
    const auto add = [&](nlohmann::json role, const std::optional<UnansweredDays>& days) {
        rows.push_back({std::move(role), days ? nlohmann::json(days->remind) : nlohmann::json(), days ? nlohmann::json(days->close) : nlohmann::json()});
    };
    add(nullptr, rules.school);
    for (const auto& [role, days] : rules.roles) {
        add(role.value, days);
    }
    tx.execute(queries::schedule::delete_unanswered_rules);
    tx.execute(queries::schedule::insert_unanswered_rules, {{"rows", rows.dump()}});
    tx.execute(queries::schedule::update_unanswered_to_count, {{"now", now}});
}

std::optional<UnansweredDays> Unanswered::of(const RoleCode& role) const {
    const std::lock_guard lock{mutex_};
    return rules_->of(role);
}

void Unanswered::refresh(db::Session& session) {
    auto fresh = std::make_shared<const UnansweredRules>(list_unanswered_rules(session));
    const std::lock_guard lock{mutex_};
    rules_ = std::move(fresh);
}

}  // namespace ansvar::schedule
