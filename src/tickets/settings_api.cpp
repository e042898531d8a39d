#include "tickets/settings_api.hpp"

#include <fmt/format.h>

#include <memory>
#include <utility>

#include "tickets/api_fields.hpp"
#include "tickets/escalation_keeping.hpp"
#include "tickets/unanswered_keeping.hpp"
#include "web/json_lists.hpp"

namespace ansvar::tickets {

namespace {

using nlohmann::json;
using schedule::UnansweredRules;

web::Response answer(const json& told, const json& content) {
    auto response = web::Response::json(told);
    web::tell_version(response, web::version_of_content(content));
    return response;
}

void expect(bool is_kept) {
    if (!is_kept) {
        throw web::PreconditionFailed{"somebody was faster"};
    }
}

std::string digits(const std::optional<std::int64_t>& number) { return number ? std::to_string(*number) : ""; }

/// Steps of the escalation and what becomes of questions that nobody answers, for programs.
class SettingsApi {
public:
    explicit SettingsApi(PageServices services) : services_(std::move(services)) {}

    web::Response steps(const web::Request& /*request*/) const {
        return tell(services_.database().read([](db::Session& session) { return schedule::list_steps(session); }));
    }

    web::Response set_steps(const web::Request& request) const {
        Fields fields{request};
        if (!fields.says("steps")) {
            fields.fault(web::field_fault("/steps", "required"));
        }
        std::vector<TypedStep> typed;
        for (auto& row : fields.rows("steps")) {
            const auto clock = row.text("clock");
            typed.push_back({.measure = clock.value_or(""), .percent = std::to_string(row.number("percent").value_or(0)), .whom = row.texts("whom")});
            fields.finish_row(row);
        }
        if (typed.size() > most_steps) {
            fields.fault(web::field_fault("/steps", "too-many", {{"limit", most_steps}}));
        }
        fields.finish();
        std::vector<web::FieldError> faults;
        const auto pointer = [](std::size_t at, std::string_view field) { return fmt::format("/steps/{}/{}", at, field == "measure" ? "clock" : field); };
        const auto steps = check_steps(typed, pointer, faults);
        refuse_faulty(faults);
        expect(keep_steps(services_, request, steps, version_of(request)));
        return this->steps(request);
    }

    web::Response rules(const web::Request& /*request*/) const {
        return tell(services_.database().read([](db::Session& session) { return schedule::list_unanswered_rules(session); }));
    }

    web::Response set_rules(const web::Request& request) const {
        Fields fields{request};
        if (!fields.says("rules")) {
            fields.fault(web::field_fault("/rules", "required"));
        }
        UnansweredRules rules;
        std::vector<web::FieldError> faults;
        bool is_school_said = false;
        for (std::size_t at = 0; auto& row : fields.rows("rules")) {
            const auto place = fmt::format("/rules/{}/", at++);
            const auto role = row.text("role");
            const auto remind = row.number("remind"), close = row.number("close");
            const auto days = remind || close ? check_days(digits(remind), digits(close), {place + "remind", place + "close"}, faults) : std::nullopt;
            fields.finish_row(row);
            if (role && !is_queue(RoleCode{*role})) {
                faults.push_back(web::field_fault(place + "role", "unknown-role"));
            } else if (role ? rules.roles.contains(RoleCode{*role}) : is_school_said) {
                faults.push_back(web::field_fault(place + "role", "given-twice"));
            } else if (role) {
                rules.roles[RoleCode{*role}] = days;
            } else {
                is_school_said = true;
                rules.school = days;
            }
        }
        fields.finish();
        refuse_faulty(faults);
        expect(keep_rules(services_, request, rules, version_of(request)));
        return this->rules(request);
    }

private:
    bool is_queue(const RoleCode& code) const {
        const auto table = services_.roles().table();
        const auto* role = table->find(code);
        return role != nullptr && role->kind == identity::RoleKind::Queue;
    }

    static web::Response tell(const std::vector<schedule::EscalationStep>& steps) {
        const auto told = steps_json(steps);
        return answer({{"steps", told}}, told);
    }

    static web::Response tell(const UnansweredRules& rules) {
        auto rows = json::array();
        const auto add = [&](json role, const std::optional<schedule::UnansweredDays>& days) {
            rows.push_back({{"role", std::move(role)}, {"remind", days ? json(days->remind) : json()}, {"close", days ? json(days->close) : json()}});
        };
        add(nullptr, rules.school);
        for (const auto& [role, days] : rules.roles) {
            add(role.value, days);
        }
        return answer({{"rules", std::move(rows)}}, rules_json(rules));
    }

    PageServices services_;
};

}  // namespace

std::vector<web::Route> settings_api_routes(const PageServices& services) {
    using enum web::Method;
    const web::HandlersOf to{std::make_shared<const SettingsApi>(services)};
    constexpr web::Access reading{web::Audience::Administrator, web::Scope::PeopleRead}, writing{web::Audience::Administrator, web::Scope::PeopleWrite};
    const web::Manners versioned{.query = {}, .wants_version = true};
    return {{Get, "/api/v1/settings/escalation", reading, to(&SettingsApi::steps)},
            {Put, "/api/v1/settings/escalation", writing, to(&SettingsApi::set_steps), {}, versioned},
            {Get, "/api/v1/settings/unanswered", reading, to(&SettingsApi::rules)},
            {Put, "/api/v1/settings/unanswered", writing, to(&SettingsApi::set_rules), {}, versioned}};
}

}  // namespace ansvar::tickets
