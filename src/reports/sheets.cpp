#include "reports/sheets.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "reports/selection.hpp"

namespace ansvar::reports {

namespace {

constexpr std::int64_t few = 10;  ///< fewer are shown as few

/// Makes the tables of one answer.
class Maker {
public:
    Maker(const Figures& figures, const Wording& wording) : figures_(figures), wording_(wording) {}

    std::vector<Sheet> all() const { return {lines(), measured(), weeks(), ages(), arrivals(), outcomes(), doors(), routed()}; }

private:
    std::string text(std::string_view key) const { return wording_.text(fmt::format("report.{}", key)); }

    Sheet begin(std::string name, const std::vector<std::pair<std::string, std::string>>& columns) const {
        Sheet sheet{.name = name, .title = text("sheet." + name), .note = text("note." + name), .head = text("head." + name), .columns = {}, .rows = {}};
        for (const auto& [group, column] : columns) {
            const auto over = group.empty() ? "" : text("group." + group);
            sheet.columns.push_back({text("col." + column), over, (over.empty() ? "" : over + ", ") + text("full." + column)});
        }
        return sheet;
    }

    Selection select(At at) const { return {.at = at, .period = figures_.question.period, .filter = figures_.question.filter}; }
    Selection select(At at, Measure measure, bool by_wall_clock = false) const {
        auto selection = select(at);
        selection.measure = measure;
        selection.by_wall_clock = by_wall_clock;
        return selection;
    }

    static Cell count(std::int64_t count, const Selection& selection, std::string look = {}) {
        return {.text = std::to_string(count), .number = count, .href = selection.url(), .look = std::move(look)};
    }
    Cell words(std::string words) const { return {.text = std::move(words), .look = "left"}; }
    Cell share(const Share& share, const Selection& of) const {
        const auto number = share.whole == 0 ? std::nullopt : std::optional{share.part * 100 / share.whole};
        return {.text = wording_.percent(share), .number = number, .href = number ? of.url() : "", .look = share.whole < few ? "few" : ""};
    }
    Cell time(const std::optional<std::int64_t>& minutes, std::int64_t count, const Selection& selection, bool is_hidden = false) const {
        if (is_hidden && count > 0) {
            return {.text = text("too_few"), .look = "few"};
        }
        const auto shown = !minutes ? text("no_figure") : selection.by_wall_clock ? wall(*minutes) : wording_.figure(minutes);
        return {.text = shown, .number = minutes, .href = minutes ? selection.url() : "", .look = count < few ? "few" : ""};
    }
    /// A day has 24 hours there.
    std::string wall(std::int64_t minutes) const { return minutes < 48 * 60 ? wording_.hours(minutes) : wording_.format("report.days", {{"days", std::to_string(minutes / (24 * 60))}}); }

    void add_spread(std::vector<Cell>& cells, const Spread& spread, Selection selection, bool is_hidden = false) const {
        selection.at = At::Median;
        cells.push_back(time(spread.median, spread.count, selection, is_hidden));
        selection.at = At::NineOfTen;
        cells.push_back(time(spread.nine_of_ten, spread.count, selection, is_hidden));
    }

    Selection of_line(Selection selection, const Line& line) const {
        auto& filter = selection.filter;
        if (line.key.empty()) {
            return selection;
        }
        switch (figures_.question.group) {
            case Group::Role:
                filter.role = RoleCode{line.key};
                break;
            case Group::Area:
                filter.area = line.key;
                break;
            case Group::Level:
                filter.level = line.key;
                break;
            case Group::Unit:
                filter.unit = line.key;
                break;
        }
        return selection;
    }

    SheetRow row(const Line& line) const {
        const auto to = [&](At at) { return of_line(select(at), line); };
        const auto of = [&](At at, Measure measure) { return of_line(select(at, measure), line); };
        auto handed = to(At::New);
        handed.hops = 3;
        SheetRow row{.key = line.key, .label = line.key.empty() ? text("together") : wording_.named(figures_.question.group, line.key), .cells = {}};
        row.cells = {count(line.open, to(At::Open)), count(line.late, to(At::Overdue), line.late > 0 ? "late" : ""), count(line.opened, to(At::New)),
                     count(line.handed_over, handed)};
        add_spread(row.cells, line.first_response, of(At::All, Measure::FirstResponse), line.hides_first);
        row.cells.push_back(count(line.first_response.count, of(At::All, Measure::FirstResponse)));
        row.cells.push_back(line.hides_first ? Cell{.text = text("too_few"), .look = "few"} : share(line.within, of(At::Within, Measure::FirstResponse)));
        add_spread(row.cells, line.resolution, of(At::All, Measure::Resolution), line.hides_resolution);
        row.cells.push_back(count(line.resolution.count, of(At::All, Measure::Resolution)));
        return row;
    }

    Sheet lines() const {
        auto sheet = begin("lines", {{"", "open"}, {"", "late"}, {"", "opened"}, {"", "handed"}, {"first", "median"}, {"first", "most"}, {"first", "n"}, {"first", "within"},
                                     {"resolution", "median"}, {"resolution", "most"}, {"resolution", "n"}});
        sheet.title = text(fmt::format("by.{}", name(figures_.question.group)));
        sheet.head = text(fmt::format("one.{}", name(figures_.question.group)));
        for (const auto& line : figures_.lines) {
            sheet.rows.push_back(row(line));
        }
        sheet.total = row(figures_.together);
        return sheet;
    }

    Sheet measured() const {
        auto sheet = begin("measures", {{"working", "median"}, {"working", "most"}, {"clock", "median"}, {"clock", "most"}, {"", "n"}, {"", "targeted"}, {"", "within"}});
        for (std::size_t place = 0; place < measures.size(); ++place) {
            const auto measure = measures[place];
            const auto& [working, clock, within] = figures_.measured[place];
            SheetRow row{.key = std::string{name(measure)}, .label = wording_.text(fmt::format("measure.{}", name(measure))), .cells = {}};
            add_spread(row.cells, working, select(At::All, measure));
            add_spread(row.cells, clock, select(At::All, measure, true));
            row.cells.push_back(count(working.count, select(At::All, measure)));
            row.cells.push_back(count(within.whole, select(At::Targeted, measure)));
            row.cells.push_back(share(within, select(At::Within, measure)));
            if (measure == Measure::RightRole) {
                row.cells[5] = row.cells[6] = {.text = text("no_figure")};
            }
            sheet.rows.push_back(std::move(row));
        }
        return sheet;
    }

    Sheet weeks() const {
        auto sheet = begin("weeks", {{"first", "median"}, {"first", "most"}, {"first", "n"}, {"", "in"}, {"", "out"}});
        for (const auto& week : figures_.weeks) {
            auto of = select(At::All, Measure::FirstResponse);
            of.period = week.week.period;
            SheetRow row{.key = week.week.period.first_day(), .label = wording_.format("date.week_short", {{"week", std::to_string(week.week.number)}}), .cells = {}};
            add_spread(row.cells, week.first_response, of);
            row.cells.push_back(count(week.first_response.count, of));
            of.at = At::New;
            row.cells.push_back(count(week.in, of));
            of.at = At::Out;
            row.cells.push_back(count(week.out, of));
            sheet.rows.push_back(std::move(row));
        }
        return sheet;
    }

    Sheet ages() const {
        auto sheet = begin("ages", {{"", "open"}});
        const auto most = std::max<std::int64_t>(1, *std::max_element(figures_.ages.begin(), figures_.ages.end()));
        for (std::size_t age = 0; age < figures_.ages.size(); ++age) {
            auto of = select(At::Open);
            of.age = age;
            auto cell = count(figures_.ages[age], of);
            cell.bar = static_cast<int>(figures_.ages[age] * 100 / most);
            sheet.rows.push_back({.key = "", .label = text(fmt::format("age.{}", age)), .cells = {std::move(cell)}});
        }
        return sheet;
    }

    Sheet arrivals() const {
        Sheet sheet{.name = "arrivals", .title = text("sheet.arrivals"), .note = text("note.arrivals"), .head = text("head.arrivals"), .columns = {}, .rows = {}};
        std::size_t first = 8, last = 16;
        for (std::size_t place = 0; place < figures_.arrivals.size(); ++place) {
            if (figures_.arrivals[place] > 0) {
                first = std::min(first, place % 24);
                last = std::max(last, place % 24);
            }
        }
        for (auto hour = first; hour <= last; ++hour) {
            sheet.columns.push_back({fmt::format("{:02}", hour), "", fmt::format("{:02}", hour)});
        }
        const auto most = std::max<std::int64_t>(1, *std::max_element(figures_.arrivals.begin(), figures_.arrivals.end()));
        for (std::size_t day = 0; day < 7; ++day) {
            SheetRow row{.key = "", .label = wording_.text(fmt::format("weekday.long.{}", day + 1)), .cells = {}};
            for (auto hour = first; hour <= last; ++hour) {
                auto of = select(At::New);
                of.hour = 24 * day + hour;
                const auto tickets = figures_.arrivals[24 * day + hour];
                row.cells.push_back(tickets == 0 ? Cell{.text = "0", .number = 0, .look = "heat-0"} : count(tickets, of, fmt::format("heat-{}", 1 + tickets * 3 / most)));
            }
            sheet.rows.push_back(std::move(row));
        }
        return sheet;
    }

    SheetRow outcome(const std::string& key, const Share& of, const Selection& part, const Selection& whole) const {
        auto percent = share(of, part);
        percent.href.clear();
        return {.key = key, .label = text("outcome." + key), .cells = {count(of.part, part), count(of.whole, whole), std::move(percent)}};
    }

    Sheet outcomes() const {
        auto sheet = begin("outcomes", {{"", "part"}, {"", "whole"}, {"", "share"}});
        const auto opened = figures_.together.opened;
        for (std::size_t hops = 0; hops < figures_.hops.size(); ++hops) {
            auto part = select(At::New);
            part.hops = hops;
            sheet.rows.push_back(outcome(fmt::format("hops{}", hops), {figures_.hops[hops], opened}, part, select(At::New)));
        }
        sheet.rows.push_back(outcome("reopened", figures_.reopened, select(At::Reopened), select(At::Solved)));
        sheet.rows.push_back(outcome("helped", figures_.helped, select(At::Helped), select(At::Surveyed)));
        return sheet;
    }

    Sheet doors() const {
        auto sheet = begin("doors", {{"", "from"}, {"", "to"}, {"", "tickets"}, {"", "lost"}});
        const auto or_none = [](const std::string& key) { return key.empty() ? std::string{none_of_it} : key; };
        for (const auto& door : figures_.doors) {
            auto of = select(At::New);
            of.hops = 3;
            of.first_area = or_none(door.area);
            of.first_role = door.from;
            of.filter.role = RoleCode{door.to};
            sheet.rows.push_back({.key = door.area,
                                  .label = wording_.area(door.area),
                                  .cells = {words(wording_.role(RoleCode{door.from})), words(wording_.role(RoleCode{door.to})), count(door.tickets, of),
                                            {.text = wording_.hours(door.minutes), .number = door.minutes}}});
        }
        return sheet;
    }

    Sheet routed() const {
        auto sheet = begin("routed", {{"", "version"}, {"", "tickets"}, {"", "kept"}, {"", "kept_share"}});
        for (const auto& one : figures_.routed) {
            auto of = select(At::Routed);
            of.version = one.version;
            of.first_area = one.area.empty() ? std::string{none_of_it} : one.area;
            auto kept = of;
            kept.hops = 0;
            auto percent = share({one.kept, one.tickets}, kept);
            percent.href.clear();
            sheet.rows.push_back(
                {.key = one.area, .label = wording_.area(one.area), .cells = {words(one.version), count(one.tickets, of), count(one.kept, kept), std::move(percent)}});
        }
        return sheet;
    }

    const Figures& figures_;
    const Wording& wording_;
};

}  // namespace

std::vector<Sheet> sheets_of(const Figures& figures, const Wording& wording) {
    return Maker{figures, wording}.all();
}

}  // namespace ansvar::reports
