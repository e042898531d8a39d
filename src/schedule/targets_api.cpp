#include <algorithm>
#include <memory>

#include "core/number.hpp"
#include "identity/principal.hpp"
#include "schedule/calendars_api.hpp"
#include "schedule/target_changes.hpp"
#include "web/json_fields.hpp"
#include "web/json_lists.hpp"

namespace ansvar::schedule {

namespace {

using nlohmann::json;
using web::Fields;

json target_json(const TargetRule& rule) {
    return {{"id", rule.target.id},
            {"area", web::or_null(rule.area_key)},
            {"unit", rule.unit ? json(rule.unit->value) : json()},
            {"role", rule.role ? json(rule.role->value) : json()},
            {"level", web::or_null(rule.level)},
            {"priority", rule.priority ? json(priority_word(*rule.priority)) : json()},
            {"first_response_minutes", web::or_null(rule.target.first_response)},
            {"next_response_minutes", web::or_null(rule.target.next_response)},
            {"resolution_minutes", web::or_null(rule.target.resolution)}};
}

/// The table of targets, for programs.
class TargetsApi {
public:
    explicit TargetsApi(const Services& services) : services_(services) {}

    web::Response list(const web::Request& request) const {
        auto rows = json::array();
        for (const auto& rule : *services_.schedule.targets.rules()) {
            rows.push_back(target_json(rule));
        }
        return web::page_of_rows(request, rows);
    }

    web::Response add(const web::Request& request) const { return save(request, {}); }
    web::Response change(const web::Request& request) const { return save(request, request.path_number("target")); }

    web::Response retire(const web::Request& request) const {
        web::take_nothing(request);
        const auto id = request.path_number("target");
        if (!services_.database.in_transaction([&](db::Transaction& tx) { return retire_target(tx, id, hand(request)); })) {
            throw web::NotFound{"no such target is in force"};
        }
        refresh();
        return web::Response::json({{"id", id}});
    }

    /// The target that a ticket would have, and the others that fit it.
    web::Response trial(const web::Request& request) const {
        identity::FormCheck check{services_.pages.texts(), request.language()};
        const auto choices = target_choices(services_);
        const auto asked = [&](std::string_view name) { return request.query(name).value_or(""); };
        TargetRule meant;
        read_conditions({asked("area"), asked("unit"), asked("role"), "", asked("priority")}, choices, services_.roles, meant, check);
        web::refuse_faulty(check.field_errors());
        const auto area = std::find_if(choices.areas.begin(), choices.areas.end(), [&](const AreaChoice& each) { return each.key == meant.area_key; });
        const bool has_area = area != choices.areas.end();
        const auto why = services_.schedule.targets.why({.role = meant.role.value_or(has_area ? area->role : RoleCode{""}),
                                                         .unit = meant.unit,
                                                         .area_key = meant.area_key,
                                                         .level = has_area ? area->level : "",
                                                         .priority = meant.priority.value_or(1)});
        json view{{"target", why.won ? target_json(*why.won) : json()}, {"others", json::array()}};
        for (const auto& other : why.others) {
            view["others"].push_back(target_json(other));
        }
        return web::Response::json(view);
    }

private:
    Hand hand(const web::Request& request) const {
        return {.actor = identity::Actor::of(request), .by = identity::principal(request).person.id, .now = services_.clock.now()};
    }

    void refresh() const {
        services_.database.read([&](db::Session& session) { services_.schedule.refresh(session); });
    }

    static std::optional<std::int64_t> minutes(Fields& fields, const std::string& field) {
        const auto number = fields.number(field);
        if (number && (*number < 1 || *number > most_target_minutes)) {
            fields.fault(web::field_fault("/" + field, "out-of-range", {{"from", 1}, {"to", most_target_minutes}}));
        }
        return number;
    }

    web::Response save(const web::Request& request, std::optional<std::uint64_t> instead_of) const {
        identity::FormCheck check{services_.pages.texts(), request.language()};
        Fields fields{request};
        const auto text = [&](const char* field) { return fields.text(field).value_or(""); };
        TypedConditions typed{.area = text("area"), .unit = {}, .role = text("role"), .level = text("level"), .priority = text("priority")};
        const auto unit = fields.number("unit");
        typed.unit = unit ? std::to_string(*unit) : "";
        TargetRule rule;
        rule.target = {.first_response = minutes(fields, "first_response_minutes"),
                       .next_response = minutes(fields, "next_response_minutes"),
                       .resolution = minutes(fields, "resolution_minutes")};
        fields.finish();
        read_conditions(typed, target_choices(services_), services_.roles, rule, check);
        web::refuse_faulty(check.field_errors());
        const auto id = services_.database.in_transaction([&](db::Transaction& tx) { return save_target(tx, rule, instead_of, hand(request)); });
        if (!id) {
            if (id.error() == TargetRefusal::Gone) {
                throw web::NotFound{"no such target is in force"};
            }
            check.add("area", text_of(id.error()));
            throw web::Unprocessable{check.field_errors()};
        }
        refresh();
        rule.target.id = *id;
        return web::Response::json(target_json(rule), 201);
    }

    Services services_;
};

}  // namespace

std::vector<web::Route> targets_api_routes(const Services& services) {
    using enum web::Method;
    const web::HandlersOf to{std::make_shared<const TargetsApi>(services)};
    constexpr web::Access reading{web::Audience::Administrator, web::Scope::PeopleRead}, writing{web::Audience::Administrator, web::Scope::PeopleWrite};
    return {{Get, "/api/v1/targets", reading, to(&TargetsApi::list), {}, {.query = {"limit", "after"}}},
            {Get, "/api/v1/targets/trial", reading, to(&TargetsApi::trial), {}, {.query = {"area", "unit", "role", "priority"}}},
            {Post, "/api/v1/targets", writing, to(&TargetsApi::add)},
            {Post, "/api/v1/targets/{target}/successor", writing, to(&TargetsApi::change)},
            {Post, "/api/v1/targets/{target}/retirement", writing, to(&TargetsApi::retire)}};
}

}  // namespace ansvar::schedule
