#include "reports/monday_content.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "reports/selection.hpp"

namespace ansvar::reports {

namespace {

using nlohmann::json;

constexpr std::size_t most_doors = 3, most_lines = 5;
constexpr std::int64_t weeks_before = 4;

/// Says the figures of one letter.
class Letter {
public:
    Letter(const MondayFigures& figures, const Wording& wording)
        : week_{figures.week}, before_{figures.before}, standing_{figures.standing}, wording_{wording} {}

    json parts() const {
        json all = json::array({part("week", {opened(), closed(), first_response(), within(), resolution()}), part("now", {open(), late(), old()}), part("doors", doors())});
        if (!week_.lines.empty()) {
            all.push_back(part(fmt::format("by.{}", name(week_.question.group)), lines()));
        }
        return all;
    }

private:
    std::string say(std::string_view what, const web::Arguments& with = {}) const { return wording_.format(fmt::format("monday.{}", what), with); }

    json part(std::string_view title, json lines) const { return {{"title", say(title)}, {"lines", std::move(lines)}}; }
    json line(std::string_view label, std::string figure, std::string note, const Selection& behind) const {
        return {{"label", wording_.text(label)}, {"figure", std::move(figure)}, {"note", std::move(note)}, {"path", behind.url()}};
    }
    Selection select(At at, Measure measure = Measure::FirstResponse) const { return {.at = at, .measure = measure, .period = week_.question.period}; }

    /// Against the week before and the mean of four, which stand among the weeks of the chart.
    std::string compared(std::int64_t WeekFigures::*count) const {
        const auto& weeks = week_.weeks;
        std::int64_t sum = 0;
        for (std::int64_t back = 1; back <= weeks_before; ++back) {
            sum += weeks[weeks.size() - 1 - static_cast<std::size_t>(back)].*count;
        }
        return say("compared", {{"before", weeks[weeks.size() - 2].*count}, {"mean", wording_.decimal(static_cast<double>(sum) / weeks_before, 1)}});
    }

    json opened() const { return line("report.col.opened", std::to_string(week_.together.opened), compared(&WeekFigures::in), select(At::New)); }
    json closed() const { return line("monday.closed", std::to_string(week_.out), compared(&WeekFigures::out), select(At::Out)); }

    json time(std::string_view label, Measure measure, Spread Line::*spread, bool Line::*hidden) const {
        const auto& now = week_.together.*spread;
        const auto& then = before_.together.*spread;
        const auto median = [&](const Figures& figures, const Spread& of) {
            return of.count > 0 && figures.together.*hidden ? wording_.text("report.too_few") : wording_.figure(of.median);
        };
        auto note = say("median_before", {{"before", median(before_, then)}});
        if (now.count > 0 && !(week_.together.*hidden)) {
            note = wording_.format("report.first_note", {{"most", wording_.figure(now.nine_of_ten)}, {"count", now.count}}) + "; " + note;
        }
        return line(label, median(week_, now), std::move(note), select(At::Median, measure));
    }
    json first_response() const { return time("report.first_response", Measure::FirstResponse, &Line::first_response, &Line::hides_first); }
    json resolution() const { return time("measure.resolution", Measure::Resolution, &Line::resolution, &Line::hides_resolution); }

    json within() const {
        if (week_.together.hides_first && week_.together.within.whole > 0) {
            return line("monday.within", wording_.text("report.too_few"), "", select(At::Targeted));
        }
        const auto& [part, whole] = week_.together.within;
        return line("monday.within", wording_.percent(week_.together.within), say("within_note", {{"late", whole - part}, {"whole", whole}}), select(At::Within));
    }

    json open() const {
        auto note = wording_.format("report.open_note", {{"count", week_.together.unassigned}});
        if (standing_.oldest_at) {
            note += "; " + say("oldest", {{"day", wording_.day(Timestamp{std::chrono::seconds{*standing_.oldest_at}})}, {"role", wording_.role(standing_.oldest_role)}});
        }
        return line("report.open", std::to_string(week_.together.open), std::move(note), select(At::Open));
    }
    json late() const {
        return line("report.late", std::to_string(week_.together.late), say("fell_due", {{"count", standing_.fell_due}}), select(At::Overdue));
    }
    json old() const {
        auto behind = select(At::Open);
        behind.age = age_days.size();
        return line("monday.old", std::to_string(week_.ages.back()), "", behind);
    }

    json doors() const {
        auto handed = select(At::New);
        handed.hops = 3;
        const auto& now = week_.together;
        const auto& then = before_.together;
        auto all = json::array({line("report.col.handed", say("of", {{"part", now.handed_over}, {"whole", now.opened}}),
                                     say("share_before", {{"before", wording_.percent({then.handed_over, then.opened})}}), handed)});
        for (const auto& door : week_.doors) {
            if (all.size() > most_doors) {
                break;
            }
            auto behind = handed;
            behind.first_area = door.area.empty() ? std::string{none_of_it} : door.area;
            behind.first_role = door.from;
            behind.filter.role = RoleCode{door.to};
            const bool is_few = week_.question.hides_few && door.tickets < fewest_of_unit;
            all.push_back({{"label", wording_.area(door.area)},
                           {"figure", say("tickets", {{"count", door.tickets}})},
                           {"note", say("door", {{"from", wording_.role(RoleCode{door.from})},
                                                 {"to", wording_.role(RoleCode{door.to})},
                                                 {"lost", is_few ? wording_.text("report.too_few") : wording_.hours(door.minutes)}})},
                           {"path", behind.url()}});
        }
        return all;
    }

    json lines() const {
        json all = json::array();
        for (const auto& one : week_.lines) {
            if (all.size() == most_lines) {
                break;
            }
            const auto median = one.hides_first && one.first_response.count > 0 ? wording_.text("report.too_few") : wording_.figure(one.first_response.median);
            Filter filter;
            if (week_.question.group == Group::Unit) {
                filter.unit = one.key;
            } else {
                filter.role = RoleCode{one.key};
            }
            all.push_back({{"label", wording_.named(week_.question.group, one.key)},
                           {"figure", say("new", {{"count", one.opened}})},
                           {"note", say("line", {{"open", one.open}, {"late", one.late}, {"median", median}})},
                           {"path", fmt::format("/overview?{}{}", query_of(week_.question.period), filter.query())}});
        }
        return all;
    }

    const Figures& week_;
    const Figures& before_;
    const Standing& standing_;
    const Wording& wording_;
};

}  // namespace

Standing standing_of(const Table& table, const Question& question, Timestamp now, const routing::Matrix& matrix) {
    const Asked asked{table, question.filter, question.scope, matrix};
    Standing standing;
    for (const auto& fact : table.tickets()) {
        if (!asked.about(fact) || !is_open(fact)) {
            continue;
        }
        const bool fell_due = fact.due_at >= seconds(question.period.starts_at) && fact.due_at < seconds(question.period.ends_at);
        standing.fell_due += fell_due && is_late(fact, seconds(now)) ? 1 : 0;
        if (!standing.oldest_at || fact.opened_at < *standing.oldest_at) {
            standing.oldest_at = fact.opened_at;
            standing.oldest_role = RoleCode{table.roles[fact.role]};
        }
    }
    return standing;
}

json monday_content(const MondayFigures& figures, const Wording& wording) {
    const auto& period = figures.week.question.period;
    return {{"week", std::to_string(to_stockholm(period.starts_at).iso_week)},
            {"path", "/overview?" + query_of(period)},
            {"basis", (figures.week.question.scope.is_whole_school() ? "" : wording.text("report.own_units") + " ") + figures.basis},
            {"parts", Letter{figures, wording}.parts()}};
}

}  // namespace ansvar::reports
