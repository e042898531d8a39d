#include "reports/period_report_api.hpp"

#include <nlohmann/json.hpp>

#include "identity/principal.hpp"
#include "reports/asked_report.hpp"
#include "reports/recount.hpp"
#include "web/json_fields.hpp"
#include "web/json_lists.hpp"

namespace ansvar::reports {

namespace {

using nlohmann::json;

json filter_json(const Filter& filter) {
    return {{"role", filter.role ? json(filter.role->value) : json()},
            {"area", web::or_null(filter.area)},
            {"level", web::or_null(filter.level)},
            {"unit", web::or_null(filter.unit)},
            {"priority", filter.priority ? json(name(*filter.priority)) : json()},
            {"channel", filter.channel ? json(name(*filter.channel)) : json()}};
}

json report_json(const PeriodReport& report) {
    const auto& issued = report.issued;
    return {{"id", report.id},
            {"title", report.title},
            {"language", web::to_string(report.language)},
            {"from", report.period.first_day()},
            {"to", report.period.last_day()},
            {"filter", filter_json(report.filter)},
            {"whole_school", report.scope.is_whole_school()},
            {"instead_of", report.earlier ? json(*report.earlier) : json()},
            {"changed_by", report.changed_by},
            {"changed_at", to_rfc3339(report.changed_at)},
            {"issued_by", issued ? json(issued->by) : json()},
            {"issued_at", issued ? json(to_rfc3339(issued->at)) : json()},
            {"checksum", issued ? json(issued->checksum) : json()}};
}

}  // namespace

web::Response tell_reports(const Services& services, const web::Request& request) {
    const auto scope = scope_of(identity::principal(request).person);
    auto rows = json::array();
    for (const auto& report : services.database.read([](db::Session& session) { return period_reports::list(session); })) {
        if (report.is_for(scope)) {
            rows.push_back(report_json(report));
        }
    }
    return web::page_of_rows(request, rows);
}

web::Response tell_report(const Services& services, const web::Request& request) {
    const auto report = asked_report(services, request);
    auto told = report_json(report);
    told["texts"] = report.texts;
    told["document"] = report.issued ? json::parse(report.issued->document) : document_of(services, report, services.clock.now());
    return web::Response::json(told);
}

web::Response tell_recount(const Services& services, const web::Request& request) {
    const auto report = asked_issued(services, request);
    const auto result = recount(*report.issued, document_of(services, report, report.issued->at));
    auto different = json::array();
    for (const auto& one : result.different) {
        different.push_back({{"table", one.table}, {"row", one.row}, {"column", one.column}, {"then", one.then}, {"now", one.now}});
    }
    return web::Response::json({{"id", report.id},
                                {"untouched", result.is_untouched},
                                {"equal", result.equal},
                                {"of_moment", result.of_moment},
                                {"different", std::move(different)}});
}

}  // namespace ansvar::reports
