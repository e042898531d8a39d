#include "schedule/steps.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>

#include "queries/schedule.hpp"

namespace ansvar::schedule {

namespace {

constexpr std::array<std::pair<Whom, std::string_view>, 5> names{{{Whom::Holder, "holder"},
                                                                  {Whom::Substitute, "substitute"},
                                                                  {Whom::RoleHead, "role_head"},
                                                                  {Whom::UnitManager, "unit_manager"},
                                                                  {Whom::Managers, "managers"}}};

}  // namespace

std::string_view name(Whom whom) {
    return std::find_if(names.begin(), names.end(), [&](const auto& each) { return each.first == whom; })->second;
}

std::optional<Whom> whom_from(std::string_view name) {
    const auto found = std::find_if(names.begin(), names.end(), [&](const auto& each) { return each.second == name; });
    return found == names.end() ? std::nullopt : std::optional{found->first};
}

namespace {

std::vector<EscalationStep> read_steps(const std::vector<db::Row>& rows) {
    std::vector<EscalationStep> steps;
    for (const auto& row : rows) {
        const auto measure = clock::measure_from(row.text("measure")).value();
        const auto percent = row.integer("percent");
        if (steps.empty() || steps.back().step.measure != measure || steps.back().step.percent != percent) {
            steps.push_back({.step = {measure, percent}, .whom = {}});
        }
        steps.back().whom.push_back(whom_from(row.text("whom")).value());
    }
    return steps;
}

}  // namespace

std::vector<EscalationStep> list_steps(db::Session& session) { return read_steps(session.rows(queries::schedule::select_escalation_steps)); }

std::vector<EscalationStep> lock_steps(db::Transaction& tx) { return read_steps(tx.rows(queries::schedule::lock_escalation_steps)); }

void store_steps(db::Transaction& tx, const std::vector<EscalationStep>& steps, Timestamp now) {
    auto rows = nlohmann::json::array();
    for (const auto& step : steps) {
        for (const auto whom : step.whom) {
            rows.push_back({name(step.step.measure), step.step.percent, name(whom)});
        }
    }
    tx.execute(queries::schedule::delete_escalation_steps);
    tx.execute(queries::schedule::insert_escalation_steps, {{"rows", rows.dump()}});
    tx.execute(queries::schedule::update_escalations_to_count, {{"now", now}});
}

std::shared_ptr<const std::vector<EscalationStep>> Steps::all() const {
    const std::lock_guard lock{mutex_};
    return steps_;
}

void Steps::refresh(db::Session& session) {
    auto fresh = std::make_shared<const std::vector<EscalationStep>>(list_steps(session));
    const std::lock_guard lock{mutex_};
    steps_ = std::move(fresh);
}

}  // namespace ansvar::schedule
