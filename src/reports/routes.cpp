#include "reports/routes.hpp"

#include "reports/overview_pages.hpp"

namespace ansvar::reports {

std::vector<web::Route> reports_routes(const Services& services) {
    using web::Access, web::Audience, web::Method, web::Via;
    const auto page = [&](std::string path, web::Response (*show)(const Services&, const web::Request&)) {
        return web::Route{.method = Method::Get,
                          .path = std::move(path),
                          .access = Access{Audience::Manager, Via::Page},
                          .handler = [services, show](const web::Request& request) { return show(services, request); }};
    };
    return {page("/overview", show_overview), page("/overview.csv", download_overview), page("/overview/tickets", list_tickets)};
}

}  // namespace ansvar::reports
