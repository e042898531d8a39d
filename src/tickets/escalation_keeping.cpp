#include "tickets/escalation_keeping.hpp"

#include <algorithm>

#include "core/number.hpp"
#include "identity/audit.hpp"
#include "web/json_lists.hpp"

namespace ansvar::tickets {

using nlohmann::json;
using schedule::EscalationStep;

TypedStep typed_of(const EscalationStep& step) {
    TypedStep typed{.measure = std::string{name(step.step.measure)}, .percent = std::to_string(step.step.percent), .whom = {}};
    for (const auto whom : step.whom) {
        typed.whom.emplace_back(name(whom));
    }
    return typed;
}

std::vector<EscalationStep> check_steps(const std::vector<TypedStep>& rows, const StepField& pointer, std::vector<web::FieldError>& faults) {
    std::vector<EscalationStep> steps;
    for (std::size_t at = 0; at < rows.size(); ++at) {
        if (rows[at].is_empty()) {
            continue;
        }
        const auto wrong = [&](std::string_view field, std::string_view code, web::Arguments arguments = {}) {
            faults.push_back(field_fault(pointer(at, field), code, std::move(arguments)));
        };
        const auto percent = whole_number<std::uint16_t>(rows[at].percent);
        const auto measure = clock::measure_from(rows[at].measure);
        if (!measure) {
            wrong("measure", "unknown-value");
        }
        if (!percent || *percent < 1 || *percent > schedule::most_percent) {
            wrong("percent", "out-of-range", {{"from", 1}, {"to", schedule::most_percent}});
            continue;
        }
        EscalationStep step{.step = {measure.value_or(clock::Measure::Resolution), *percent}, .whom = {}};
        const auto& names = rows[at].whom;
        for (const auto whom : schedule::all_whom) {
            if (std::find(names.begin(), names.end(), name(whom)) != names.end()) {
                step.whom.push_back(whom);
            }
        }
        if (!std::all_of(names.begin(), names.end(), [](const auto& each) { return schedule::whom_from(each).has_value(); })) {
            wrong("whom", "unknown-value");
        } else if (step.whom.empty()) {
            wrong("whom", "required-whom");
        }
        const bool is_there = std::any_of(steps.begin(), steps.end(), [&](const auto& each) {
            return each.step.measure == step.step.measure && each.step.percent == step.step.percent;
        });
        if (is_there) {
            wrong("percent", "step-twice");
        }
        steps.push_back(std::move(step));
    }
    return steps;
}

json steps_json(const std::vector<EscalationStep>& steps) {
    auto list = json::array();
    for (const auto& step : steps) {
        const auto typed = typed_of(step);
        list.push_back({{"clock", typed.measure}, {"percent", step.step.percent}, {"whom", typed.whom}});
    }
    return list;
}

bool keep_steps(const PageServices& services, const web::Request& request, const std::vector<EscalationStep>& steps, std::optional<std::int64_t> version) {
    return services.database().in_transaction([&](db::Transaction& tx) {
        const auto before = steps_json(schedule::lock_steps(tx));
        if (version && *version != web::version_of_content(before)) {
            return false;
        }
        schedule::store_steps(tx, steps, services.now());
        identity::record(tx, identity::Actor::of(request),
                         {.action = "setting.changed",
                          .object_kind = "setting",
                          .object_id = "escalation_steps",
                          .details = {{"before", {{"steps", before}}}, {"after", {{"steps", steps_json(steps)}}}}},
                         services.now());
        return true;
    });
}

}  // namespace ansvar::tickets
