#include <catch2/catch.hpp>

#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "identity/principal.hpp"
#include "identity/role_directory.hpp"
#include "reports/routes.hpp"
#include "reports/selection.hpp"
#include "reports/ticket_list.hpp"
#include "support/snapshot.hpp"
#include "support/test_pages.hpp"
#include "unit/reports/school.hpp"
#include "web/errors.hpp"

using namespace ansvar;
using namespace ansvar::tests;
using namespace std::chrono_literals;

namespace {

struct FixedClock final : Clock {
    Timestamp now() const override { return tests::now; }
};

struct Office {
    Office() {
        school.database().read([&](db::Session& session) { roles.refresh(session, tests::now); });
    }

    web::Response get(const std::string& target, web::Headers headers = {}) {
        for (const auto& route : reports::reports_routes({school.database(), clock, pages.pages(), roles, calendars, school.facts(), [this] { return school.router(); }})) {
            if (target.substr(0, target.find('?')) == route.path) {
                CHECK((route.access.audience == web::Audience::Manager || route.path == "/help/measures"));
                web::Request request{{.target = target, .headers = std::move(headers)}};
                identity::Principal manager;
                manager.person.is_manager = true;
                manager.kind = identity::Principal::Kind::Token;
                request.admitted(web::Admission::of(std::make_shared<const identity::Principal>(manager), "token/1"));
                return route.handler(request);
            }
        }
        throw std::logic_error("no such route");
    }

    ReportSchool school;
    FixedClock clock;
    TestPages pages;
    identity::RoleDirectory roles;
    schedule::Calendars calendars;
};

bool has(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

/// Every address in the page, decoded.
std::vector<std::string> links(const std::string& page) {
    std::vector<std::string> found;
    const std::string mark = "href=\"";
    for (auto at = page.find(mark); at != std::string::npos; at = page.find(mark, at)) {
        at += mark.size();
        auto link = page.substr(at, page.find('"', at) - at);
        for (auto amp = link.find("&amp;"); amp != std::string::npos; amp = link.find("&amp;", amp + 1)) {
            link.replace(amp, 5, "&");
        }
        found.push_back(link);
    }
    return found;
}

std::vector<Filed> some_tickets() {
    return {{.role = "ITS", .state = "new", .opened_at = tests::now - 1h, .due_at = tests::now - 40min},
            {.role = "ITS", .state = "in_progress", .answered_at = tests::now - 24h, .answer_minutes = 110},
            {.role = "LÄR",
             .state = "resolved",
             .answered_at = tests::now - 24h,
             .answer_minutes = 20,
             .solved_at = tests::now - 2h,
             .solution_minutes = 960}};
}

}  // namespace

TEST_CASE("the overview says how long people wait, and every link on it leads somewhere", "[reports][db]") {
    Office office;
    office.school.file(some_tickets());
    const auto page = office.get("/overview");
    CHECK(page.status == 200);
    CHECK(has(page.body, "1 h 50 min"));
    CHECK(has(page.body, "2 skoldagar"));
    CHECK(has(page.body, "äldst 40 min, IT-support"));
    CHECK(has(page.body, "Konfidentiella ärenden ingår inte."));
    CHECK(has(page.body, "<polyline class=\"median\""));
    std::size_t lists = 0;
    for (const auto& link : links(page.body)) {
        if (link.starts_with("/overview")) {
            CAPTURE(link);
            CHECK(office.get(link).status == 200);
            lists += link.starts_with("/overview/tickets") ? 1U : 0U;
        }
    }
    CHECK(lists > 30);
    const auto english = office.get("/overview", {{"accept-language", "en"}}).body;
    CHECK(has(english, "2 school days"));
}

TEST_CASE("an empty school has an overview too", "[reports][db]") {
    Office office;
    const auto page = office.get("/overview?period=this-week").body;
    CHECK(has(page, "vecka 46"));
    CHECK(has(page, "inget är försenat"));
    CHECK_FALSE(has(page, "<svg class=\"chart\""));
    const auto list = office.get("/overview/tickets?at=median").body;
    CHECK(has(list, "class=\"nothing\""));
}

TEST_CASE("days that make no period are shown as a fault, not as an answer", "[reports][db]") {
    Office office;
    const auto page = office.get("/overview?from=2026-11-12&to=2026-11-01");
    CHECK(page.status == 422);
    CHECK(has(page.body, "id=\"period-error\""));
    CHECK_THROWS_AS(office.get("/overview.csv?from=2026-11-12&to=2026-11-01"), web::BadRequest);
    for (const auto* target :
         {"/overview/tickets?at=everything", "/overview/tickets?measure=joy", "/overview/tickets?after=1", "/overview/tickets?after=1.-2",
          "/overview/tickets?after=1.2.3", "/overview/tickets?from=x&to=y", "/overview/tickets?at=new&hour=168", "/overview/tickets?priority=joy"}) {
        CAPTURE(target);
        CHECK_THROWS_AS(office.get(target), web::BadRequest);
    }
}

TEST_CASE("a list names its tickets, longest wait first, and can be turned", "[reports][db]") {
    Office office;
    std::vector<Filed> tickets;
    for (int i = 0; i < 60; ++i) {
        tickets.push_back({.role = "ITS", .state = "in_progress", .answered_at = tests::now - 24h, .answer_minutes = i});
    }
    office.school.file(tickets);
    const auto first = office.get("/overview/tickets?role=ITS&measure=first_response&at=p90&period=last-4-weeks").body;
    CHECK(has(first, "54 av 60 fick svar inom 53 min."));
    CHECK(has(first, "&lt;54&gt;"));
    CHECK_FALSE(has(first, "&lt;55&gt;"));
    std::string more;
    for (const auto& link : links(first)) {
        more = has(link, "after=") ? link : more;
    }
    REQUIRE_FALSE(more.empty());
    const auto second = office.get(more).body;
    CHECK(has(second, "&lt;4&gt;"));
    CHECK_FALSE(has(second, "&lt;5&gt;"));
}

TEST_CASE("the table can be had for a spreadsheet, without formulas in it", "[reports][db]") {
    Office office;
    office.school.file(some_tickets());
    const auto file = office.get("/overview.csv");
    CHECK(file.header("content-type") == "text/csv; charset=utf-8");
    CHECK(has(file.header("content-disposition").value(), "oversikt-2026-10-16-2026-11-12.csv"));
    CHECK(file.body.starts_with("\xEF\xBB\xBFKod;Roll;"));
    CHECK(has(file.body, "\r\nITS;IT-support;2;1;2;0;110;110;1;;;;0\r\n"));
    CHECK(has(file.body, "\r\nL\u00c4R;'=L\u00e4rare;0;0;1;0;20;20;1;;960;960;1\r\n"));
    CHECK(has(file.body, "\r\n;Alla;2;1;3;0;20;110;2;;960;960;1\r\n"));
    CHECK(has(office.get("/overview.csv", {{"accept-language", "en"}}).body, "Code,Role,"));
}

TEST_CASE("the workbook holds every table and what is measured, and no formula", "[reports][db]") {
    Office office;
    office.school.file(some_tickets());
    const auto file = office.get("/overview.xlsx");
    CHECK(has(file.header("content-disposition").value(), "oversikt-2026-10-16-2026-11-12.xlsx"));
    CHECK(file.body.starts_with("PK"));
    for (int page = 1; page <= 9; ++page) {
        CHECK(has(file.body, "xl/worksheets/sheet" + std::to_string(page) + ".xml"));
    }
}

TEST_CASE("programs are told the same figures", "[reports][db]") {
    Office office;
    office.school.file(some_tickets());
    const auto told = nlohmann::json::parse(office.get("/api/v1/reports/overview?by=role").body);
    CHECK(told["together"]["open"] == 2);
    CHECK(told["together"]["first_response"]["median_minutes"] == 20);
    CHECK(told["measures"]["resolution"]["working"]["nine_of_ten_minutes"] == 960);
    CHECK(told["matrix_versions"] == nlohmann::json::array({"1.4.0"}));
    CHECK(told["period"]["from"] == "2026-10-16");
}

TEST_CASE("the overview, with its charts and tables, reads as approved", "[reports][db][snapshot]") {
    Office office;
    auto tickets = some_tickets();
    tickets.push_back({.role = "VAKT", .opened_at = tests::now - 50h, .area = "brandlarm", .unit = 3, .first_role = "ITS", .hops = 1, .right_role_minutes = 90});
    tickets.push_back({.role = "ITS", .state = "resolved", .opened_at = tests::now - 24h * 30, .answered_at = tests::now - 24h * 9, .answer_minutes = 2000,
                       .solved_at = tests::now - 24h * 8, .solution_minutes = 2400, .unit = 1, .helped = true});
    office.school.file(tickets);
    for (const std::string language : {"sv", "en"}) {
        const auto page = office.get("/overview?by=unit", {{"accept-language", language}}).body;
        const auto begins = page.find("<main"), ends = page.find("</main>");
        REQUIRE(ends != std::string::npos);
        approve("reports/overview." + language + ".html", page.substr(begins, ends - begins) + "</main>\n");
    }
}

TEST_CASE("the overview names every calendar and every matrix that its figures rest on, and no other", "[reports][db]") {
    Office office;
    const auto run = [&](const std::string& statement) {
        const db::Query query{"test/calendars", statement};
        office.school.database().execute_once(query);
    };
    run("INSERT INTO calendars (id, name, created_at) VALUES (2, 'Bj\u00f6rkens tider', UTC_TIMESTAMP(6)), (3, 'Ingens tider', UTC_TIMESTAMP(6))");
    run("INSERT INTO calendar_versions (calendar_id, version, valid_from, rules, created_at) SELECT c.id, 1, '2020-01-01', v.rules, UTC_TIMESTAMP(6) FROM calendars c "
        "JOIN calendar_versions v ON v.calendar_id = 1 WHERE c.id > 1");
    run("INSERT INTO calendar_versions (calendar_id, version, valid_from, rules, created_at) SELECT 1, 2, '2026-11-11', rules, UTC_TIMESTAMP(6) FROM calendar_versions "
        "WHERE calendar_id = 1");
    run("INSERT INTO calendar_uses (role_code, unit_id, calendar_id, valid_from, created_at) VALUES (NULL, 3, 2, '2020-01-01', UTC_TIMESTAMP(6)), "
        "(NULL, 2, 3, '2020-01-01', UTC_TIMESTAMP(6))");
    office.school.database().read([&](db::Session& session) { office.calendars.refresh(session); });
    office.school.file({{.opened_at = tests::now - 72h, .answered_at = tests::now - 70h, .answer_minutes = 60, .unit = 3, .version = "1.3.0"},
                        {.state = "new", .opened_at = tests::now - 24h, .unit = 2}});  // nothing was counted of it
    const auto names = [&] {
        std::vector<std::string> all;
        const auto told = nlohmann::json::parse(office.get("/api/v1/reports/overview").body);
        for (const auto& one : told["calendars"]) {
            all.push_back(one["name"].get<std::string>() + " " + std::to_string(one["version"].get<int>()));
        }
        return all;
    };
    CHECK(names() == std::vector<std::string>{"Bj\u00f6rkens tider 1", "Skolans kalender 2"});  // ages are told by today's
    CHECK(has(office.get("/overview").body, "Arbetstid enligt kalender Bj\u00f6rkens tider, version 1; Skolans kalender, version 2. Ansvarsf\u00f6rdelning 1.3.0; 1.4.0."));
    CHECK_FALSE(has(office.get("/overview").body, "Alla kalendrar och versioner"));
    // From before the new version until after it, and placed by a matrix of long ago.
    office.school.file({{.opened_at = tests::now - 24h * 40, .answered_at = tests::now - 1h, .answer_minutes = 60, .version = "1.2.0"},
                        {.opened_at = tests::now - 24h, .answered_at = tests::now - 23h, .answer_minutes = 60, .unit = 2, .version = "1.1.0"}});
    CHECK(names() == std::vector<std::string>{"Bj\u00f6rkens tider 1", "Ingens tider 1", "Skolans kalender 1", "Skolans kalender 2"});
    const auto page = office.get("/overview").body;
    CHECK(has(page, "Arbetstid enligt kalender i 4 versioner. Ansvarsf\u00f6rdelning i 4 versioner."));
    CHECK(has(page, "<li>Skolans kalender, version 1</li>"));
    CHECK(has(page, "<li>1.2.0</li>"));
}

TEST_CASE("what is measured is said in both languages", "[reports][db]") {
    Office office;
    CHECK(has(office.get("/help/measures").body, "n\u00e4rmaste rang"));
    CHECK(has(office.get("/help/measures", {{"accept-language", "en"}}).body, "nearest rank"));
}
