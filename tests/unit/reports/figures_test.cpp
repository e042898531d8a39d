#include "reports/figures.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <map>
#include <random>
#include <set>

#include "reports/measured_waiting_times.hpp"
#include "reports/ticket_list.hpp"
#include "unit/reports/school.hpp"

using namespace ansvar;
using namespace ansvar::tests;
using namespace std::chrono_literals;
using reports::At;
using reports::Measure;
using reports::NamedPeriod;
using reports::Selection;
using reports::Spread;

namespace {

const auto four_weeks = reports::period(NamedPeriod::FourWeeks, tests::now);

Filed answered(const std::string& role, std::int64_t minutes, Timestamp at = tests::now - 48h) {
    return {.role = role, .state = "in_progress", .answered_at = at, .answer_minutes = minutes};
}

Filed solved(const std::string& role, std::int64_t minutes, Timestamp at = tests::now - 48h) {
    return {.role = role, .state = "resolved", .solved_at = at, .solution_minutes = minutes};
}

/// Nearest rank, by hand: the ticket with number CEIL(share × count), counted from the quickest.
Spread by_hand(std::vector<std::int64_t> minutes) {
    if (minutes.empty()) {
        return {};
    }
    std::sort(minutes.begin(), minutes.end());
    const auto rank = [&](std::size_t tenths) { return minutes[(tenths * minutes.size() + 9) / 10 - 1]; };
    return {.count = static_cast<std::int64_t>(minutes.size()), .median = rank(5), .nine_of_ten = rank(9)};
}

/// Every ticket of a list, page by page.
std::vector<reports::Listed> walk(ReportSchool& school, const Selection& selection, std::size_t page_size, const reports::Scope& scope = {}) {
    std::vector<reports::Listed> all;
    std::optional<reports::Cursor> after;
    do {
        const auto page = school.page(selection, after, page_size, scope);
        all.insert(all.end(), page.tickets.begin(), page.tickets.end());
        after = page.next ? reports::cursor_from(page.next->text()) : std::nullopt;
        REQUIRE(after.has_value() == page.next.has_value());
        REQUIRE(page.tickets.size() <= page_size);
        if (!after) {
            CHECK(page.count == static_cast<std::int64_t>(all.size()));
        }
    } while (after);
    std::set<TicketId> ids;
    for (const auto& ticket : all) {
        ids.insert(ticket.id);
    }
    CHECK(ids.size() == all.size());
    return all;
}

/// The role's line; an empty one when it has no figure.
reports::Line of(const reports::Figures& figures, const std::string& role) {
    const auto found = std::find_if(figures.lines.begin(), figures.lines.end(), [&](const auto& line) { return line.key == role; });
    return found == figures.lines.end() ? reports::Line{} : *found;
}

Selection select(At at, Measure measure, const reports::Period& period, const std::optional<RoleCode>& role = {}) {
    Selection selection{.at = at, .measure = measure, .period = period};
    selection.filter.role = role;
    return selection;
}

}  // namespace

TEST_CASE("half and nine of ten are the minutes of real tickets, by nearest rank", "[reports][db]") {
    ReportSchool school;
    std::mt19937 random{46};
    std::vector<Filed> tickets;
    std::map<std::string, std::vector<std::int64_t>> answers, solutions;
    for (int i = 0; i < 400; ++i) {
        const auto role = ReportSchool::queues().at(random() % 3).value;  // nobody answers for VAKT
        const auto minutes = static_cast<std::int64_t>(random() % 200);
        if (i % 2 == 0) {
            tickets.push_back(answered(role, minutes));
            answers[role].push_back(minutes);
            answers[""].push_back(minutes);
        } else {
            tickets.push_back(solved(role, minutes));
            solutions[role].push_back(minutes);
            solutions[""].push_back(minutes);
        }
    }
    school.file(tickets);
    const auto figures = school.figures(four_weeks);
    for (const auto& role : ReportSchool::queues()) {
        CAPTURE(role.value);
        CHECK(of(figures, role.value).first_response == by_hand(answers[role.value]));
        CHECK(of(figures, role.value).resolution == by_hand(solutions[role.value]));
    }
    CHECK(figures.together.first_response == by_hand(answers[""]));
    CHECK(figures.together.resolution == by_hand(solutions[""]));
    CHECK(figures.weeks.back().first_response == by_hand(answers[""]));
}

TEST_CASE("the last hour of a Sunday belongs to its week, also when the clock was put back since the first week", "[reports][db]") {
    ReportSchool school;
    school.file({{.opened_at = from_stockholm(2026, 11, 8, 23, 30)}, {.opened_at = from_stockholm(2026, 11, 9, 0, 0)}});
    CHECK(school.figures(*reports::period_between("2026-08-01", "2026-11-08")).weeks.back().in == 1);
    CHECK(school.figures(*reports::period_between("2026-08-01", "2026-11-15")).weeks.back().in == 1);
}

TEST_CASE("a figure of a few tickets is one of them", "[reports][db]") {
    const auto [minutes, median, most] = GENERATE(table<std::vector<std::int64_t>, std::int64_t, std::int64_t>({
        {{7}, 7, 7},
        {{10, 20}, 10, 20},
        {{1, 2, 3}, 2, 3},
        {{1, 2, 3, 4, 5, 6, 7, 8, 9, 10}, 5, 9},
        {{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11}, 6, 10},
        {{5, 5, 5, 5}, 5, 5},
        {{0, 0, 600}, 0, 600},
    }));
    ReportSchool school;
    std::vector<Filed> tickets;
    for (const auto one : minutes) {
        tickets.push_back(answered("ITP", one));
    }
    school.file(tickets);
    CHECK(school.figures(four_weeks).together.first_response ==
          Spread{.count = static_cast<std::int64_t>(minutes.size()), .median = median, .nine_of_ten = most});
}

TEST_CASE("only what happened in the period counts, by the school's clock", "[reports][db]") {
    ReportSchool school;
    const auto week = reports::period_between("2026-11-02", "2026-11-08").value();
    school.file({answered("ITS", 1, week.starts_at), answered("ITS", 2, week.starts_at - 1us), answered("ITS", 3, week.ends_at - 1us),
                 answered("ITS", 4, week.ends_at)});
    const auto figures = school.figures(week);
    CHECK(figures.together.first_response == Spread{.count = 2, .median = 1, .nine_of_ten = 3});
    CHECK(walk(school, select(At::All, Measure::FirstResponse, week), 50).size() == 2);
}

TEST_CASE("confidential tickets are in no figure and no list", "[reports][db]") {
    ReportSchool school;
    std::vector<Filed> tickets(30);
    for (std::size_t i = 0; i < tickets.size(); ++i) {
        auto& one = tickets[i];
        one = i % 2 == 0 ? answered("ITS", 10) : solved("ITS", 10);
        one.due_at = tests::now - 5h;
        one.opened_at = tests::now - 1h;
        one.confidential = true;
    }
    school.file(tickets);
    const auto figures = school.figures(four_weeks);
    CHECK(figures.together.open == 0);
    CHECK(figures.together.late == 0);
    CHECK(figures.together.opened == 0);
    CHECK(figures.opened_today == 0);
    CHECK_FALSE(figures.oldest_late);
    CHECK(figures.together.first_response == Spread{});
    CHECK(figures.together.resolution == Spread{});
    for (const auto at : {At::All, At::Median, At::NineOfTen, At::Open, At::Overdue, At::New}) {
        CHECK(walk(school, select(at, Measure::FirstResponse, four_weeks), 50).empty());
        CHECK(walk(school, select(at, Measure::Resolution, four_weeks), 50).empty());
    }
    reports::MeasuredWaitingTimes waits;
    waits.refresh(school.facts(), tests::now);
    CHECK_FALSE(waits.first_response("skrivare", RoleCode{"ITS"}));
}

TEST_CASE("waiting tickets are not late, rejected ones are not solved, and the latest stands first", "[reports][db]") {
    ReportSchool school;
    auto rejected = solved("SEK", 5);
    rejected.state = "rejected";
    school.file({{.role = "ITS", .state = "new", .due_at = tests::now - 1h, .is_taken = false},
                 {.role = "VAKT", .state = "in_progress", .due_at = tests::now - 3h},
                 {.role = "ITS", .state = "waiting_requester", .due_at = tests::now - 9h},
                 rejected});
    const auto figures = school.figures(four_weeks);
    CHECK(figures.together.open == 3);
    CHECK(figures.together.late == 2);
    CHECK(figures.together.unassigned == 1);
    CHECK(figures.together.resolution.count == 0);
    REQUIRE(figures.oldest_late);
    CHECK(figures.oldest_late->role == RoleCode{"VAKT"});
    CHECK(figures.oldest_late->due_at == tests::now - 3h);
    CHECK(walk(school, select(At::Overdue, Measure::FirstResponse, four_weeks), 1).front().role == RoleCode{"VAKT"});
}

TEST_CASE("a ticket that goes on in another one is neither open, nor late, nor solved, in any figure", "[reports][db]") {
    static const db::Query merge_late_ones{"test/merge_late_ones", "UPDATE tickets t JOIN (SELECT MIN(id) AS id FROM tickets) first "
                                                                "SET t.merged_into_id = first.id WHERE t.id <> first.id AND t.resolved_at IS NULL"};
    ReportSchool school;
    school.file({{.role = "ITS", .state = "in_progress"},
                 {.role = "ITS", .state = "in_progress", .due_at = tests::now - 3h},
                 {.role = "VAKT", .state = "new", .due_at = tests::now - 9h, .is_taken = false},
                 solved("SEK", 5)});
    school.database().execute_once(merge_late_ones);
    const auto figures = school.figures(four_weeks);
    CHECK(figures.together.open == 1);
    CHECK(figures.together.late == 0);
    CHECK(figures.together.unassigned == 0);
    CHECK_FALSE(figures.oldest_late);
    CHECK(figures.together.resolution.count == 1);  // what was solved by itself
    CHECK(walk(school, select(At::Open, Measure::FirstResponse, four_weeks), 50).size() == 1);
    CHECK(walk(school, select(At::Overdue, Measure::FirstResponse, four_weeks), 50).empty());
}

TEST_CASE("the expected wait rests on the area, else on the role, else on the school", "[reports][db]") {
    ReportSchool school;
    std::vector<Filed> tickets;
    for (int i = 1; i <= 10; ++i) {
        tickets.push_back(answered("ITS", i));
        tickets.push_back(answered("VAKT", 100 * i));
        tickets.back().area = "brandlarm-" + std::to_string(i);
    }
    tickets.push_back(answered("SEK", 5000));
    tickets.back().area = "klasslistor";
    tickets.push_back(answered("ITS", 9999, tests::now - 24h * 90));  // too long ago
    school.file(tickets);
    school.facts().refresh(school.database(), tests::now);
    reports::MeasuredWaitingTimes waits;
    CHECK_FALSE(waits.first_response("skrivare", RoleCode{"ITS"}));
    waits.refresh(school.facts(), tests::now);

    using Basis = tickets::ExpectedWait::Basis;
    const auto printers = waits.first_response("skrivare", RoleCode{"ITS"});
    REQUIRE(printers);
    CHECK(printers->basis == Basis::Area);
    CHECK(printers->median_minutes == 5);
    CHECK(printers->nine_of_ten_minutes == 9);
    CHECK(printers->count == 10);
    CHECK(printers->since == stockholm_midnight(tests::now, -84));
    CHECK(waits.first_response("skrivare", RoleCode{"VAKT"})->basis == Basis::Role);  // at a unit where the caretaker answers for printers
    const auto alarm = waits.first_response("brandlarm-3", RoleCode{"VAKT"});
    REQUIRE(alarm);
    CHECK(alarm->basis == Basis::Role);
    CHECK(alarm->median_minutes == 500);
    const auto lists = waits.first_response("klasslistor", RoleCode{"SEK"});
    REQUIRE(lists);
    CHECK(lists->basis == Basis::School);
    CHECK(lists->count == 21);
    CHECK(waits.first_response({}, RoleCode{"TRIAGE"})->basis == Basis::School);
}

TEST_CASE("a manager of some units is shown figures and lists of their people's tickets alone", "[reports][db]") {
    ReportSchool school;
    std::vector<Filed> tickets;
    for (const int unit : {0, 1, 2, 3}) {
        for (auto one : {answered("ITS", 10 + unit), solved("ITS", 20 + unit), Filed{.opened_at = tests::now - 1h, .due_at = tests::now - 5h}}) {
            one.unit = unit;
            tickets.push_back(one);
        }
    }
    school.file(tickets);
    identity::Person manager;
    manager.is_manager = true;
    CHECK(reports::scope_of(manager).is_whole_school());
    manager.manages_unit = UnitId{1};
    CHECK(reports::scope_of(manager).units == "");  // a unit that is gone
    manager.managed_units = {UnitId{1}, UnitId{2}};
    const auto scope = reports::scope_of(manager);
    CHECK(scope.units == "1,2");
    const auto all = school.figures(four_weeks), own = school.figures(four_weeks, scope), none = school.figures(four_weeks, {.units = ""});
    for (const auto& [figures, units] : {std::pair{&all, 4}, std::pair{&own, 2}, std::pair{&none, 0}}) {
        CAPTURE(units);
        const auto& together = figures->together;
        CHECK(together.late == units);
        CHECK(together.opened == all.together.opened / 4 * units);
        CHECK(figures->opened_today == all.opened_today / 4 * units);
        CHECK(figures->oldest_late.has_value() == (units > 0));
        CHECK(together.first_response.count == all.together.first_response.count / 4 * units);
        CHECK(together.resolution.count == units);
        CHECK(figures->weeks.back().first_response.count == all.weeks.back().first_response.count / 4 * units);
    }
    REQUIRE(all.together.first_response.count >= 4);
    for (const auto at : {At::All, At::Open, At::Overdue, At::New}) {
        for (const auto measure : {Measure::FirstResponse, Measure::Resolution}) {
            const auto whole = walk(school, select(at, measure, four_weeks), 3).size();
            REQUIRE(whole > 0);
            CHECK(walk(school, select(at, measure, four_weeks), 3, scope).size() == whole / 2);
            CHECK(walk(school, select(at, measure, four_weeks), 3, {.units = ""}).empty());
        }
    }
}
