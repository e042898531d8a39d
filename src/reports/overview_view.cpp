#include "reports/overview_view.hpp"

#include <fmt/format.h>

#include <array>
#include <nlohmann/json.hpp>
#include <set>
#include <utility>

#include "core/text.hpp"
#include "reports/chart.hpp"

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

struct Choice {
    std::string value, label;
};

json choices(const std::vector<Choice>& all, const std::optional<std::string>& chosen) {
    json options = json::array();
    for (const auto& [value, label] : all) {
        options.push_back({{"value", value}, {"label", label}, {"selected", chosen == value}});
    }
    return options;
}

json select(std::string_view field, const std::vector<Choice>& all, const std::optional<std::string>& chosen, const Wording& wording) {
    return {{"name", field}, {"label", wording.text(fmt::format("report.filter.{}", field))}, {"options", choices(all, chosen)}};
}

json filters(const Filter& filter, const Names& names, const Wording& wording) {
    std::vector<Choice> roles, areas, levels, units, priorities, channels;
    for (const auto& role : names.roles->roles()) {
        roles.push_back({role.code.value, wording.role(role.code)});
    }
    std::set<std::string> met;
    for (const auto& area : names.matrix().areas()) {
        areas.push_back({area.key, area.row + " " + area.name});
        if (met.insert(area.level).second) {
            levels.push_back({area.level, wording.level(area.level)});
        }
    }
    for (const auto& [id, unit] : names.units) {
        units.push_back({id, unit});
    }
    for (const auto priority : {tickets::Priority::Low, tickets::Priority::Normal, tickets::Priority::High, tickets::Priority::Urgent}) {
        priorities.push_back({std::string{name(priority)}, wording.text(fmt::format("priority.{}", name(priority)))});
    }
    for (const auto channel : {tickets::Channel::Web, tickets::Channel::Phone, tickets::Channel::Visit, tickets::Channel::Mail, tickets::Channel::Api}) {
        channels.push_back({std::string{name(channel)}, wording.text(fmt::format("channel.{}", name(channel)))});
    }
    const auto word = [](const auto& kind) { return kind ? std::optional{std::string{name(*kind)}} : std::nullopt; };
    return {select("role", roles, filter.role ? std::optional{filter.role->value} : std::nullopt, wording),
            select("area", areas, filter.area, wording),
            select("level", levels, filter.level, wording),
            select("unit", units, filter.unit, wording),
            select("priority", priorities, word(filter.priority), wording),
            select("channel", channels, word(filter.channel), wording)};
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

/// The newest week with answers, in a sentence for those who do not see the chart.
std::string summary(const std::vector<WeekFigures>& weeks, const Wording& wording) {
    for (auto week = weeks.rbegin(); week != weeks.rend(); ++week) {
        if (const auto& spread = week->first_response; spread.count > 0) {
            return wording.format("report.week_summary",
                                  {{"median", wording.figure(spread.median)}, {"most", wording.figure(spread.nine_of_ten)}, {"count", spread.count}});
        }
    }
    return wording.text("report.no_answers");
}

json ticks_view(const std::vector<Chart::Tick>& ticks, const Wording& wording) {
    json views = json::array();
    for (const auto& [x, week] : ticks) {
        views.push_back({{"x", x}, {"label", wording.format("date.week_short", {{"week", std::to_string(week)}})}});
    }
    return views;
}

json chart_view(const std::vector<WeekFigures>& weeks, const Wording& wording) {
    const auto chart = draw(weeks);
    if (!chart) {
        return false;
    }
    json grid = json::array(), dots = json::array();
    for (const auto& [minutes, y, text_y] : chart->grid) {
        const auto label = minutes == 0 ? wording.format("duration.hours", {{"hours", "0"}}) : wording.hours(minutes);
        grid.push_back({{"y", y}, {"text_y", text_y}, {"label", label}});
    }
    for (const auto& [x, y] : chart->dots) {
        dots.push_back({{"x", x}, {"y", y}});
    }
    return {{"summary", summary(weeks, wording)},
            {"grid", std::move(grid)},
            {"band", chart->band},
            {"most_line", chart->most_line},
            {"median_line", chart->median_line},
            {"median_label_y", chart->median_label_y},
            {"most_label_y", chart->most_label_y},
            {"dots", std::move(dots)},
            {"ticks", ticks_view(chart->ticks, wording)}};
}

json flow_view(const std::vector<WeekFigures>& weeks, const Wording& wording) {
    const auto flow = draw_flow(weeks);
    if (!flow) {
        return false;
    }
    json bars = json::array();
    for (const auto& bar : flow->bars) {
        bars.push_back({{"x", bar.x}, {"y", bar.y}, {"width", bar.width}, {"height", bar.height}, {"kind", bar.is_in ? "in" : "out"}});
    }
    const auto& last = weeks.back();
    return {{"bars", std::move(bars)},
            {"most", std::to_string(flow->most)},
            {"ticks", ticks_view(flow->ticks, wording)},
            {"summary", wording.format("report.flow_summary", {{"in", last.in}, {"out", last.out}})}};
}

json cell_view(const Cell& cell) {
    return {{"text", cell.text}, {"href", cell.href}, {"look", cell.look}, {"bar", cell.bar ? json{{"width", *cell.bar}} : json(false)}};
}

json row_view(const SheetRow& row) {
    json cells = json::array();
    for (const auto& cell : row.cells) {
        cells.push_back(cell_view(cell));
    }
    return {{"label", row.label}, {"cells", std::move(cells)}};
}

json columns_view(const Sheet& sheet, json& spans) {
    json columns = json::array();
    bool has_groups = false;
    for (const auto& column : sheet.columns) {
        const auto place = columns.size();
        const bool is_left = !sheet.rows.empty() && sheet.rows.front().cells[place].look == "left";
        columns.push_back({{"label", column.label}, {"left", is_left}});
        if (!spans.empty() && spans.back()["label"] == column.group) {
            spans.back()["columns"] = spans.back()["columns"].get<int>() + 1;
        } else {
            spans.push_back({{"label", column.group}, {"columns", 1}});
        }
        has_groups = has_groups || !column.group.empty();
    }
    if (!has_groups) {
        spans = json::array();
    }
    return columns;
}

json sheet_view(const Sheet& sheet, const Wording& wording) {
    json rows = json::array(), spans = json::array();
    for (const auto& row : sheet.rows) {
        if (rows.size() == most_rows) {
            break;
        }
        rows.push_back(row_view(row));
    }
    auto columns = columns_view(sheet, spans);
    const auto left_out = static_cast<std::int64_t>(sheet.rows.size() - rows.size());
    return {{"name", sheet.name},
            {"title", sheet.title},
            {"note", sheet.note},
            {"head", sheet.head},
            {"has_spans", !spans.empty()},
            {"spans", std::move(spans)},
            {"columns", std::move(columns)},
            {"has_rows", !sheet.rows.empty()},
            {"rows", std::move(rows)},
            {"total", sheet.total ? row_view(*sheet.total) : json(false)},
            {"left_out", left_out == 0 ? std::string{} : wording.format("report.left_out", {{"count", left_out}})}};
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

std::string rests_on(const Figures& figures, const clock::Followed& followed, const Wording& wording) {
    const auto& keeps = followed.at(figures.as_of);
    return wording.format("report.rests_on", {{"period", fmt::format("{}\u2013{}", figures.question.period.first_day(), figures.question.period.last_day())},
                                              {"calendar", keeps.calendar.empty() ? wording.text("report.plain_calendar") : keeps.calendar},
                                              {"version", keeps.version},
                                              {"matrix", figures.versions.empty() ? wording.text("report.no_figure") : join(figures.versions, ", ")},
                                              {"when", wording.exact(figures.as_of)}}) +
           ' ' + wording.text("report.without_confidential");
}

json overview_view(const Figures& figures, const AskedPeriod& asked, const clock::Followed& followed, const Names& names, const Wording& wording) {
    json sheets = json::object();
    for (const auto& sheet : sheets_of(figures, wording)) {
        sheets[sheet.name] = sheet_view(sheet, wording);
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
            {"filter_open", asked.is_faulty || !asked.name || !question.filter.is_all()},
            {"period_error", asked.is_faulty ? json{{"text", wording.text("report.bad_period")}} : json(false)},
            {"from", question.period.first_day()},
            {"to", question.period.last_day()},
            {"by", name(question.group)},
            {"filters", filters(question.filter, names, wording)},
            {"tiles", tiles(figures, followed, wording)},
            {"chart", chart_view(figures.weeks, wording)},
            {"flow", flow_view(figures.weeks, wording)},
            {"groups", groups(figures, wording)},
            {"sheets", std::move(sheets)},
            {"basis", wording.format("report.basis", {{"period", period}})},
            {"rests_on", rests_on(figures, followed, wording)}};
}

}  // namespace ansvar::reports
