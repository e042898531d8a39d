#include "reports/routes.hpp"

#include "reports/overview_pages.hpp"
#include "reports/period_report_api.hpp"
#include "reports/period_report_pages.hpp"

namespace ansvar::reports {

std::vector<web::Route> reports_routes(const Services& services) {
    using web::Access, web::Audience, web::Method, web::Scope, web::Via;
    using Handler = web::Response (*)(const Services&, const web::Request&);
    const auto answered = [&](Method method, std::string path, Access access, Handler handler) {
        return web::Route{.method = method,
                          .path = std::move(path),
                          .access = access,
                          .handler = [services, handler](const web::Request& request) { return handler(services, request); }};
    };
    const auto route = [&](std::string path, Access access, Handler show) { return answered(Method::Get, std::move(path), access, show); };
    constexpr Access managers{Audience::Manager, Via::Page}, programs{Audience::Manager, Scope::ReportsRead}, writers{Audience::Manager, Scope::ReportsWrite};
    const auto versioned = [&](web::Route changing) {
        changing.manners.wants_version = true;
        return changing;
    };
    return {route("/overview", managers, show_overview),
            route("/overview.csv", managers, download_csv),
            route("/overview.xlsx", managers, download_xlsx),
            route("/overview/tickets", managers, list_tickets),
            route("/reports", managers, list_reports),
            answered(Method::Post, "/reports", managers, begin_report),
            route("/reports/{report}", managers, show_report),
            answered(Method::Post, "/reports/{report}", managers, save_report),
            answered(Method::Post, "/reports/{report}/issue", managers, issue_report),
            answered(Method::Post, "/reports/{report}/removal", managers, remove_report),
            answered(Method::Post, "/reports/{report}/successor", managers, follow_report),
            route("/reports/{report}/check", managers, check_report),
            route("/help/measures", Access{Audience::Anyone, Via::Page}, show_measures),
            {.method = Method::Get,
             .path = "/api/v1/reports",
             .access = programs,
             .handler = [services](const web::Request& request) { return tell_reports(services, request); },
             .manners = {.query = {"limit", "after"}}},
            route("/api/v1/reports/{report}", programs, tell_report),
            route("/api/v1/reports/{report}/check", programs, tell_recount),
            answered(Method::Post, "/api/v1/reports", writers, add_report),
            versioned(answered(Method::Patch, "/api/v1/reports/{report}", writers, change_report)),
            versioned(answered(Method::Delete, "/api/v1/reports/{report}", writers, throw_away_report)),
            versioned(answered(Method::Post, "/api/v1/reports/{report}/issue", writers, issue_for_good)),
            answered(Method::Post, "/api/v1/reports/{report}/successor", writers, add_successor),
            {.method = Method::Get,
             .path = "/api/v1/reports/overview",
             .access = programs,
             .handler = [services](const web::Request& request) { return tell_overview(services, request); },
             .manners = {.query = {"period", "from", "to", "by", "role", "area", "level", "unit"}}}};
}

}  // namespace ansvar::reports
