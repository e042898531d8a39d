#include "schedule/target_changes.hpp"

#include <algorithm>

#include "core/number.hpp"
#include "schedule/target_store.hpp"

namespace ansvar::schedule {

namespace {

using nlohmann::json;

template <class Value>
json maybe(const std::optional<Value>& value) {
    return value ? json(*value) : json();
}

json audit_view(const TargetRule& rule) {
    return {{"role", rule.role ? json(rule.role->value) : json()}, {"unit", rule.unit ? json(rule.unit->value) : json()},
            {"area", maybe(rule.area_key)},                        {"level", maybe(rule.level)},
            {"priority", rule.priority ? json(priority_word(*rule.priority)) : json()},
            {"first_response", maybe(rule.target.first_response)}, {"next_response", maybe(rule.target.next_response)},
            {"resolution", maybe(rule.target.resolution)}};
}

}  // namespace

std::string priority_word(int priority) { return priorities.at(static_cast<std::size_t>(priority)); }

std::optional<int> priority_from(std::string_view word) {
    const auto found = std::find(priorities.begin(), priorities.end(), word);
    return found == priorities.end() ? std::nullopt : std::optional{static_cast<int>(found - priorities.begin())};
}

TargetChoices target_choices(const Services& services) {
    return {services.areas(), services.database.read([](db::Session& session) { return identity::list_units(session); })};
}

void read_conditions(const TypedConditions& typed, const TargetChoices& choices, const identity::RoleDirectory& roles, TargetRule& rule, identity::FormCheck& check) {
    const auto unknown = [&](const char* field) { check.add(field, "field.unknown_value"); };
    const auto chosen = [](const std::string& value) { return value.empty() ? std::nullopt : std::optional{value}; };
    rule.area_key = chosen(typed.area);
    rule.level = chosen(typed.level);
    rule.unit = id_from<UnitId>(typed.unit);
    rule.priority = priority_from(typed.priority);
    rule.role = typed.role.empty() ? std::nullopt : std::optional{RoleCode{typed.role}};
    if (rule.area_key && std::none_of(choices.areas.begin(), choices.areas.end(), [&](const AreaChoice& area) { return area.key == *rule.area_key; })) {
        unknown("area");
    }
    if (rule.level && std::none_of(choices.areas.begin(), choices.areas.end(), [&](const AreaChoice& area) { return area.level == *rule.level; })) {
        unknown("level");
    }
    if (!typed.unit.empty() && (!rule.unit || std::none_of(choices.units.begin(), choices.units.end(), [&](const auto& unit) { return unit.id == rule.unit; }))) {
        unknown("unit");
    }
    if (rule.role && roles.table()->find(*rule.role) == nullptr) {
        unknown("role");
    }
    if (!typed.priority.empty() && !rule.priority) {
        unknown("priority");
    }
}

std::string_view text_of(TargetRefusal why) { return why == TargetRefusal::Gone ? "targets.somebody_else" : "targets.twice"; }

Result<std::uint64_t, TargetRefusal> save_target(db::Transaction& tx, const TargetRule& rule, std::optional<std::uint64_t> instead_of, const Hand& hand) {
    const auto all = target_store::lock(tx);
    const auto before = std::find_if(all.begin(), all.end(), [&](const TargetRule& one) { return one.target.id == instead_of; });
    const bool is_changed = before != all.end();
    if (instead_of && !is_changed) {
        return refuse(TargetRefusal::Gone);
    }
    if (std::any_of(all.begin(), all.end(), [&](const TargetRule& one) { return one.has_same_conditions(rule) && one.target.id != instead_of; })) {
        return refuse(TargetRefusal::Twice);
    }
    if (is_changed) {
        target_store::retire(tx, before->target.id, hand.by, hand.now);
    }
    const auto id = target_store::insert(tx, rule, hand.by, hand.now);
    record(tx, hand.actor,
           {.action = is_changed ? "target.changed" : "target.added",
            .object_kind = "target",
            .object_id = std::to_string(id),
            .details = {{"before", is_changed ? audit_view(*before) : json()}, {"after", audit_view(rule)}}},
           hand.now);
    return id;
}

bool retire_target(db::Transaction& tx, std::uint64_t id, const Hand& hand) {
    const auto all = target_store::lock(tx);
    const auto before = std::find_if(all.begin(), all.end(), [&](const TargetRule& one) { return one.target.id == id; });
    if (before == all.end()) {
        return false;
    }
    target_store::retire(tx, id, hand.by, hand.now);
    record(tx, hand.actor, {.action = "target.retired", .object_kind = "target", .object_id = std::to_string(id), .details = {{"before", audit_view(*before)}}},
           hand.now);
    return true;
}

}  // namespace ansvar::schedule
