#include "reports/period_document.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "core/text.hpp"
#include "reports/asking.hpp"
#include "reports/basis.hpp"
#include "reports/figure_views.hpp"
#include "reports/needs.hpp"
#include "reports/selection.hpp"

namespace ansvar::reports {

namespace {

using nlohmann::json;

/// As many days, ending where the period begins.
Period before(const Period& period) {
    const auto days = std::chrono::round<std::chrono::days>(period.ends_at - period.starts_at).count();
    return {stockholm_midnight(period.starts_at, -static_cast<int>(days)), period.starts_at};
}

Question question_of(const PeriodReport& report, Group group) {
    Question question{.period = report.period, .filter = report.filter, .scope = report.scope, .group = group};
    question.hides_few = question.is_of_units();
    return question;
}

/// A table in the document: without links, which would lead to tickets as they are later.
json table_of(const Sheet& sheet, const Wording& wording, const std::vector<std::size_t>& columns_of_moment = {}) {
    auto view = sheet_view(sheet, wording, sheet.rows.size());
    const auto settle = [&](json& row) {
        for (std::size_t place = 0; place < row["cells"].size(); ++place) {
            auto& cell = row["cells"][place];
            cell["href"] = "";
            const bool is_of_moment = std::find(columns_of_moment.begin(), columns_of_moment.end(), place) != columns_of_moment.end();
            cell["of_moment"] = is_of_moment || cell.value("of_moment", false);
        }
    };
    for (std::size_t place = 0; place < sheet.rows.size(); ++place) {
        view["rows"][place]["key"] = sheet.rows[place].key.empty() ? sheet.rows[place].label : sheet.rows[place].key;
        settle(view["rows"][place]);
    }
    if (view["total"].is_object()) {
        settle(view["total"]);
    }
    return view;
}

/// Counts and says what stands under the headings.
class Maker {
public:
    Maker(const Services& services, const PeriodReport& report, Timestamp now, const Names& names, const Wording& wording)
        : report_{report}, names_{names}, wording_{wording}, areas_{ask(services, question_of(report, Group::Area), now, names)},
          units_{ask(services, question_of(report, Group::Unit), now, names)}, before_{ask(services, question_before(report), now, names)},
          basis_{areas_, services.calendars, wording} {}

    json headings() const {
        json all = json::array();
        for (const auto key : report_headings) {
            const auto text = report_.texts.find(std::string{key});
            all.push_back({{"key", key},
                           {"title", say(fmt::format("heading.{}", key))},
                           {"hint", say(fmt::format("hint.{}", key))},
                           {"paragraphs", paragraphs(text == report_.texts.end() ? "" : text->second)},
                           {"chart", key == "state" ? chart_view(shown_weeks(), wording_) : json(false)},
                           {"flow", key == "state" ? flow_view(areas_.weeks, wording_) : json(false)},
                           {"tables", tables(key)}});
        }
        return all;
    }
    const Basis& basis() const { return basis_; }

private:
    static Question question_before(const PeriodReport& report) {
        auto question = question_of(report, Group::Area);
        question.period = before(report.period);
        return question;
    }

    std::string say(std::string_view what) const { return wording_.text(fmt::format("period_report.{}", what)); }

    static json paragraphs(const std::string& text) {
        json all = json::array();
        std::string paragraph;
        for (const auto line : split(text, '\n')) {
            if (!trim(line).empty()) {
                paragraph += (paragraph.empty() ? "" : "\n") + std::string{line};
            } else if (!paragraph.empty()) {
                all.push_back(std::exchange(paragraph, {}));
            }
        }
        if (!paragraph.empty()) {
            all.push_back(paragraph);
        }
        return all;
    }

    /// A week with few answers of single units' people has no point in the chart.
    std::vector<WeekFigures> shown_weeks() const {
        auto weeks = areas_.weeks;
        for (auto& week : weeks) {
            if (areas_.question.hides_few && (areas_.together.hides_first || week.first_response.count < fewest_of_unit)) {
                week.first_response = {};
            }
        }
        return weeks;
    }

    json tables(std::string_view key) const {
        if (key == "state") {
            return {table_of(key_figures(), wording_), table_of(all_needs(), wording_)};
        }
        if (key == "units") {
            return {table_of(sheets_of(units_, wording_).front(), wording_, {0, 1})};
        }
        if (key == "outlook") {
            const auto sheets = sheets_of(areas_, wording_);
            return {table_of(named(sheets, "ages"), wording_, {0}), table_of(named(sheets, "doors"), wording_)};
        }
        const auto need = std::find_if(needs.begin(), needs.end(), [&](Need each) { return name(each) == key; });
        return {table_of(need_sheet(*need), wording_, {2})};
    }

    static const Sheet& named(const std::vector<Sheet>& sheets, std::string_view name) {
        return *std::find_if(sheets.begin(), sheets.end(), [&](const Sheet& sheet) { return sheet.name == name; });
    }

    Sheet begin(std::string name, const std::vector<std::string>& columns) const {
        Sheet sheet{.name = name, .title = say("table." + name), .note = "", .head = say("head." + name), .columns = {}, .rows = {}};
        for (const auto& column : columns) {
            sheet.columns.push_back({.label = say("column." + column), .group = "", .full = ""});
        }
        return sheet;
    }
    Cell count(std::int64_t number) const { return {.text = std::to_string(number), .number = number}; }
    Cell time(const std::optional<std::int64_t>& minutes, std::int64_t count, bool is_hidden) const {
        return is_hidden && count > 0 ? Cell{.text = wording_.text("report.too_few"), .look = "few"} : Cell{.text = wording_.figure(minutes), .number = minutes};
    }

    /// The period beside the one before; how things stood is known of the period alone.
    Sheet key_figures() const {
        auto sheet = begin("key-figures", {"period", "before"});
        const auto add = [&](const std::string& key, auto cell) { sheet.rows.push_back({.key = key, .label = say("key." + key), .cells = {cell(areas_), cell(before_)}}); };
        add("opened", [&](const Figures& of) { return count(of.together.opened); });
        add("out", [&](const Figures& of) { return count(of.out); });
        add("median", [&](const Figures& of) { return time(of.together.first_response.median, of.together.first_response.count, of.together.hides_first); });
        add("most", [&](const Figures& of) { return time(of.together.first_response.nine_of_ten, of.together.first_response.count, of.together.hides_first); });
        add("within", [&](const Figures& of) { return of.together.hides_first ? time({}, of.together.within.whole, true) : Cell{.text = wording_.percent(of.together.within)}; });
        add("resolution", [&](const Figures& of) { return time(of.together.resolution.median, of.together.resolution.count, of.together.hides_resolution); });
        add("handed", [&](const Figures& of) { return Cell{.text = wording_.percent({of.together.handed_over, of.together.opened})}; });
        add("helped", [&](const Figures& of) { return Cell{.text = wording_.percent(of.helped)}; });
        for (const auto& [key, number] : {std::pair{"open", areas_.together.open}, std::pair{"late", areas_.together.late}}) {
            sheet.rows.push_back({.key = std::string{key}, .label = say(fmt::format("key.{}", key)), .cells = {count(number), {.text = wording_.text("report.no_figure")}}});
        }
        return sheet;
    }

    std::optional<Need> need(const Line& line) const { return need_of(names_.matrix(), line.key); }

    static std::int64_t opened(const Figures& figures, const std::string& area) {
        const auto found = std::find_if(figures.lines.begin(), figures.lines.end(), [&](const Line& line) { return line.key == area; });
        return found == figures.lines.end() ? 0 : found->opened;
    }

    std::int64_t opened(const Figures& figures, const std::optional<Need>& wanted) const {
        std::int64_t sum = 0;
        for (const auto& line : figures.lines) {
            sum += need(line) == wanted ? line.opened : 0;
        }
        return sum;
    }

    /// New tickets by what the schools needed.
    Sheet all_needs() const {
        auto sheet = begin("needs", {"opened", "share", "opened_before"});
        const auto add = [&](const std::string& key, const std::optional<Need>& need) {
            const auto now = opened(areas_, need);
            sheet.rows.push_back({.key = key,
                                  .label = say("need." + key),
                                  .cells = {count(now), {.text = wording_.percent({now, areas_.together.opened})}, count(opened(before_, need))}});
        };
        for (const auto each : needs) {
            add(std::string{name(each)}, each);
        }
        add("none", std::nullopt);
        return sheet;
    }

    /// The areas of one need, most new tickets first.
    Sheet need_sheet(Need wanted) const {
        auto sheet = begin("need", {"opened", "opened_before", "open", "handed", "median", "most", "n"});
        sheet.title = say(fmt::format("table.need.{}", name(wanted)));
        for (const auto& line : areas_.lines) {
            if (need(line) != wanted) {
                continue;
            }
            const auto& first = line.first_response;
            sheet.rows.push_back({.key = line.key,
                                  .label = wording_.area(line.key),
                                  .cells = {count(line.opened), count(opened(before_, line.key)), count(line.open), count(line.handed_over),
                                            time(first.median, first.count, line.hides_first), time(first.nine_of_ten, first.count, line.hides_first),
                                            count(first.count)}});
        }
        return sheet;
    }

    const PeriodReport& report_;
    const Names& names_;
    const Wording& wording_;
    Figures areas_, units_, before_;
    Basis basis_;
};

/// How things stood is the last two rows of the first table.
void mark_moment(json& headings) {
    for (auto& row : headings[0]["tables"][0]["rows"]) {
        if (row["key"] == "open" || row["key"] == "late") {
            row["cells"][0]["of_moment"] = true;
        }
    }
}

}  // namespace

json period_document(const Services& services, const PeriodReport& report, const std::optional<PeriodReport>& earlier, Timestamp now) {
    const auto names = read_names(services, report.scope);
    const Wording wording{services.pages.texts(), report.language, now, names};
    const Maker maker{services, report, now, names, wording};
    auto headings = maker.headings();
    mark_moment(headings);
    auto about = wording.filter(report.filter);
    if (!report.scope.is_whole_school()) {
        std::vector<std::string> units;
        for (const auto& [id, unit] : names.units) {
            units.push_back(unit);
        }
        about = wording.list(units) + (about.empty() ? "" : ", " + about);
    }
    return {{"title", report.title},
            {"period", fmt::format("{}\u2013{}", report.period.first_day(), report.period.last_day())},
            {"about", about},
            {"basis", maker.basis().text},
            {"calendars", maker.basis().calendars},
            {"matrices", maker.basis().matrices},
            {"cut_off", to_rfc3339(now)},
            {"query", query_of(report.period) + report.filter.query()},
            {"units", report.scope.units ? json(*report.scope.units) : json(nullptr)},
            {"earlier", earlier && earlier->issued ? json{{"id", std::to_string(earlier->id)}, {"title", earlier->title}, {"issued", wording.exact(earlier->issued->at)}} : json(false)},
            {"headings", std::move(headings)}};
}

}  // namespace ansvar::reports
