#include "reports/figure_views.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <set>

#include "reports/chart.hpp"

namespace ansvar::reports {

namespace {

using nlohmann::json;

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

}  // namespace

json filters_view(const Filter& filter, const Names& names, const Wording& wording) {
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

json sheet_view(const Sheet& sheet, const Wording& wording, std::size_t most_rows) {
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

}  // namespace ansvar::reports
