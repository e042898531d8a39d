#include "schedule/target_pages.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "core/number.hpp"
#include "core/text.hpp"
#include "identity/audit.hpp"
#include "identity/principal.hpp"
#include "web/errors.hpp"

namespace ansvar::schedule {

namespace {

using nlohmann::json;

constexpr std::size_t typed_limit = 40;

json option(const std::string& value, const std::string& label, const std::string& chosen) {
    return {{"value", value}, {"label", label}, {"selected", value == chosen}};
}

const AreaChoice* find_area(const std::vector<AreaChoice>& areas, std::string_view key) {
    const auto found = std::find_if(areas.begin(), areas.end(), [&](const AreaChoice& area) { return area.key == key; });
    return found == areas.end() ? nullptr : &*found;
}

std::string unit_name(const std::vector<identity::Unit>& units, UnitId id) {
    const auto found = std::find_if(units.begin(), units.end(), [&](const identity::Unit& unit) { return unit.id == id; });
    return found == units.end() ? id.text() : found->name;
}

}  // namespace

std::optional<std::int64_t> typed_minutes(std::string_view typed) {
    double minutes = 0;
    auto rest = lower(trim(typed));
    std::replace(rest.begin(), rest.end(), ',', '.');
    if (rest.empty()) {
        return std::nullopt;
    }
    while (!rest.empty()) {
        const auto digits = rest.find_first_not_of("0123456789.");
        const auto number = rest.substr(0, digits);
        if (digits == std::string::npos || number.empty() || number.size() > 7 || number.front() == '.' || std::count(number.begin(), number.end(), '.') > 1) {
            return std::nullopt;
        }
        rest = std::string{trim(rest.substr(digits))};
        const auto letters = std::min(rest.find_first_of(" 0123456789"), rest.size());
        const auto unit = rest.substr(0, letters);
        if (unit != "h" && unit != "min") {
            return std::nullopt;
        }
        minutes += std::stod(number) * (unit == "h" ? 60 : 1);
        rest = std::string{trim(rest.substr(letters))};
    }
    const auto whole = static_cast<std::int64_t>(std::llround(minutes));
    return whole > 0 && whole <= most_target_minutes ? std::optional{whole} : std::nullopt;
}

TargetPages::Typed TargetPages::typed(const web::Request& request) {
    const auto& form = request.form();
    const auto value = [&](const char* name) { return shorten(trim(form.value(name)), 200); };
    return {value("id"), value("area"), value("unit"), value("role"), value("level"), value("priority"), value("first_response"), value("next_response"), value("resolution")};
}

TargetPages::Typed TargetPages::typed(const TargetRule& rule, const Words& words) {
    const auto minutes = [&](const std::optional<std::int64_t>& value) { return value ? words.minutes(value) : std::string{}; };
    return {std::to_string(rule.target.id), rule.area_key.value_or(""), rule.unit ? rule.unit->text() : "", rule.role ? rule.role->value : "",
            rule.level.value_or(""), rule.priority ? priority_word(*rule.priority) : "", minutes(rule.target.first_response),
            minutes(rule.target.next_response), minutes(rule.target.resolution)};
}

TargetRule TargetPages::read(const Typed& typed, const TargetChoices& choices, identity::FormCheck& check) const {
    TargetRule rule;
    read_conditions({typed.area, typed.unit, typed.role, typed.level, typed.priority}, choices, services_.roles, rule, check);
    const auto minutes = [&](const char* field, const std::string& value) {
        const auto read = typed_minutes(value);
        if (!read && !value.empty()) {
            check.add_general(field, "targets." + std::string{field}, "targets.time_wrong");
        }
        return read;
    };
    rule.target.first_response = minutes("first_response", typed.first);
    rule.target.next_response = minutes("next_response", typed.next);
    rule.target.resolution = minutes("resolution", typed.resolution);
    return rule;
}

web::Response TargetPages::list(const web::Request& request) const {
    const Words words{services_.pages.texts(), services_.roles, request.language()};
    const auto asked = whole_number<std::uint64_t>(request.query("change").value_or(""));
    const auto rules = services_.schedule.targets.rules();
    const auto found = std::find_if(rules->begin(), rules->end(), [&](const TargetRule& rule) { return rule.target.id == asked; });
    return page(request, 200, found == rules->end() ? Typed{} : typed(*found, words), {services_.pages.texts(), request.language()});
}

web::Response TargetPages::save(const web::Request& request) const {
    identity::FormCheck check{services_.pages.texts(), request.language()};
    const auto form = typed(request);
    const auto rule = read(form, target_choices(services_), check);
    if (check.is_fine()) {
        // An id that is none is of one that is not there, so 0: no row has it.
        const auto instead_of = form.id.empty() ? std::nullopt : std::optional{whole_number<std::uint64_t>(form.id).value_or(0)};
        const auto saved = services_.database.in_transaction([&](db::Transaction& tx) { return save_target(tx, rule, instead_of, hand(request)); });
        if (saved) {
            services_.database.read([&](db::Session& session) { services_.schedule.refresh(session); });
            return web::Response::see_other("/admin/targets?saved=yes");
        }
        check.add("area", text_of(saved.error()));
    }
    return page(request, 422, form, check);
}

web::Response TargetPages::retire(const web::Request& request) const {
    // False when the button was pressed twice.
    services_.database.in_transaction([&](db::Transaction& tx) { return retire_target(tx, request.path_number("id"), hand(request)); });
    services_.database.read([&](db::Session& session) { services_.schedule.refresh(session); });
    return web::Response::see_other("/admin/targets?saved=yes");
}

Hand TargetPages::hand(const web::Request& request) const {
    return {.actor = identity::Actor::of(request), .by = identity::principal(request).person.id, .now = services_.clock.now()};
}

json TargetPages::rule_view(const Words& words, const TargetChoices& choices, const TargetRule& rule) const {
    const auto& texts = services_.pages.texts();
    std::vector<std::string> conditions;
    if (rule.area_key) {
        const auto* area = find_area(choices.areas, *rule.area_key);
        conditions.push_back(area ? area->name : *rule.area_key);
    }
    if (rule.unit) {
        conditions.push_back(unit_name(choices.units, *rule.unit));
    }
    if (rule.role) {
        conditions.push_back(words.role(*rule.role));
    }
    if (rule.level) {
        conditions.push_back(texts.has("level." + *rule.level) ? words.text("level." + *rule.level) : *rule.level);
    }
    if (rule.priority) {
        conditions.push_back(words.format("targets.of_priority", {{"priority", words.text("priority." + priority_word(*rule.priority))}}));
    }
    const auto id = std::to_string(rule.target.id);
    return {{"conditions", conditions.empty() ? words.text("targets.any") : join(conditions, ", ")},
            {"first_response", words.minutes(rule.target.first_response)},
            {"next_response", words.minutes(rule.target.next_response)},
            {"resolution", words.minutes(rule.target.resolution)},
            {"change_href", "/admin/targets?change=" + id + "#change"},
            {"retire", "/admin/targets/" + id + "/retirement"}};
}

json TargetPages::trial_view(const web::Request& request, const Words& words, const TargetChoices& choices) const {
    const auto asked = request.query("try_priority");
    if (!asked) {
        return false;
    }
    const auto* area = find_area(choices.areas, request.query("try_area").value_or(""));
    const Aimed aimed{.role = area ? area->role : RoleCode{request.query("try_role").value_or("")},
                      .unit = id_from<UnitId>(request.query("try_unit").value_or("")),
                      .area_key = area ? std::optional{area->key} : std::nullopt,
                      .level = area ? area->level : "",
                      .priority = priority_from(*asked).value_or(1)};
    const auto why = services_.schedule.targets.why(aimed);
    auto others = json::array();
    for (const auto& other : why.others) {
        others.push_back(rule_view(words, choices, other));
    }
    return {{"won", why.won ? rule_view(words, choices, *why.won) : json(false)},
            {"role", area ? json(words.format("targets.try_role_of_area", {{"role", words.role(aimed.role)}})) : json(false)},
            {"has_others", !others.empty()},
            {"others", std::move(others)}};
}

void TargetPages::put_options(json& view, const Words& words, const TargetChoices& choices, const Typed& typed) const {
    const auto& texts = services_.pages.texts();
    std::vector<std::string> levels;
    for (const auto& name : {"areas", "units", "roles", "levels", "priorities"}) {
        view[name] = json::array();
    }
    for (const auto& area : choices.areas) {
        view["areas"].push_back(option(area.key, area.name, typed.area));
        if (std::find(levels.begin(), levels.end(), area.level) == levels.end()) {
            levels.push_back(area.level);
            view["levels"].push_back(option(area.level, texts.has("level." + area.level) ? words.text("level." + area.level) : area.level, typed.level));
        }
    }
    for (const auto& unit : choices.units) {
        view["units"].push_back(option(unit.id.text(), unit.name, typed.unit));
    }
    for (const auto& role : services_.roles.table()->roles()) {
        view["roles"].push_back(option(role.code.value, words.role(role.code), typed.role));
    }
    for (const std::string priority : priorities) {
        view["priorities"].push_back(option(priority, words.text("priority." + priority), typed.priority));
    }
}

web::Response TargetPages::page(const web::Request& request, int status, const Typed& typed, const identity::FormCheck& check) const {
    const Words words{services_.pages.texts(), services_.roles, request.language()};
    const auto all = target_choices(services_);
    json view{{"title", check.title(words.text("targets.title"))}, {"nav", "targets"}, {"targets", json::array()},
              {"trial", trial_view(request, words, all)}, {"is_change", !typed.id.empty()},
              {"form", {{"id", typed.id}, {"first_response", typed.first}, {"next_response", typed.next}, {"resolution", typed.resolution}}}};
    for (const auto& rule : *services_.schedule.targets.rules()) {
        view["targets"].push_back(rule_view(words, all, rule));
    }
    put_options(view, words, all, typed);
    json tried;
    put_options(tried, words, all,
                {.id = {}, .area = request.query("try_area").value_or(""), .unit = request.query("try_unit").value_or(""), .role = request.query("try_role").value_or(""),
                 .level = {}, .priority = request.query("try_priority").value_or("normal"), .first = {}, .next = {}, .resolution = {}});
    view["tried"] = std::move(tried);
    check.put_into(view, {"area", "unit", "role", "level", "priority", "first_response", "next_response", "resolution"});
    if (request.query("saved")) {
        view["notices"] = json::array({{{"text", words.text("targets.saved")}}});
    }
    return services_.pages.render(request, status, "schedule/targets", view);
}

}  // namespace ansvar::schedule
