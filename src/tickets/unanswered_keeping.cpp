#include "tickets/unanswered_keeping.hpp"

#include <nlohmann/json.hpp>
#include <utility>

#include "core/number.hpp"
#include "identity/audit.hpp"
#include "web/json_lists.hpp"

namespace ansvar::tickets {

using nlohmann::json;
using schedule::UnansweredDays;
using schedule::UnansweredRules;

namespace {

json days_json(const std::optional<UnansweredDays>& days) { return days ? json{{"remind", days->remind}, {"close", days->close}} : json(); }

}  // namespace

std::optional<UnansweredDays> check_days(std::string_view remind_text, std::string_view close_text, const std::pair<std::string, std::string>& at,
                                         std::vector<web::FieldError>& faults) {
    const auto remind = whole_number<std::uint16_t>(remind_text), close = whole_number<std::uint16_t>(close_text);
    const auto fits = [](const auto& days) { return days && *days >= 1 && *days <= schedule::most_unanswered_days; };
    for (const auto& [field, days] : {std::pair{at.first, remind}, std::pair{at.second, close}}) {
        if (!fits(days)) {
            faults.push_back(field_fault(field, "out-of-range", {{"from", 1}, {"to", schedule::most_unanswered_days}}));
        }
    }
    if (!fits(remind) || !fits(close)) {
        return {};
    }
    if (*close <= *remind) {
        faults.push_back(field_fault(at.second, "closes-too-soon"));
        return {};
    }
    return UnansweredDays{.remind = *remind, .close = *close};
}

json rules_json(const UnansweredRules& rules) {
    auto roles = json::object();
    for (const auto& [role, days] : rules.roles) {
        roles[role.value] = days_json(days);
    }
    return {{"school", days_json(rules.school)}, {"roles", std::move(roles)}};
}

bool keep_rules(const PageServices& services, const web::Request& request, const UnansweredRules& rules, std::optional<std::int64_t> version) {
    return services.database().in_transaction([&](db::Transaction& tx) {
        const auto before = rules_json(schedule::lock_unanswered_rules(tx));
        if (version && *version != web::version_of_content(before)) {
            return false;
        }
        schedule::store_unanswered_rules(tx, rules, services.now());
        identity::record(tx, identity::Actor::of(request),
                         {.action = "setting.changed", .object_kind = "setting", .object_id = "unanswered_rules", .details = {{"before", before}, {"after", rules_json(rules)}}},
                         services.now());
        return true;
    });
}

}  // namespace ansvar::tickets
