#include "reports/overview_pages.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "identity/audit.hpp"
#include "identity/principal.hpp"
#include "reports/overview_csv.hpp"
#include "reports/overview_view.hpp"
#include "reports/routes.hpp"
#include "reports/ticket_list.hpp"
#include "reports/ticket_list_view.hpp"
#include "web/errors.hpp"

namespace ansvar::reports {

namespace {

constexpr std::size_t page_size = 50;

/// Queues of the helpdesk's own stand in the table also when they are empty.
Figures load(const Services& services, const identity::RoleTable& table, const Period& period, Timestamp now,
             const Scope& scope) {
    std::vector<RoleCode> roles, always;
    for (const auto& role : table.roles()) {
        roles.push_back(role.code);
        if (role.kind == identity::RoleKind::Queue) {
            always.push_back(role.code);
        }
    }
    return services.database.read([&](db::Session& session) { return load_figures(session, period, now, roles, always, scope); });
}

}  // namespace

web::Response show_overview(const Services& services, const web::Request& request) {
    const auto now = services.clock.now();
    const auto asked = read_period(request, now);
    const auto roles = services.roles.table();
    const Wording wording{services.pages.texts(), request.language(), now, *roles};
    const auto scope = scope_of(identity::principal(request).person);
    const auto figures = load(services, *roles, asked.period, now, scope);
    auto view = overview_view(figures, asked, *services.calendars.of_school(), wording);
    view["own_units"] = !scope.is_whole_school();
    return services.pages.render(request, asked.is_faulty ? 422 : 200, "reports/overview", std::move(view));
}

web::Response download_overview(const Services& services, const web::Request& request) {
    const auto now = services.clock.now();
    const auto asked = read_period(request, now);
    if (asked.is_faulty) {
        throw web::BadRequest{"from and to make no period", "from"};
    }
    const auto roles = services.roles.table();
    const Wording wording{services.pages.texts(), request.language(), now, *roles};
    const auto name = fmt::format("{}-{}-{}.csv", wording.text("report.csv.file"), asked.period.first_day(), asked.period.last_day());
    const auto scope = scope_of(identity::principal(request).person);
    identity::record(services.database, identity::Actor::of(request),
                     {.action = "report.exported",
                      .object_kind = "export",
                      .object_id = "overview",
                      .details = {{"from", asked.period.first_day()}, {"to", asked.period.last_day()}, {"whole_school", scope.is_whole_school()}}},
                     now);
    return web::Response::attachment(overview_csv(load(services, *roles, asked.period, now, scope), wording), name, "text/csv; charset=utf-8");
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
    const auto page = services.database.read([&](db::Session& session) { return load_page(session, selection, now, cursor, page_size, scope); });
    const auto roles = services.roles.table();
    const Wording wording{services.pages.texts(), request.language(), now, *roles};
    auto view = ticket_list_view(page, selection, wording);
    view["own_units"] = !scope.is_whole_school();
    return services.pages.render(request, 200, "reports/tickets", std::move(view));
}

}  // namespace ansvar::reports
