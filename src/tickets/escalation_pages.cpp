#include "tickets/escalation_pages.hpp"

#include <algorithm>
#include <memory>

#include "core/number.hpp"
#include "core/text.hpp"
#include "identity/audit.hpp"
#include "schedule/steps.hpp"
#include "tickets/form_errors.hpp"

namespace ansvar::tickets {

namespace {

using nlohmann::json;
using schedule::EscalationStep;

constexpr std::size_t most_steps = 30;
constexpr std::size_t empty_rows = 2;

/// A row of the form as it was typed.
struct TypedStep {
    std::string measure;
    std::string percent;
    std::vector<std::string> whom;

    bool is_empty() const { return percent.empty(); }
};

TypedStep typed_of(const EscalationStep& step) {
    TypedStep typed{.measure = std::string{name(step.step.measure)}, .percent = std::to_string(step.step.percent), .whom = {}};
    for (const auto whom : step.whom) {
        typed.whom.emplace_back(name(whom));
    }
    return typed;
}

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

/// The steps that are typed, and what is wrong with them. A row without a percentage is none.
std::pair<std::vector<EscalationStep>, FormErrors> read(const std::vector<TypedStep>& rows) {
    std::pair<std::vector<EscalationStep>, FormErrors> result;
    auto& [steps, errors] = result;
    for (std::size_t at = 0; at < rows.size(); ++at) {
        if (rows[at].is_empty()) {
            continue;
        }
        const auto number = std::to_string(at + 1);
        const auto percent = whole_number<std::uint16_t>(rows[at].percent);
        if (!percent || *percent < 1 || *percent > schedule::most_percent) {
            errors.add({field_fault("/percent" + number, "out-of-range", {{"from", 1}, {"to", schedule::most_percent}})});
            continue;
        }
        EscalationStep step{.step = {clock::measure_from(rows[at].measure).value_or(clock::Measure::Resolution), *percent}, .whom = {}};
        for (const auto whom : schedule::all_whom) {
            if (std::find(rows[at].whom.begin(), rows[at].whom.end(), name(whom)) != rows[at].whom.end()) {
                step.whom.push_back(whom);
            }
        }
        if (step.whom.empty()) {
            errors.add({field_fault("/whom" + number, "required-whom")});
        }
        const bool is_there = std::any_of(steps.begin(), steps.end(), [&](const auto& each) {
            return each.step.measure == step.step.measure && each.step.percent == step.step.percent;
        });
        if (is_there) {
            errors.add({field_fault("/percent" + number, "step-twice")});
        }
        steps.push_back(std::move(step));
    }
    return result;
}

json steps_json(const std::vector<EscalationStep>& steps) {
    auto list = json::array();
    for (const auto& step : steps) {
        const auto typed = typed_of(step);
        list.push_back({{"clock", typed.measure}, {"percent", step.step.percent}, {"whom", typed.whom}});
    }
    return list;
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
        const auto [steps, errors] = read(rows);
        if (!errors.empty()) {
            return page(request, 422, std::move(rows), errors);
        }
        services_.database().in_transaction([&, &stored = steps](db::Transaction& tx) {
            const auto before = schedule::list_steps(tx);
            schedule::store_steps(tx, stored, services_.now());
            identity::record(tx, identity::Actor::of(request),
                             {.action = "setting.changed",
                              .object_kind = "setting",
                              .object_id = "escalation_steps",
                              .details = {{"before", {{"steps", steps_json(before)}}}, {"after", {{"steps", steps_json(stored)}}}}},
                             services_.now());
        });
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
