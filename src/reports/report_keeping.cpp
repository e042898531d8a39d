#include "reports/report_keeping.hpp"

#include <nlohmann/json.hpp>
#include <utility>

#include "core/text.hpp"
#include "identity/audit.hpp"
#include "identity/principal.hpp"
#include "reports/asked_report.hpp"

namespace ansvar::reports {

namespace {

using identity::FormCheck;
using nlohmann::json;

PersonId asker(const web::Request& request) { return identity::principal(request).person.id; }

void record(db::Transaction& tx, const web::Request& request, const char* action, std::uint64_t id, json details, Timestamp now) {
    identity::record(tx, identity::Actor::of(request), {.action = action, .object_kind = "export", .object_id = "report/" + std::to_string(id), .details = std::move(details)}, now);
}

std::uint64_t add(const Services& services, const web::Request& request, const PeriodReport& draft) {
    return services.database.in_transaction([&](db::Transaction& tx) { return period_reports::add(tx, draft, asker(request), services.clock.now()); });
}

}  // namespace

void set_title(PeriodReport& report, std::string_view typed, FormCheck& check) {
    const bool was_fine = check.is_fine();
    report.title = check.read_line(typed, "title", "period_report.title", longest_report_title);
    if (was_fine && check.is_fine() && report.title.empty()) {
        check.add("title", "field.required.title");
    }
}

void set_period(PeriodReport& report, std::string_view first_day, std::string_view last_day, FormCheck& check) {
    if (const auto period = period_between(first_day, last_day)) {
        report.period = *period;
    } else {
        check.add("from", "report.bad_period");
    }
}

void set_text(PeriodReport& report, std::string_view heading, std::string_view typed, std::string_view anchor, FormCheck& check) {
    auto& text = report.texts[std::string{heading}];
    text = unix_line_ends(typed);
    if (check_block(text, longest_report_text) != TextFault::None) {
        check.add(anchor, "period_report.bad_text");
    }
}

std::uint64_t begin_draft(const Services& services, const web::Request& request, PeriodReport draft) {
    draft.language = request.language();
    draft.scope = scope_of(identity::principal(request).person);
    return add(services, request, draft);
}

std::uint64_t begin_successor(const Services& services, const web::Request& request, const PeriodReport& issued) {
    auto draft = issued;
    draft.earlier = issued.id;
    return add(services, request, draft);
}

bool keep_draft(const Services& services, const web::Request& request, const PeriodReport& draft) {
    return services.database.in_transaction([&](db::Transaction& tx) { return period_reports::change(tx, draft, asker(request), services.clock.now()); });
}

bool issue_draft(const Services& services, const web::Request& request, const PeriodReport& draft) {
    const auto now = services.clock.now();
    const auto document = document_of(services, draft, now).dump();
    return services.database.in_transaction([&](db::Transaction& tx) {
        if (!period_reports::issue(tx, draft, document, asker(request), now)) {
            return false;
        }
        record(tx, request, "report.issued", draft.id, {{"from", draft.period.first_day()}, {"to", draft.period.last_day()}}, now);
        return true;
    });
}

bool remove_draft(const Services& services, const web::Request& request, std::uint64_t id, std::optional<std::int64_t> version) {
    return services.database.in_transaction([&](db::Transaction& tx) {
        if (!period_reports::remove_draft(tx, id, version)) {
            return false;
        }
        record(tx, request, "report.draft_removed", id, json::object(), services.clock.now());
        return true;
    });
}

}  // namespace ansvar::reports
