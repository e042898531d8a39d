#include "reports/overview_view.hpp"

#include <fmt/format.h>

#include <array>
#include <nlohmann/json.hpp>
#include <utility>

#include "core/text.hpp"
#include "reports/figure_views.hpp"

namespace ansvar::reports {

namespace {

using nlohmann::json;

constexpr std::size_t most_rows = 40;  ///< of a table on the page; files hold them all

std::string query_of(const Question& question) {
    return reports::query_of(question.period) + question.filter.query();
}

json periods(const Figures& figures, const AskedPeriod& asked, const Wording& wording) {
    constexpr std::array named{NamedPeriod::Today, NamedPeriod::ThisWeek, NamedPeriod::LastWeek, NamedPeriod::FourWeeks, NamedPeriod::Term, NamedPeriod::LastTerm};
    json links = json::array();
    for (const auto period : named) {
        links.push_back({{"label", wording.text(fmt::format("report.period.{}", name(period)))},
                         {"href", fmt::format("/overview?period={}&by={}{}", name(period), name(figures.question.group), figures.question.filter.query())},
                         {"current", !asked.is_faulty && asked.name == period}});
    }
    return links;
}

std::string late_note(const Figures& figures, const clock::Followed& followed, const Wording& wording) {
    if (!figures.oldest_late) {
        return wording.text("report.late_none");
    }
    const auto minutes = clock::working_minutes(figures.oldest_late->due_at, figures.as_of, followed.hours);
    return wording.format("report.late_note", {{"duration", wording.duration(minutes)}, {"role", wording.role(figures.oldest_late->role)}});
}

json tile(std::string_view label, const std::string& figure, const Selection& behind, const std::string& note, const Wording& wording) {
    return {{"label", wording.text(label)}, {"figure", figure}, {"href", behind.url()}, {"note", note}, {"late", false}, {"unit", ""}};
}

json tiles(const Figures& figures, const clock::Followed& followed, const Wording& wording) {
    const auto& all = figures.together;
    const auto& first = all.first_response;
    Selection behind{.at = At::Open, .period = figures.question.period, .filter = figures.question.filter};
    auto open = tile("report.open", std::to_string(all.open), behind, wording.format("report.open_note", {{"count", all.unassigned}}), wording);
    behind.at = At::Overdue;
    auto late = tile("report.late", std::to_string(all.late), behind, late_note(figures, followed, wording), wording);
    late["late"] = all.late > 0;
    behind.at = At::Median;
    auto answers = tile("report.first_response", wording.figure(first.median), behind,
                        first.count == 0 ? wording.text("report.no_answers")
                                         : wording.format("report.first_note", {{"most", wording.figure(first.nine_of_ten)}, {"count", first.count}}),
                        wording);
    if (first.count == 0) {
        answers["href"] = "";
    }
    answers["unit"] = wording.text("report.median");
    behind.at = At::New;
    behind.period = today(figures.as_of);
    auto opened = tile("report.opened", std::to_string(figures.opened_today), behind, wording.format("report.opened_note", {{"count", all.opened}}), wording);
    return {std::move(open), std::move(opened), std::move(late), std::move(answers)};
}

json groups(const Figures& figures, const Wording& wording) {
    json links = json::array();
    for (const auto group : {Group::Role, Group::Area, Group::Level, Group::Unit}) {
        links.push_back({{"label", wording.text(fmt::format("report.tab.{}", name(group)))},
                         {"href", fmt::format("/overview?{}&by={}#lines-heading", query_of(figures.question), name(group))},
                         {"current", figures.question.group == group}});
    }
    return links;
}

}  // namespace

json overview_view(const Figures& figures, const AskedPeriod& asked, const clock::Followed& followed, const Basis& basis, const Names& names,
                   const Wording& wording) {
    json sheets = json::object();
    for (const auto& sheet : sheets_of(figures, wording)) {
        sheets[sheet.name] = sheet_view(sheet, wording, most_rows);
    }
    const auto& question = figures.question;
    const auto period = wording.period(question.period);
    const auto about = wording.filter(question.filter);
    const auto query = query_of(question) + fmt::format("&by={}", name(question.group));
    return {{"title", wording.text("nav.overview")},
            {"nav", "overview"},
            {"heading", wording.format("report.heading", {{"period", period}}) + (about.empty() ? "" : ": " + about)},
            {"periods", periods(figures, asked, wording)},
            {"csv_href", "/overview.csv?" + query},
            {"xlsx_href", "/overview.xlsx?" + query},
            {"reports_href", "/reports?" + query_of(question)},
            {"filter_open", asked.is_faulty || !asked.name || !question.filter.is_all()},
            {"period_error", asked.is_faulty ? json{{"text", wording.text("report.bad_period")}} : json(false)},
            {"from", question.period.first_day()},
            {"to", question.period.last_day()},
            {"by", name(question.group)},
            {"filters", filters_view(question.filter, names, wording)},
            {"tiles", tiles(figures, followed, wording)},
            {"chart", chart_view(figures.weeks, wording)},
            {"flow", flow_view(figures.weeks, wording)},
            {"groups", groups(figures, wording)},
            {"sheets", std::move(sheets)},
            {"basis", wording.format("report.basis", {{"period", period}})},
            {"rests_on", basis.brief},
            {"rests_on_all", basis.is_cut() ? json{{"calendars", basis.calendars}, {"matrices", basis.matrices}} : json(false)}};
}

}  // namespace ansvar::reports
