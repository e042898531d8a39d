#include "reports/asked_report.hpp"

#include <nlohmann/json.hpp>
#include <utility>

#include "core/number.hpp"
#include "identity/principal.hpp"
#include "reports/period_document.hpp"
#include "web/errors.hpp"

namespace ansvar::reports {

namespace {

std::optional<PeriodReport> find(const Services& services, std::uint64_t id) {
    return services.database.read([&](db::Session& session) { return period_reports::find(session, id); });
}

}  // namespace

PeriodReport asked_report(const Services& services, const web::Request& request) {
    const auto id = whole_number<std::uint64_t>(request.path_value("report"));
    auto report = id ? find(services, *id) : std::nullopt;
    if (!report || !report->is_for(scope_of(identity::principal(request).person))) {
        throw web::NotFound{};
    }
    return std::move(*report);
}

PeriodReport asked_draft(const Services& services, const web::Request& request) {
    auto report = asked_report(services, request);
    if (report.issued) {
        throw web::NotFound{};
    }
    return report;
}

PeriodReport asked_issued(const Services& services, const web::Request& request) {
    auto report = asked_report(services, request);
    if (!report.issued) {
        throw web::NotFound{};
    }
    return report;
}

nlohmann::json document_of(const Services& services, const PeriodReport& report, Timestamp now) {
    return period_document(services, report, report.earlier ? find(services, *report.earlier) : std::nullopt, now);
}

}  // namespace ansvar::reports
