#include "tickets/unanswered_pages.hpp"

#include <array>
#include <memory>
#include <string_view>

#include "core/text.hpp"
#include "schedule/unanswered.hpp"
#include "tickets/form_errors.hpp"
#include "tickets/unanswered_keeping.hpp"

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
        std::vector<web::FieldError> faults;
        for (std::size_t at = 0; at < rows.size(); ++at) {
            auto& row = rows[at];
            const auto number = std::to_string(at + 1);
            row.mode = request.form().value("mode" + number);
            row.remind = std::string{trim(request.form().value("remind" + number))};
            row.close = std::string{trim(request.form().value("close" + number))};
            const auto days = row.mode == "days" ? check_days(row.remind, row.close, {"/remind" + number, "/close" + number}, faults) : std::nullopt;
            if (row.role.empty()) {
                rules.school = days;
            } else if (row.mode == "days" || row.mode == "never") {
                rules.roles[RoleCode{row.role}] = days;
            }
        }
        if (!faults.empty()) {
            FormErrors errors;
            errors.add(faults);
            return page(request, 422, rows, errors);
        }
        keep_rules(services_, request, rules);
        return web::Response::see_other("/admin/unanswered?saved=yes");
    }

private:
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
