#include "reports/period_report_pages.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <utility>

#include "core/number.hpp"
#include "core/text.hpp"
#include "identity/form_check.hpp"
#include "identity/principal.hpp"
#include "reports/asked_report.hpp"
#include "reports/asking.hpp"
#include "reports/figure_views.hpp"
#include "reports/recount.hpp"
#include "reports/report_keeping.hpp"
#include "reports/selection.hpp"
#include "web/errors.hpp"

namespace ansvar::reports {

namespace {

using identity::FormCheck;
using nlohmann::json;

const identity::Person& reader(const web::Request& request) { return identity::principal(request).person; }

std::string path_of(std::uint64_t id) { return "/reports/" + std::to_string(id); }

std::string period_text(const Period& period) { return fmt::format("{}\u2013{}", period.first_day(), period.last_day()); }

/// What a new report is asked for.
struct Wanted {
    std::string title, from, to;
    Filter filter = {};
};

web::Response list_page(const Services& services, const web::Request& request, int status, const FormCheck& check, const Wanted& wanted) {
    const auto scope = scope_of(reader(request));
    const auto now = services.clock.now();
    const auto names = read_names(services, scope);
    const Wording wording{services.pages.texts(), request.language(), now, names};
    json drafts = json::array(), issued = json::array();
    for (const auto& report : services.database.read([](db::Session& session) { return period_reports::list(session); })) {
        if (report.is_for(scope)) {
            const auto& when = report.issued ? report.issued->at : report.changed_at;
            (report.issued ? issued : drafts)
                .push_back({{"href", path_of(report.id)},
                            {"title", report.title},
                            {"period", period_text(report.period)},
                            {"about", report.scope.is_whole_school() ? wording.filter(report.filter) : wording.text("period_report.of_units")},
                            {"who", report.issued ? report.issued->by : report.changed_by},
                            {"when", wording.exact(when)},
                            {"earlier", report.earlier ? json{{"href", path_of(*report.earlier)}, {"number", std::to_string(*report.earlier)}} : json(false)},
                            {"number", std::to_string(report.id)}});
        }
    }
    json view{{"title", check.title(wording.text("period_report.list"))},
              {"nav", "reports"},
              {"has_drafts", !drafts.empty()},
              {"drafts", std::move(drafts)},
              {"has_issued", !issued.empty()},
              {"issued", std::move(issued)},
              {"title_value", wanted.title},
              {"from", wanted.from},
              {"to", wanted.to},
              {"filters", filters_view(wanted.filter, names, wording)}};
    check.put_into(view, {"title", "from"});
    return services.pages.render(request, status, "reports/list", std::move(view));
}

Filter filter_of(const web::Form& form) {
    std::string query;
    for (const auto* field : {"role", "area", "level", "unit", "priority", "channel"}) {
        query += fmt::format("&{}={}", field, percent_encode(form.value(field)));
    }
    return read_filter(web::Request{{.target = "/?of=1" + query}});
}

/// Title and texts as they were sent; true when they can be kept.
bool read_words(const web::Form& form, PeriodReport& report, FormCheck& check) {
    set_title(report, form.value("title"), check);
    report.version = whole_number<std::int64_t>(form.value("version")).value_or(0);
    for (const auto heading : report_headings) {
        const auto field = "text_" + std::string{heading};
        set_text(report, heading, form.value(field), field, check);
    }
    return check.is_fine();
}

web::Response draft_page(const Services& services, const web::Request& request, int status, const FormCheck& check, const PeriodReport& report) {
    const auto& texts = services.pages.texts();
    auto document = document_of(services, report, services.clock.now());
    for (auto& heading : document["headings"]) {
        const auto key = heading["key"].get<std::string>();
        const auto found = report.texts.find(key);
        heading["text"] = found == report.texts.end() ? "" : found->second;
    }
    json view{{"title", check.title(texts.text(request.language(), "period_report.draft"))},
              {"nav", "reports"},
              {"action", path_of(report.id)},
              {"version", report.version},
              {"document_lang", web::to_string(report.language)},
              {"title_value", report.title},
              {"document", std::move(document)}};
    check.put_into(view, {"title"});
    if (request.query("saved")) {
        view["notices"] = json::array({json{{"text", texts.text(request.language(), "period_report.saved")}}});
    }
    return services.pages.render(request, status, "reports/draft", std::move(view));
}

/// Somebody else was quicker: what was typed stays, and the next press keeps it.
web::Response conflict(const Services& services, const web::Request& request, PeriodReport typed) {
    const auto fresh = asked_draft(services, request);
    FormCheck check{services.pages.texts(), request.language()};
    check.add("title", "period_report.conflict", {{"who", fresh.changed_by}});
    typed.version = fresh.version;
    return draft_page(services, request, 409, check, typed);
}

}  // namespace

web::Response list_reports(const Services& services, const web::Request& request) {
    const auto asked = read_period(request, services.clock.now());
    const auto has_period = request.query("from") && !asked.is_faulty;
    const auto shown = has_period ? asked.period : period(NamedPeriod::LastTerm, services.clock.now());
    return list_page(services, request, 200, FormCheck{services.pages.texts(), request.language()},
                     {.title = "", .from = shown.first_day(), .to = shown.last_day(), .filter = read_filter(request)});
}

web::Response begin_report(const Services& services, const web::Request& request) {
    const auto& form = request.form();
    FormCheck check{services.pages.texts(), request.language()};
    PeriodReport draft{.filter = filter_of(form)};
    set_title(draft, form.value("title"), check);
    set_period(draft, form.value("from"), form.value("to"), check);
    if (!check.is_fine()) {
        return list_page(services, request, 422, check, {.title = form.value("title"), .from = form.value("from"), .to = form.value("to"), .filter = draft.filter});
    }
    return web::Response::see_other(path_of(begin_draft(services, request, std::move(draft))));
}

web::Response show_report(const Services& services, const web::Request& request) {
    const auto report = asked_report(services, request);
    if (!report.issued) {
        return draft_page(services, request, 200, FormCheck{services.pages.texts(), request.language()}, report);
    }
    const Names names{.roles = services.roles.table(), .router = services.router(), .units = {}};
    const Wording wording{services.pages.texts(), request.language(), services.clock.now(), names};
    return services.pages.render(request, 200, "reports/issued",
                                 {{"title", report.title},
                                  {"nav", "reports"},
                                  {"action", path_of(report.id)},
                                  {"document_lang", web::to_string(report.language)},
                                  {"issued", wording.format("period_report.issued_by", {{"who", report.issued->by}, {"when", wording.exact(report.issued->at)}})},
                                  {"checksum", report.issued->checksum},
                                  {"article", services.pages.templates().render(report.language, "parts/period_document.html", json::parse(report.issued->document))}});
}

web::Response save_report(const Services& services, const web::Request& request) {
    auto report = asked_draft(services, request);
    FormCheck check{services.pages.texts(), request.language()};
    if (!read_words(request.form(), report, check)) {
        return draft_page(services, request, 422, check, report);
    }
    return keep_draft(services, request, report) ? web::Response::see_other(path_of(report.id) + "?saved=yes") : conflict(services, request, std::move(report));
}

web::Response issue_report(const Services& services, const web::Request& request) {
    auto report = asked_draft(services, request);
    FormCheck check{services.pages.texts(), request.language()};
    if (!read_words(request.form(), report, check)) {
        return draft_page(services, request, 422, check, report);
    }
    return issue_draft(services, request, report) ? web::Response::see_other(path_of(report.id)) : conflict(services, request, std::move(report));
}

web::Response remove_report(const Services& services, const web::Request& request) {
    remove_draft(services, request, asked_draft(services, request).id);
    return web::Response::see_other("/reports");
}

web::Response follow_report(const Services& services, const web::Request& request) {
    return web::Response::see_other(path_of(begin_successor(services, request, asked_issued(services, request))));
}

web::Response check_report(const Services& services, const web::Request& request) {
    const auto report = asked_issued(services, request);
    const auto result = recount(*report.issued, document_of(services, report, report.issued->at));
    json different = json::array();
    for (const auto& one : result.different) {
        different.push_back({{"where", one.table}, {"row", one.row}, {"column", one.column}, {"then", one.then}, {"now", one.now}});
    }
    const auto& texts = services.pages.texts();
    const auto say = [&](const char* key, std::size_t count) { return texts.format(request.language(), std::string{"period_report.check."} + key, {{"count", count}}); };
    return services.pages.render(request, 200, "reports/check",
                                 {{"title", texts.text(request.language(), "period_report.check")},
                                  {"nav", "reports"},
                                  {"href", path_of(report.id)},
                                  {"report", report.title},
                                  {"checksum", report.issued->checksum},
                                  {"untouched", result.is_untouched},
                                  {"equal", say("equal", result.equal)},
                                  {"of_moment", say("of_moment", result.of_moment)},
                                  {"has_different", !different.empty()},
                                  {"count", say("different", different.size())},
                                  {"different", std::move(different)}});
}

}  // namespace ansvar::reports
