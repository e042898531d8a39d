#include "tickets/escalation_pages.hpp"

#include <algorithm>
#include <memory>

#include "core/text.hpp"
#include "schedule/steps.hpp"
#include "tickets/escalation_keeping.hpp"
#include "tickets/form_errors.hpp"

namespace ansvar::tickets {

namespace {

using nlohmann::json;

constexpr std::size_t empty_rows = 2;

std::vector<TypedStep> typed_in(const web::Request& request) {
    std::vector<TypedStep> rows;
    for (std::size_t at = 1; at <= most_steps && request.form().has("measure" + std::to_string(at)); ++at) {
        const auto number = std::to_string(at);
        rows.push_back({.measure = request.form().value("measure" + number),
                        .percent = std::string{trim(request.form().value("percent" + number))},
                        .whom = request.form().values("whom" + number)});
    }
    return rows;
}

class EscalationPages {
public:
    explicit EscalationPages(PageServices services) : services_(std::move(services)) {}

    web::Response show(const web::Request& request) const {
        std::vector<TypedStep> rows;
        for (const auto& step : services_.database().read([](db::Session& session) { return schedule::list_steps(session); })) {
            rows.push_back(typed_of(step));
        }
        return page(request, 200, std::move(rows), {});
    }

    web::Response save(const web::Request& request) const {
        auto rows = typed_in(request);
        std::vector<web::FieldError> faults;
        const auto pointer = [](std::size_t at, std::string_view field) { return "/" + std::string{field} + std::to_string(at + 1); };
        const auto steps = check_steps(rows, pointer, faults);
        if (!faults.empty()) {
            FormErrors errors;
            errors.add(faults);
            return page(request, 422, std::move(rows), errors);
        }
        keep_steps(services_, request, steps);
        return web::Response::see_other("/admin/escalation?saved=yes");
    }

private:
    json row_view(const TypedStep& typed, std::size_t number, const FormErrors& errors, const Wording& wording) const {
        const auto place = std::to_string(number);
        auto measures = json::array(), whom = json::array();
        for (const auto measure : clock::all_measures) {
            const std::string word{name(measure)};
            measures.push_back({{"value", word}, {"label", wording.text("escalation.measure." + word)}, {"selected", word == typed.measure}});
        }
        for (const auto each : schedule::all_whom) {
            const std::string word{name(each)};
            whom.push_back({{"value", word},
                            {"id", word == "holder" ? "whom" + place : "whom" + place + "-" + word},
                            {"label", wording.text("escalation.choice." + word)},
                            {"checked", std::find(typed.whom.begin(), typed.whom.end(), word) != typed.whom.end()}});
        }
        return {{"number", place},
                {"legend", typed.is_empty() ? wording.text("escalation.new_step") : wording.format("escalation.step", {{"number", place}})},
                {"measures", std::move(measures)},
                {"percent", typed.percent},
                {"percent_error", errors.of("percent" + place, wording)},
                {"whom", std::move(whom)},
                {"whom_error", errors.of("whom" + place, wording)}};
    }

    web::Response page(const web::Request& request, int status, std::vector<TypedStep> rows, const FormErrors& errors) const {
        const auto wording = services_.wording(request);
        const auto empty = static_cast<std::size_t>(std::count_if(rows.begin(), rows.end(), [](const auto& row) { return row.is_empty(); }));
        rows.resize(std::min(most_steps, rows.size() + (empty < empty_rows ? empty_rows - empty : 0)));
        json view = {{"nav", "admin"}, {"steps", json::array()}};
        for (std::size_t at = 0; at < rows.size(); ++at) {
            view["steps"].push_back(row_view(rows[at], at + 1, errors, wording));
        }
        errors.fill(view, wording, "escalation.title", {});
        if (request.method() == web::Method::Get && request.query("saved")) {
            view["notices"] = json::array({json{{"text", wording.text("escalation.saved")}}});
        }
        return services_.pages.render(request, status, "tickets/escalation", std::move(view));
    }

    PageServices services_;
};

}  // namespace

std::vector<web::Route> escalation_routes(const PageServices& services) {
    const auto pages = std::make_shared<EscalationPages>(services);
    constexpr web::Access administrator{web::Audience::Administrator, web::Via::Page};
    return {{web::Method::Get, "/admin/escalation", administrator, [pages](const web::Request& request) { return pages->show(request); }},
            {web::Method::Post, "/admin/escalation", administrator, [pages](const web::Request& request) { return pages->save(request); }}};
}

}  // namespace ansvar::tickets
