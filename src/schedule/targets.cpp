#include "schedule/targets.hpp"

#include <algorithm>
#include <tuple>

#include "queries/schedule.hpp"
#include "schedule/target_store.hpp"

namespace ansvar::schedule {

namespace {

/// What is promised until the database has been asked.
std::shared_ptr<const std::vector<TargetRule>> first_rules() {
    std::vector<TargetRule> rules;
    for (const auto& [priority, hours] : {std::pair{0, 40}, {1, 16}, {2, 8}, {3, 2}}) {
        rules.push_back({.target = {.resolution = hours * 60}, .priority = priority});
    }
    return std::make_shared<const std::vector<TargetRule>>(std::move(rules));
}

auto named(const TargetRule& rule) {
    return std::tuple{rule.area_key.has_value(), rule.unit.has_value(), rule.role.has_value(), rule.level.has_value(), rule.priority.has_value()};
}

}  // namespace

bool TargetRule::fits(const Aimed& aimed) const {
    return (!role || *role == aimed.role) && (!unit || unit == aimed.unit) && (!area_key || area_key == aimed.area_key) &&
           (!level || *level == aimed.level) && (!priority || *priority == aimed.priority);
}

bool TargetRule::has_same_conditions(const TargetRule& other) const {
    return std::tie(role, unit, area_key, level, priority) == std::tie(other.role, other.unit, other.area_key, other.level, other.priority);
}

bool is_more_specific(const TargetRule& one, const TargetRule& other) { return named(one) > named(other); }

Targets::Targets() : rules_(first_rules()) {}

void Targets::refresh(db::Session& session) {
    const auto mark = session.row(queries::schedule::select_targets_mark)->text("mark");
    {
        const std::lock_guard lock{mutex_};
        if (mark == mark_) {
            return;
        }
    }
    auto read = target_store::list(session);
    std::stable_sort(read.begin(), read.end(), is_more_specific);
    auto rules = std::make_shared<const std::vector<TargetRule>>(std::move(read));
    const std::lock_guard lock{mutex_};
    rules_ = std::move(rules);
    mark_ = mark;
}

clock::Target Targets::of(const Aimed& aimed) const {
    const auto all = rules();
    const auto won = std::find_if(all->begin(), all->end(), [&](const TargetRule& rule) { return rule.fits(aimed); });
    return won == all->end() ? clock::Target{} : won->target;
}

Targets::Why Targets::why(const Aimed& aimed) const {
    Why why;
    for (const auto& rule : *rules()) {
        if (!rule.fits(aimed)) {
            continue;
        }
        if (why.won) {
            why.others.push_back(rule);
        } else {
            why.won = rule;
        }
    }
    return why;
}

std::shared_ptr<const std::vector<TargetRule>> Targets::rules() const {
    const std::lock_guard lock{mutex_};
    return rules_;
}

}  // namespace ansvar::schedule
