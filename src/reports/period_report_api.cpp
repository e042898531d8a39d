#include "reports/period_report_api.hpp"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <utility>

#include "identity/form_check.hpp"
#include "identity/principal.hpp"
#include "reports/asked_report.hpp"
#include "reports/asking.hpp"
#include "reports/recount.hpp"
#include "reports/report_keeping.hpp"
#include "web/json_fields.hpp"
#include "web/json_lists.hpp"

namespace ansvar::reports {

namespace {

using identity::FormCheck;
using nlohmann::json;
using web::Fields;

constexpr std::array<std::string_view, 6> filter_fields{"role", "area", "level", "unit", "priority", "channel"};

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

/// Reads one part of a filter; false for a value that is in no list of the page.
bool narrow(Filter& filter, const std::string& field, const std::optional<std::string>& value, const Names& names) {
    if (field == "role") {
        filter.role = value ? std::optional{RoleCode{*value}} : std::nullopt;
        return !value || names.roles->find(RoleCode{*value}) != nullptr;
    }
    if (field == "priority") {
        filter.priority = value ? tickets::priority_from(*value) : std::nullopt;
        return !value || filter.priority;
    }
    if (field == "channel") {
        filter.channel = value ? tickets::channel_from(*value) : std::nullopt;
        return !value || filter.channel;
    }
    (field == "area" ? filter.area : field == "level" ? filter.level : filter.unit) = value;
    const auto& areas = names.matrix().areas();
    const auto is_in_matrix = [&](const auto& area) { return (field == "area" ? area.key : area.level) == *value; };
    return !value || *value == none_of_it || (field == "unit" ? names.units.contains(*value) : std::any_of(areas.begin(), areas.end(), is_in_matrix));
}

/// `stands` with what was sent of it. @throws Unprocessable when something of that cannot be.
PeriodReport sent(const Services& services, const web::Request& request, PeriodReport stands, bool is_new) {
    Fields fields{request};
    FormCheck check{services.pages.texts(), request.language()};
    const auto text = [&](const char* name, const std::string& before) { return fields.has(name) || is_new ? fields.text(name).value_or("") : before; };
    const auto title = text("title", stands.title);
    const auto from = text("from", is_new ? "" : stands.period.first_day()), to = text("to", is_new ? "" : stands.period.last_day());
    const auto texts = fields.texts_by_name("texts", report_headings);
    const auto filter = fields.texts_by_name("filter", filter_fields);
    const auto names = read_names(services, scope_of(identity::principal(request).person));
    for (const auto& [field, value] : filter) {
        if (!narrow(stands.filter, field, value, names)) {
            fields.fault(web::field_fault("/filter/" + field, "unknown-value"));
        }
    }
    fields.finish();
    set_title(stands, title, check);
    set_period(stands, from, to, check);
    for (const auto& [heading, words] : texts) {
        set_text(stands, heading, words.value_or(""), "texts/" + heading, check);
    }
    web::refuse_faulty(check.field_errors());
    return stands;
}

/// The draft in the address, of the version that If-Match says.
PeriodReport draft_to_change(const Services& services, const web::Request& request) {
    auto draft = asked_draft(services, request);
    if (const auto wanted = web::version_of(request); wanted && *wanted != draft.version) {
        throw web::PreconditionFailed{"the draft is another by now"};
    }
    return draft;
}

void expect(bool is_done) {
    if (!is_done) {
        throw web::PreconditionFailed{"somebody was faster"};
    }
}

web::Response answer(const Services& services, std::uint64_t id, bool is_new) {
    const auto report = services.database.read([&](db::Session& session) { return period_reports::find(session, id); }).value();
    auto response = is_new ? web::Response::created("/api/v1/reports/" + std::to_string(id), report_json(report)) : web::Response::json(report_json(report));
    web::tell_version(response, report.version);
    return response;
}

}  // namespace

web::Response add_report(const Services& services, const web::Request& request) {
    return answer(services, begin_draft(services, request, sent(services, request, {}, true)), true);
}

web::Response change_report(const Services& services, const web::Request& request) {
    const auto draft = sent(services, request, draft_to_change(services, request), false);
    expect(keep_draft(services, request, draft));
    return answer(services, draft.id, false);
}

web::Response issue_for_good(const Services& services, const web::Request& request) {
    web::take_nothing(request);
    const auto draft = draft_to_change(services, request);
    expect(issue_draft(services, request, draft));
    return answer(services, draft.id, false);
}

web::Response throw_away_report(const Services& services, const web::Request& request) {
    web::take_nothing(request);
    const auto draft = draft_to_change(services, request);
    expect(remove_draft(services, request, draft.id, draft.version));
    return web::Response::no_content();
}

web::Response add_successor(const Services& services, const web::Request& request) {
    web::take_nothing(request);
    return answer(services, begin_successor(services, request, asked_issued(services, request)), true);
}

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
    auto response = web::Response::json(told);
    web::tell_version(response, report.version);
    return response;
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
