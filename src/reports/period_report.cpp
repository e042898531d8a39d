#include "reports/period_report.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/secret.hpp"
#include "core/text.hpp"
#include "queries/reports.hpp"
#include "web/request.hpp"

namespace ansvar::reports {

namespace {

PeriodReport read(const db::Row& row) {
    PeriodReport report{.id = row.unsigned_integer("id"),
                        .title = row.text("title"),
                        .language = web::language_from(row.text("language")).value_or(web::Language::Sv),
                        .period = period_between(row.text("first_day"), row.text("last_day")).value(),
                        .filter = read_filter(web::Request{{.target = "/?of=1" + row.text("filter")}}),
                        .scope = {.units = row.optional_text("units")},
                        .texts = nlohmann::json::parse(row.text("texts")).get<std::map<std::string, std::string>>(),
                        .version = row.integer("version"),
                        .earlier = {},
                        .changed_by = row.text("changed_by"),
                        .changed_at = row.time("changed_at"),
                        .issued = {}};
    if (const auto earlier = row.optional_integer("earlier_id")) {
        report.earlier = static_cast<std::uint64_t>(*earlier);
    }
    if (const auto at = row.optional_time("issued_at")) {
        report.issued = {.by = row.text("issued_by"), .at = *at, .document = row.text("document"), .checksum = row.text("checksum")};
    }
    return report;
}

std::string texts_of(const PeriodReport& report) { return nlohmann::json(report.texts).dump(); }

}  // namespace

bool PeriodReport::is_for(const Scope& reader) const {
    if (reader.is_whole_school()) {
        return true;
    }
    if (scope.is_whole_school()) {
        return false;
    }
    const auto own = split(*reader.units, ',');
    const auto counted = split(*scope.units, ',');
    return std::all_of(counted.begin(), counted.end(), [&](const auto& unit) { return std::find(own.begin(), own.end(), unit) != own.end(); });
}

namespace period_reports {

std::uint64_t add(db::Transaction& tx, const PeriodReport& draft, PersonId by, Timestamp now) {
    tx.execute(queries::reports::insert_period_report, {{"title", draft.title},
                                                        {"language", web::to_string(draft.language)},
                                                        {"first_day", draft.period.first_day()},
                                                        {"last_day", draft.period.last_day()},
                                                        {"filter", draft.filter.query()},
                                                        {"units", draft.scope.units},
                                                        {"texts", texts_of(draft)},
                                                        {"earlier", draft.earlier},
                                                        {"by", by},
                                                        {"now", now}});
    return tx.last_insert_id();
}

bool change(db::Transaction& tx, const PeriodReport& draft, PersonId by, Timestamp now) {
    return tx.execute(queries::reports::update_period_report, {{"id", draft.id},
                                                               {"version", draft.version},
                                                               {"title", draft.title},
                                                               {"texts", texts_of(draft)},
                                                               {"first_day", draft.period.first_day()},
                                                               {"last_day", draft.period.last_day()},
                                                               {"filter", draft.filter.query()},
                                                               {"by", by},
                                                               {"now", now}}) == 1;
}

bool issue(db::Transaction& tx, const PeriodReport& draft, const std::string& document, PersonId by, Timestamp now) {
    return tx.execute(queries::reports::issue_period_report, {{"id", draft.id},
                                                              {"version", draft.version},
                                                              {"title", draft.title},
                                                              {"texts", texts_of(draft)},
                                                              {"document", document},
                                                              {"checksum", sha256(document)},
                                                              {"by", by},
                                                              {"now", now}}) == 1;
}

bool remove_draft(db::Transaction& tx, std::uint64_t id, std::optional<std::int64_t> version) {
    return tx.execute(queries::reports::delete_period_report, {{"id", id}, {"version", version}}) == 1;
}

std::optional<PeriodReport> find(db::Session& session, std::uint64_t id) {
    const auto row = session.row(queries::reports::select_period_report, {{"id", id}});
    return row ? std::optional{read(*row)} : std::nullopt;
}

std::vector<PeriodReport> list(db::Session& session) {
    std::vector<PeriodReport> all;
    session.each(queries::reports::select_period_reports, {}, [&](const db::Row& row) { all.push_back(read(row)); });
    return all;
}

}  // namespace period_reports

}  // namespace ansvar::reports
