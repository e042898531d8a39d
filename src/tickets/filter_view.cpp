#include "tickets/filter_view.hpp"

#include <algorithm>

#include "core/number.hpp"
#include "tickets/area_choices.hpp"

namespace ansvar::tickets {

using nlohmann::json;

std::string FilterView::name_of_holder(const std::string& value) const {
    if (value == "me" || value == "nobody") {
        return wording.text("filter.holder." + value);
    }
    const auto id = id_from<PersonId>(value);
    const auto found = std::find_if(holders.begin(), holders.end(), [&](const auto& each) { return each.id == id; });
    return found == holders.end() ? wording.text("filter.unknown") : found->name;
}

std::string FilterView::name_of_level(const std::string& value) const {
    const auto key = "level." + value;
    return wording.has(key) ? wording.text(key) : value;
}

/// A value as people say it.
std::string FilterView::words_of(const std::string& name, const std::string& value) const {
    if (name == "role") {
        return roles.name(RoleCode{value}, wording.language());
    }
    if (name == "state") {
        return value == "done" ? wording.text("filter.state.done") : wording.text("state." + value);
    }
    if (name == "priority") {
        return wording.text("priority." + value);
    }
    if (name == "due") {
        return wording.text("filter.due." + value);
    }
    if (name == "holder") {
        return name_of_holder(value);
    }
    if (name == "level") {
        return name_of_level(value);
    }
    if (name == "area") {
        const auto* area = matrix.find(value);
        return area ? area->name : wording.text("filter.unknown");
    }
    if (name == "unit") {
        const auto id = id_from<UnitId>(value);
        const auto found = std::find_if(units.begin(), units.end(), [&](const auto& each) { return each.id == id; });
        return found == units.end() ? wording.text("filter.unknown") : found->name;
    }
    return value;
}

json FilterView::said(const Filter& filter, const std::string& path) const {
    auto list = json::array();
    for (const auto& [name, value] : filter.parts()) {
        const auto rest = filter.without(name, value).query();
        list.push_back({{"label", wording.format("filter.said." + name, {{"value", words_of(name, value)}})},
                        {"without", rest.empty() ? path : path + "?" + rest}});
    }
    return list;
}

json FilterView::form(const Filter& filter, const std::vector<RoleCode>& queues) const {
    const auto choices = [&](const std::string& key, const std::vector<std::string>& values, const std::string& selected) {
        auto list = json::array();
        for (const auto& value : values) {
            list.push_back(choice(value, wording.text(key + value), selected));
        }
        return list;
    };
    auto roles_view = json::array();
    for (const auto& queue : queues) {
        const bool chosen = std::find(filter.roles.begin(), filter.roles.end(), queue) != filter.roles.end();
        roles_view.push_back({{"value", queue.value}, {"label", roles.name(queue, wording.language())}, {"selected", chosen}});
    }
    auto states = choices("state.", {"new", "in_progress", "waiting_requester", "waiting_other", "resolved", "closed", "rejected"}, filter.state);
    states.push_back(choice("done", wording.text("filter.state.done"), filter.state));
    auto holder_view = choices("filter.holder.", {"me", "nobody"}, filter.holder);
    for (const auto& one : holders) {
        holder_view.push_back(choice(one.id.text(), one.name, filter.holder));
    }
    auto levels = json::array();
    for (const auto& area : matrix.areas()) {
        if (std::none_of(levels.begin(), levels.end(), [&](const auto& each) { return each["value"] == area.level; })) {
            levels.push_back(choice(area.level, name_of_level(area.level), filter.level));
        }
    }
    auto unit_view = json::array();
    for (const auto& unit : units) {
        unit_view.push_back(choice(unit.id.text(), unit.name, filter.unit ? filter.unit->text() : ""));
    }
    return {{"has_roles", queues.size() > 1},
            {"roles", std::move(roles_view)},
            {"states", std::move(states)},
            {"priorities", choices("priority.", {"low", "normal", "high", "urgent"}, filter.priority ? std::string{name(*filter.priority)} : "")},
            {"dues", choices("filter.due.", {"late", "today", "week"}, filter.due)},
            {"holders", std::move(holder_view)},
            {"levels", std::move(levels)},
            {"areas", area_choices(matrix, roles, wording, filter.area)},
            {"has_units", !unit_view.empty()},
            {"units", std::move(unit_view)},
            {"tag", filter.tag},
            {"days", filter.days > 0 ? std::to_string(filter.days) : ""},
            {"text", filter.text}};
}

}  // namespace ansvar::tickets
