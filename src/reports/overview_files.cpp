#include "reports/overview_files.hpp"

#include <array>
#include <nlohmann/json.hpp>

#include "core/csv.hpp"
#include "core/workbook.hpp"

namespace ansvar::reports {

namespace {

using nlohmann::json;

void write_row(const Workbook& book, lxw_worksheet* page, std::size_t row, const SheetRow& line) {
    book.write(page, row, 0, line.label);
    for (std::size_t place = 0; place < line.cells.size(); ++place) {
        const auto& cell = line.cells[place];
        if (cell.number) {
            book.write(page, row, place + 1, *cell.number);
        } else if (cell.look == "left") {
            book.write(page, row, place + 1, cell.text);
        }
    }
}

void write_sheet(Workbook& book, const Sheet& sheet, const Wording& wording) {
    auto* page = book.add(wording.text("report.page." + sheet.name));
    Workbook::set_width(page, 0, 0, 40);
    Workbook::set_width(page, 1, 24, 16);
    book.write_head(page, 0, 0, sheet.head);
    for (std::size_t place = 0; place < sheet.columns.size(); ++place) {
        book.write_head(page, 0, place + 1, sheet.columns[place].full);
    }
    std::size_t row = 1;
    for (const auto& line : sheet.rows) {
        write_row(book, page, row++, line);
    }
    if (sheet.total) {
        write_row(book, page, row, *sheet.total);
    }
    Workbook::keep_heads(page);
}

std::vector<std::string> cells(const SheetRow& row) {
    std::vector<std::string> cells{row.key, row.label};
    for (const auto& cell : row.cells) {
        cells.push_back(cell.number ? std::to_string(*cell.number) : cell.look == "left" ? cell.text : std::string{});
    }
    return cells;
}

json maybe(const std::optional<std::int64_t>& minutes) {
    return minutes ? json(*minutes) : json(nullptr);
}

json as_json(const Spread& spread, bool is_hidden = false) {
    if (is_hidden) {
        return {{"count", spread.count}, {"median_minutes", nullptr}, {"nine_of_ten_minutes", nullptr}};
    }
    return {{"count", spread.count}, {"median_minutes", maybe(spread.median)}, {"nine_of_ten_minutes", maybe(spread.nine_of_ten)}};
}

json as_json(const Share& share) {
    return {{"part", share.part}, {"whole", share.whole}};
}

json as_json(const Line& line) {
    return {{"key", line.key},
            {"open", line.open},
            {"overdue", line.late},
            {"unassigned", line.unassigned},
            {"opened", line.opened},
            {"handed_over", line.handed_over},
            {"first_response", as_json(line.first_response, line.hides_first)},
            {"resolution", as_json(line.resolution, line.hides_resolution)},
            {"within_first_response_target", line.hides_first ? json(nullptr) : as_json(line.within)}};
}

json series(const Figures& figures) {
    json weeks = json::array(), doors = json::array(), routed = json::array();
    for (const auto& week : figures.weeks) {
        weeks.push_back({{"from", week.week.period.first_day()}, {"first_response", as_json(week.first_response)}, {"in", week.in}, {"out", week.out}});
    }
    for (const auto& door : figures.doors) {
        doors.push_back({{"area", door.area}, {"from", door.from}, {"to", door.to}, {"tickets", door.tickets}, {"minutes_lost", door.minutes}});
    }
    for (const auto& one : figures.routed) {
        routed.push_back({{"matrix_version", one.version}, {"area", one.area}, {"tickets", one.tickets}, {"kept", one.kept}});
    }
    return {{"weeks", std::move(weeks)}, {"wrong_doors", std::move(doors)}, {"routing", std::move(routed)}};
}

}  // namespace

std::string overview_csv(const std::vector<Sheet>& sheets, const Wording& wording) {
    const char separator = wording.language() == web::Language::Sv ? ';' : ',';
    const auto& lines = sheets.front();
    std::vector<std::string> header{wording.text("report.csv.key"), lines.head};
    for (const auto& column : lines.columns) {
        header.push_back(column.full);
    }
    auto csv = std::string{byte_order_mark} + csv_line(header, separator);
    for (const auto& row : lines.rows) {
        csv += csv_line(cells(row), separator);
    }
    return csv + csv_line(cells(lines.total.value()), separator);
}

std::vector<std::pair<std::string, std::string>> definitions(const Wording& wording) {
    constexpr std::array words{"first_response", "next_response", "resolution", "right_role", "hops",  "router", "reopened", "backlog", "flow",
                               "within",         "helped",        "working",    "clock",      "ranks", "few",    "who",      "needs",  "cut_off"};
    std::vector<std::pair<std::string, std::string>> all;
    for (const std::string word : words) {
        all.emplace_back(wording.text("measure." + word), wording.text("measure.is." + word));
    }
    return all;
}

std::string overview_xlsx(const std::vector<Sheet>& sheets, const Wording& wording, const std::string& heading, const std::string& rests_on) {
    Workbook book;
    for (const auto& sheet : sheets) {
        write_sheet(book, sheet, wording);
    }
    auto* page = book.add(wording.text("report.page.definitions"));
    Workbook::set_width(page, 0, 0, 30);
    Workbook::set_width(page, 1, 1, 100);
    book.write_head(page, 0, 0, heading);
    book.write_long(page, 0, 1, rests_on);
    std::size_t row = 1;
    for (const auto& [name, meaning] : definitions(wording)) {
        book.write(page, row, 0, name);
        book.write_long(page, row++, 1, meaning);
    }
    return book.finish();
}

json overview_json(const Figures& figures) {
    json lines = json::array(), measured = json::object();
    for (const auto& line : figures.lines) {
        lines.push_back(as_json(line));
    }
    for (std::size_t place = 0; place < measures.size(); ++place) {
        const auto& one = figures.measured[place];
        measured[std::string{name(measures[place])}] = {{"working", as_json(one.working)}, {"clock", as_json(one.clock)}, {"within_target", as_json(one.within)}};
    }
    const auto& question = figures.question;
    auto all = series(figures);
    all.update({{"period", {{"from", question.period.first_day()}, {"to", question.period.last_day()}}},
                {"filter", question.filter.query()},
                {"whole_school", question.scope.is_whole_school()},
                {"cut_off", to_rfc3339(figures.as_of)},
                {"matrix_versions", figures.versions},
                {"opened_today", figures.opened_today},
                {"out", figures.out},
                {"by", name(question.group)},
                {"lines", std::move(lines)},
                {"together", as_json(figures.together)},
                {"measures", std::move(measured)},
                {"backlog_by_age", figures.ages},
                {"opened_by_hops", figures.hops},
                {"reopened", as_json(figures.reopened)},
                {"helped", as_json(figures.helped)}});
    return all;
}

}  // namespace ansvar::reports
