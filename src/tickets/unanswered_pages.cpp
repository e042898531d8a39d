#include "tickets/unanswered_pages.hpp"

#include <array>
#include <memory>
#include <string_view>

#include "core/number.hpp"
#include "core/text.hpp"
#include "identity/audit.hpp"
#include "schedule/unanswered.hpp"
#include "tickets/form_errors.hpp"

namespace ansvar::tickets {

namespace {

using nlohmann::json;
using schedule::UnansweredDays;
using schedule::UnansweredRules;

/// What can be chosen: the school's days (of roles only), days of its own, or that nothing is closed.
constexpr std::array<std::string_view, 3> modes{"school", "days", "never"};

/// A row of the form as it was typed.
struct TypedRule {
    std::string role;  ///< empty: the school
    std::string name = {};
    std::string mode = "school";
    std::string remind = {};
    std::string close = {};
};

json days_json(const std::optional<UnansweredDays>& days) { return days ? json{{"remind", days->remind}, {"close", days->close}} : json(); }

json rules_json(const UnansweredRules& rules) {
    auto roles = json::object();
    for (const auto& [role, days] : rules.roles) {
        roles[role.value] = days_json(days);
    }
    return {{"school", days_json(rules.school)}, {"roles", std::move(roles)}};
}

/// The rule of one row; empty and a fault when it is wrong.
std::optional<UnansweredDays> read(const TypedRule& typed, const std::string& number, FormErrors& errors) {
    const auto remind = whole_number<std::uint16_t>(typed.remind), close = whole_number<std::uint16_t>(typed.close);
    const auto fits = [](const auto& days) { return days && *days >= 1 && *days <= schedule::most_unanswered_days; };
    for (const auto& [field, days] : {std::pair{"/remind", remind}, std::pair{"/close", close}}) {
        if (!fits(days)) {
            errors.add({field_fault(field + number, "out-of-range", {{"from", 1}, {"to", schedule::most_unanswered_days}})});
        }
    }
    if (!fits(remind) || !fits(close)) {
        return {};
    }
    if (*close <= *remind) {
        errors.add({field_fault("/close" + number, "closes-too-soon")});
        return {};
    }
    return UnansweredDays{.remind = *remind, .close = *close};
}

class UnansweredPages {
public:
    explicit UnansweredPages(PageServices services) : services_(std::move(services)) {}

    web::Response show(const web::Request& request) const {
        const auto rules = services_.database().read([](db::Session& session) { return schedule::list_unanswered_rules(session); });
        return page(request, 200, typed_of(rules, request), {});
    }

    web::Response save(const web::Request& request) const {
        auto rows = typed_of({}, request);
        UnansweredRules rules;
        FormErrors errors;
        for (std::size_t at = 0; at < rows.size(); ++at) {
            auto& row = rows[at];
            const auto number = std::to_string(at + 1);
            row.mode = request.form().value("mode" + number);
            row.remind = std::string{trim(request.form().value("remind" + number))};
            row.close = std::string{trim(request.form().value("close" + number))};
            const auto days = row.mode == "days" ? read(row, number, errors) : std::nullopt;
            if (row.role.empty()) {
                rules.school = days;
            } else if (row.mode == "days" || row.mode == "never") {
                rules.roles[RoleCode{row.role}] = days;
            }
        }
        if (!errors.empty()) {
            return page(request, 422, rows, errors);
        }
        services_.database().in_transaction([&](db::Transaction& tx) { store(tx, request, rules); });
        return web::Response::see_other("/admin/unanswered?saved=yes");
    }

private:
    void store(db::Transaction& tx, const web::Request& request, const UnansweredRules& rules) const {
        const auto before = schedule::list_unanswered_rules(tx);
        schedule::store_unanswered_rules(tx, rules, services_.now());
        identity::record(tx, identity::Actor::of(request),
                         {.action = "setting.changed",
                          .object_kind = "setting",
                          .object_id = "unanswered_rules",
                          .details = {{"before", rules_json(before)}, {"after", rules_json(rules)}}},
                         services_.now());
    }

    /// The school first, then each queue.
    std::vector<TypedRule> typed_of(const UnansweredRules& rules, const web::Request& request) const {
        const auto wording = services_.wording(request);
        const auto row = [](std::string role, std::string name, std::string other_mode, const std::optional<UnansweredDays>& days) {
            return TypedRule{.role = std::move(role),
                             .name = std::move(name),
                             .mode = days ? "days" : std::move(other_mode),
                             .remind = days ? std::to_string(days->remind) : "",
                             .close = days ? std::to_string(days->close) : ""};
        };
        std::vector<TypedRule> rows{row("", wording.text("unanswered.school"), "never", rules.school)};
        for (const auto& role : services_.roles().table()->roles()) {
            if (role.kind == identity::RoleKind::Queue) {
                const auto found = rules.roles.find(role.code);
                const bool is_own = found != rules.roles.end();
                rows.push_back(row(role.code.value, services_.roles().name(role.code, wording.language()), is_own ? "never" : "school", is_own ? found->second : std::nullopt));
            }
        }
        return rows;
    }

    static json row_view(const TypedRule& typed, std::size_t place, const FormErrors& errors, const Wording& wording) {
        const auto number = std::to_string(place);
        auto choices = json::array();
        for (const auto mode : modes) {
            if (!typed.role.empty() || mode != "school") {
                choices.push_back({{"value", mode}, {"label", wording.text("unanswered.mode." + std::string{mode})}, {"selected", mode == typed.mode}});
            }
        }
        return {{"number", number},
                {"legend", typed.name},
                {"modes", std::move(choices)},
                {"remind", typed.remind},
                {"remind_error", errors.of("remind" + number, wording)},
                {"close", typed.close},
                {"close_error", errors.of("close" + number, wording)}};
    }

    web::Response page(const web::Request& request, int status, const std::vector<TypedRule>& rows, const FormErrors& errors) const {
        const auto wording = services_.wording(request);
        json view = {{"nav", "admin"}, {"rules", json::array()}};
        for (std::size_t at = 0; at < rows.size(); ++at) {
            view["rules"].push_back(row_view(rows[at], at + 1, errors, wording));
        }
        errors.fill(view, wording, "unanswered.title", {});
        if (request.method() == web::Method::Get && request.query("saved")) {
            view["notices"] = json::array({json{{"text", wording.text("unanswered.saved")}}});
        }
        return services_.pages.render(request, status, "tickets/unanswered", std::move(view));
    }

    PageServices services_;
};

}  // namespace

std::vector<web::Route> unanswered_routes(const PageServices& services) {
    const auto pages = std::make_shared<UnansweredPages>(services);
    constexpr web::Access administrator{web::Audience::Administrator, web::Via::Page};
    return {{web::Method::Get, "/admin/unanswered", administrator, [pages](const web::Request& request) { return pages->show(request); }},
            {web::Method::Post, "/admin/unanswered", administrator, [pages](const web::Request& request) { return pages->save(request); }}};
}

}  // namespace ansvar::tickets
