#include "reports/overview_view.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <utility>

#include "reports/chart.hpp"

namespace ansvar::reports {

namespace {

using nlohmann::json;
using web::Arguments;

json periods(const AskedPeriod& asked, const Wording& wording) {
    constexpr std::pair<NamedPeriod, std::string_view> named[]{{NamedPeriod::Today, "report.period.today"},
                                                               {NamedPeriod::ThisWeek, "report.period.this_week"},
                                                               {NamedPeriod::LastWeek, "report.period.last_week"},
                                                               {NamedPeriod::FourWeeks, "report.period.last_4_weeks"},
                                                               {NamedPeriod::Term, "report.period.term"}};
    json links = json::array();
    for (const auto& [period, key] : named) {
        links.push_back({{"label", wording.text(key)},
                         {"href", fmt::format("/overview?period={}", name(period))},
                         {"current", !asked.is_faulty && asked.name == period}});
    }
    return links;
}

/// Links to exactly the tickets behind a line's figures.
class Links {
public:
    Links(const Period& period, std::optional<RoleCode> role) : period_{period}, role_{std::move(role)} {}

    std::string to(At at, Measure measure = Measure::FirstResponse) const {
        return Selection{.at = at, .measure = measure, .role = role_, .period = period_}.url();
    }

private:
    Period period_;
    std::optional<RoleCode> role_;
};

json spread_view(const Spread& spread, Measure measure, const Links& links, const Wording& wording) {
    return {{"any", spread.count > 0},
            {"n", std::to_string(spread.count)},
            {"href", links.to(At::All, measure)},
            {"median", wording.figure(spread.median)},
            {"median_href", links.to(At::Median, measure)},
            {"most", wording.figure(spread.nine_of_ten)},
            {"most_href", links.to(At::NineOfTen, measure)}};
}

json line(const RoleFigures& figures, const Links& links, const Wording& wording) {
    const auto counted = [&](std::int64_t count, At at) {
        return json{{"count", std::to_string(count)}, {"href", links.to(at)}, {"any", count > 0}};
    };
    return {{"name", figures.role.value.empty() ? wording.text("report.all_roles") : wording.role(figures.role)},
            {"open", counted(figures.open, At::Open)},
            {"late", counted(figures.late, At::Overdue)},
            {"opened", counted(figures.opened, At::New)},
            {"first", spread_view(figures.first_response, Measure::FirstResponse, links, wording)},
            {"resolution", spread_view(figures.resolution, Measure::Resolution, links, wording)}};
}

std::string late_note(const Figures& figures, const clock::Followed& followed, const Wording& wording) {
    if (!figures.oldest_late) {
        return wording.text("report.late_none");
    }
    const auto minutes = clock::working_minutes(figures.oldest_late->due_at, figures.as_of, followed.hours);
    return wording.format("report.late_note", {{"duration", wording.duration(minutes)}, {"role", wording.role(figures.oldest_late->role)}});
}

json tiles(const Figures& figures, const clock::Followed& followed, const Wording& wording) {
    const auto& all = figures.together;
    const auto& first = all.first_response;
    const Links links{figures.period, {}};
    const Links of_today{today(figures.as_of), {}};
    const auto first_note =
        first.count == 0 ? wording.text("report.no_answers")
                         : wording.format("report.first_note", {{"most", wording.figure(first.nine_of_ten)}, {"count", first.count}});
    return {{"open",
             {{"count", std::to_string(all.open)},
              {"href", links.to(At::Open)},
              {"note", wording.format("report.open_note", {{"count", all.unassigned}})}}},
            {"opened",
             {{"count", std::to_string(figures.opened_today)},
              {"href", of_today.to(At::New)},
              {"note", wording.format("report.opened_note", {{"count", all.opened}})}}},
            {"late",
             {{"count", std::to_string(all.late)},
              {"href", links.to(At::Overdue)},
              {"any", all.late > 0},
              {"note", late_note(figures, followed, wording)}}},
            {"first_response", {{"median", wording.figure(first.median)}, {"href", links.to(At::Median)}, {"note", first_note}}}};
}

json weeks_view(const std::vector<WeekFigures>& weeks, const Wording& wording) {
    json views = json::array();
    for (const auto& week : weeks) {
        views.push_back({{"label", wording.format("date.week_short", {{"week", std::to_string(week.week.number)}})},
                         {"median", wording.figure(week.first_response.median)},
                         {"most", wording.figure(week.first_response.nine_of_ten)},
                         {"n", std::to_string(week.first_response.count)},
                         {"href", Links{week.week.period, {}}.to(At::All)}});
    }
    return views;
}

/// The newest week with answers, in a sentence for those who do not see the chart.
std::string summary(const std::vector<WeekFigures>& weeks, const Wording& wording) {
    for (auto week = weeks.rbegin(); week != weeks.rend(); ++week) {
        if (const auto& spread = week->first_response; spread.count > 0) {
            return wording.format(
                "report.week_summary",
                {{"median", wording.figure(spread.median)}, {"most", wording.figure(spread.nine_of_ten)}, {"count", spread.count}});
        }
    }
    return wording.text("report.no_answers");
}

json chart_view(const std::vector<WeekFigures>& weeks, const Wording& wording) {
    const auto chart = draw(weeks);
    if (!chart) {
        return false;
    }
    json grid = json::array(), dots = json::array(), ticks = json::array();
    for (const auto& [minutes, y, text_y] : chart->grid) {
        const auto label = minutes == 0 ? wording.format("duration.hours", {{"hours", "0"}}) : wording.hours(minutes);
        grid.push_back({{"y", y}, {"text_y", text_y}, {"label", label}});
    }
    for (const auto& [x, y] : chart->dots) {
        dots.push_back({{"x", x}, {"y", y}});
    }
    for (const auto& [x, week] : chart->ticks) {
        ticks.push_back({{"x", x}, {"label", wording.format("date.week_short", {{"week", std::to_string(week)}})}});
    }
    return {{"basis", wording.text("report.working_time")},
            {"summary", summary(weeks, wording)},
            {"grid", std::move(grid)},
            {"band", chart->band},
            {"most_line", chart->most_line},
            {"median_line", chart->median_line},
            {"median_label_y", chart->median_label_y},
            {"most_label_y", chart->most_label_y},
            {"dots", std::move(dots)},
            {"ticks", std::move(ticks)},
            {"weeks", weeks_view(weeks, wording)}};
}

std::string rests_on(const Figures& figures, const Wording& wording) {
    return wording.format("report.rests_on", {{"from", "08:00"}, {"to", "16:00"}, {"when", wording.when(figures.as_of)}}) +
           ' ' + wording.text("report.without_confidential");
}

}  // namespace

json overview_view(const Figures& figures, const AskedPeriod& asked, const clock::Followed& followed, const Wording& wording) {
    json roles = json::array();
    for (const auto& role : figures.roles) {
        roles.push_back(line(role, Links{figures.period, role.role}, wording));
    }
    const auto period = wording.period(figures.period);
    return {{"title", wording.text("nav.overview")},
            {"nav", "overview"},
            {"heading", wording.format("report.heading", {{"period", period}})},
            {"periods", periods(asked, wording)},
            {"csv_href", "/overview.csv?" + query_of(figures.period)},
            {"period_open", asked.is_faulty || !asked.name},
            {"period_error", asked.is_faulty ? json{{"text", wording.text("report.bad_period")}} : json(false)},
            {"from", figures.period.first_day()},
            {"to", figures.period.last_day()},
            {"tiles", tiles(figures, followed, wording)},
            {"chart", chart_view(figures.weeks, wording)},
            {"basis", wording.format("report.basis", {{"period", period}})},
            {"roles", std::move(roles)},
            {"total", line(figures.together, Links{figures.period, {}}, wording)},
            {"rests_on", rests_on(figures, wording)}};
}

}  // namespace ansvar::reports
