#include "schedule/routes.hpp"

#include <memory>

#include "schedule/calendar_import_pages.hpp"
#include "schedule/calendar_pages.hpp"
#include "schedule/calendars_api.hpp"
#include "schedule/target_pages.hpp"

namespace ansvar::schedule {

std::vector<web::Route> schedule_routes(const Services& services) {
    using enum web::Method;
    using web::Request;
    constexpr web::Access administrator{web::Audience::Administrator, web::Via::Page};
    const web::Limits with_file{.max_body_bytes = most_ical_bytes + 64 * 1024, .pool = web::Pool::Uploads};
    const auto list = std::make_shared<const CalendarPages>(services);
    const auto one = std::make_shared<const CalendarPage>(services);
    const auto form = std::make_shared<const CalendarFormPages>(services);
    const auto import = std::make_shared<const CalendarImportPages>(services);
    const auto targets = std::make_shared<const TargetPages>(services);
    std::vector<web::Route> routes{
        {Get, "/admin/calendars", administrator, [list](const Request& request) { return list->list(request); }},
        {Post, "/admin/calendars", administrator, [list](const Request& request) { return list->add(request); }},
        {Post, "/admin/calendars/uses", administrator, [list](const Request& request) { return list->follow(request); }},
        {Get, "/admin/calendars/{id}", administrator, [one](const Request& request) { return one->show(request); }},
        {Get, "/admin/calendars/{id}/year", administrator, [one](const Request& request) { return one->year(request); }},
        {Post, "/admin/calendars/{id}/entries", administrator, [one](const Request& request) { return one->enter(request); }},
        {Post, "/admin/calendars/{id}/removals", administrator, [one](const Request& request) { return one->take_out(request); }},
        {Get, "/admin/calendars/{id}/change", administrator, [form](const Request& request) { return form->form(request); }},
        {Post, "/admin/calendars/{id}/change", administrator, [form](const Request& request) { return form->change(request); }},
        {Get, "/admin/calendars/{id}/import", administrator, [import](const Request& request) { return import->ask(request); }},
        {Post, "/admin/calendars/{id}/import", administrator, [import](const Request& request) { return import->preview(request); }, with_file},
        {Post, "/admin/calendars/{id}/imports", administrator, [import](const Request& request) { return import->save(request); }},
        {Get, "/admin/targets", administrator, [targets](const Request& request) { return targets->list(request); }},
        {Post, "/admin/targets", administrator, [targets](const Request& request) { return targets->save(request); }},
        {Post, "/admin/targets/{id}/retirement", administrator, [targets](const Request& request) { return targets->retire(request); }},
    };
    for (auto& more : {calendars_api_routes(services), targets_api_routes(services)}) {
        routes.insert(routes.end(), more.begin(), more.end());
    }
    return routes;
}

}  // namespace ansvar::schedule
