#include "reports/overview_pages.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "identity/audit.hpp"
#include "identity/principal.hpp"
#include "reports/asking.hpp"
#include "reports/basis.hpp"
#include "reports/overview_files.hpp"
#include "reports/overview_view.hpp"
#include "reports/routes.hpp"
#include "reports/ticket_list.hpp"
#include "reports/ticket_list_view.hpp"
#include "web/errors.hpp"

namespace ansvar::reports {

namespace {

constexpr std::size_t page_size = 50;

Group read_group(const web::Request& request) {
    const auto word = request.query("by").value_or("");
    for (const auto group : {Group::Role, Group::Area, Group::Level, Group::Unit}) {
        if (word == name(group)) {
            return group;
        }
    }
    return Group::Role;
}

/// One answer: the question, its figures and the words for them.
struct Answer {
    Answer(const Services& services, const web::Request& request)
        : now(services.clock.now()), asked(read_period(request, now)), scope(scope_of(identity::principal(request).person)), names(read_names(services, scope)),
          wording(services.pages.texts(), request.language(), now, names),
          figures(ask(services, {asked.period, read_filter(request), scope, read_group(request)}, now, names)), followed(services.calendars.of_school()),
          basis(figures, services.calendars, wording) {}

    Timestamp now;
    AskedPeriod asked;
    Scope scope;
    Names names;
    Wording wording;
    Figures figures;
    std::shared_ptr<const clock::Followed> followed;
    Basis basis;

    void refuse_faulty() const {
        if (asked.is_faulty) {
            throw web::BadRequest{"from and to make no period", "from"};
        }
    }
};

web::Response download(const Services& services, const web::Request& request, std::string_view ending, std::string_view type,
                       std::string (*make)(const Answer&)) {
    const Answer answer{services, request};
    answer.refuse_faulty();
    identity::record_view(services.database, request,
                          {.action = "report.exported",
                           .object_kind = "export",
                           .object_id = "overview",
                           .details = {{"from", answer.asked.period.first_day()}, {"to", answer.asked.period.last_day()}, {"whole_school", answer.scope.is_whole_school()}}},
                          answer.now);
    const auto name = fmt::format("{}-{}-{}.{}", answer.wording.text("report.csv.file"), answer.asked.period.first_day(), answer.asked.period.last_day(), ending);
    return web::Response::attachment(make(answer), name, type);
}

}  // namespace

web::Response show_overview(const Services& services, const web::Request& request) {
    const Answer answer{services, request};
    auto view = overview_view(answer.figures, answer.asked, *answer.followed, answer.basis, answer.names, answer.wording);
    view["own_units"] = !answer.scope.is_whole_school();
    return services.pages.render(request, answer.asked.is_faulty ? 422 : 200, "reports/overview", std::move(view));
}

web::Response download_csv(const Services& services, const web::Request& request) {
    return download(services, request, "csv", "text/csv; charset=utf-8",
                    [](const Answer& answer) { return overview_csv(sheets_of(answer.figures, answer.wording), answer.wording); });
}

web::Response download_xlsx(const Services& services, const web::Request& request) {
    return download(services, request, "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", [](const Answer& answer) {
        const auto heading = answer.wording.format("report.heading", {{"period", answer.wording.period(answer.asked.period)}});
        return overview_xlsx(sheets_of(answer.figures, answer.wording), answer.wording, heading, answer.basis.text);
    });
}

web::Response tell_overview(const Services& services, const web::Request& request) {
    const Answer answer{services, request};
    answer.refuse_faulty();
    auto told = overview_json(answer.figures);
    const auto& calendar = answer.followed->at(answer.now);
    told["calendar"] = {{"name", calendar.calendar}, {"version", calendar.version}};
    told["calendars"] = nlohmann::json::array();
    for (const auto& [name, version] : calendars_of(answer.figures, services.calendars)) {
        told["calendars"].push_back({{"name", name}, {"version", version}});
    }
    return web::Response::json(told);
}

web::Response list_tickets(const Services& services, const web::Request& request) {
    const auto now = services.clock.now();
    const auto selection = read_selection(request, now);
    const auto after = request.query("after");
    const auto cursor = after ? cursor_from(*after) : std::nullopt;
    if (after && !cursor) {
        throw web::BadRequest{"a cursor that no page gave", "after"};
    }
    const auto scope = scope_of(identity::principal(request).person);
    const auto names = read_names(services, scope);
    services.facts.refresh(services.database, now);
    const auto followed = services.calendars.of_school();
    const auto found = services.facts.read(
        [&](const Table& table) { return find_page(table, selection, scope, now, followed->hours, names.matrix(), cursor, page_size); });
    const auto page = services.database.read([&](db::Session& session) { return read_page(session, found, selection, scope); });
    const Wording wording{services.pages.texts(), request.language(), now, names};
    auto view = ticket_list_view(page, selection, wording);
    view["own_units"] = !scope.is_whole_school();
    return services.pages.render(request, 200, "reports/tickets", std::move(view));
}

web::Response show_measures(const Services& services, const web::Request& request) {
    const Names names{.roles = services.roles.table(), .router = services.router(), .units = {}};
    const Wording wording{services.pages.texts(), request.language(), services.clock.now(), names};
    auto items = nlohmann::json::array();
    for (const auto& [name, meaning] : definitions(wording)) {
        items.push_back({{"name", name}, {"meaning", meaning}});
    }
    return services.pages.render(request, 200, "reports/measures", {{"title", wording.text("measure.title")}, {"nav", "help"}, {"measures", std::move(items)}});
}

}  // namespace ansvar::reports
