#include "reports/routes.hpp"

#include "reports/overview_pages.hpp"

namespace ansvar::reports {

std::vector<web::Route> reports_routes(const Services& services) {
    using web::Access, web::Audience, web::Method, web::Scope, web::Via;
    const auto route = [&](std::string path, Access access, web::Response (*show)(const Services&, const web::Request&)) {
        return web::Route{.method = Method::Get,
                          .path = std::move(path),
                          .access = access,
                          .handler = [services, show](const web::Request& request) { return show(services, request); }};
    };
    constexpr Access managers{Audience::Manager, Via::Page};
    return {route("/overview", managers, show_overview),
            route("/overview.csv", managers, download_csv),
            route("/overview.xlsx", managers, download_xlsx),
            route("/overview/tickets", managers, list_tickets),
            route("/help/measures", Access{Audience::Anyone, Via::Page}, show_measures),
            route("/api/v1/reports/overview", Access{Audience::Manager, Scope::ReportsRead}, tell_overview)};
}

}  // namespace ansvar::reports
