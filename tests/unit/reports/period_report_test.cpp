// Lägesrapporter: written, issued, and the same ever after.
#include <catch2/catch.hpp>

#include <memory>
#include <nlohmann/json.hpp>

#include "core/text.hpp"
#include "identity/principal.hpp"
#include "reports/needs.hpp"
#include "reports/period_report.hpp"
#include "reports/routes.hpp"
#include "support/test_pages.hpp"
#include "unit/reports/school.hpp"
#include "web/errors.hpp"
#include "web/route_table.hpp"

using namespace ansvar;
using namespace ansvar::tests;
using namespace std::chrono_literals;

namespace {

struct MovingClock final : Clock {
    Timestamp at = tests::now;
    Timestamp now() const override { return at; }
};

struct ReportDesk {
    ReportDesk() {
        school.database().read([&](db::Session& session) { roles.refresh(session, tests::now); });
        for (auto& route : reports::reports_routes({school.database(), clock, pages.pages(), roles, calendars, school.facts(), [this] { return school.router(); }})) {
            routes.add(std::move(route));
        }
        school.file({{.role = "ITS", .answered_at = tests::now - 24h, .answer_minutes = 50, .area = "skrivare", .unit = 1},
                     {.role = "ITS", .state = "new", .due_at = tests::now - 1h, .area = "wifi-natverk", .unit = 2},
                     {.role = "VAKT", .state = "resolved", .solved_at = tests::now - 2h, .solution_minutes = 200, .area = "brandlarm", .unit = 3}});
    }

    web::Response ask(web::Method method, const std::string& target, const std::string& form = "") {
        web::Request request{{.method = method, .target = target, .headers = {{"content-type", "application/x-www-form-urlencoded"}}, .body = form}};
        const auto match = routes.find(method, request.path());
        REQUIRE(match);
        request.matched(match->route->path, match->route->access.via, match->values);
        auto who = std::make_shared<identity::Principal>();
        who->person.id = PersonId{1};
        who->person.is_manager = true;
        if (manages != 0) {
            who->person.manages_unit = UnitId{manages};
            who->person.managed_units = {UnitId{manages}};
        }
        who->kind = identity::Principal::Kind::Session;
        request.admitted(web::Admission::of<identity::Principal>(who, "test"));
        return match->route->handler(request);
    }
    web::Response get(const std::string& target) { return ask(web::Method::Get, target); }
    web::Response post(const std::string& target, const std::string& form) { return ask(web::Method::Post, target, form); }

    /// Its address.
    std::string begin(const std::string& more = "") {
        const auto answer = post("/reports", "title=H%C3%B6sten&from=2026-11-01&to=2026-11-12" + more);
        REQUIRE(answer.status == 303);
        return *answer.header("location");
    }
    void run(const std::string& statement) {
        const db::Query query{"test/report", statement};
        school.database().execute_once(query);
    }

    ReportSchool school;
    MovingClock clock;
    TestPages pages;
    identity::RoleDirectory roles;
    schedule::Calendars calendars;
    web::RouteTable routes;
    std::uint64_t manages = 0;  ///< a unit; 0: the whole school
};

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("an area's need follows from what it is called, and then from its level", "[reports]") {
    const ReportSchool school;
    const auto& matrix = school.router()->matrix();
    const auto [area, need] = GENERATE(table<std::string, std::string>({{"skrivare", "hardware"},
                                                                        {"digitala-enheter", "hardware"},
                                                                        {"overvakningskameror", "hardware"},
                                                                        {"wifi-natverk", "infrastructure"},
                                                                        {"ad-konton", "infrastructure"},
                                                                        {"support-lokalt", "support"},
                                                                        {"digitala-resurser-utvardera-och-anvanda", "support"},
                                                                        {"brandlarm", "service"},
                                                                        {"lonesystem", "service"},
                                                                        {"", ""},
                                                                        {"gone", ""}}));
    CAPTURE(area);
    const auto found = reports::need_of(matrix, area);
    CHECK((found ? std::string{reports::name(*found)} : "") == need);
}

TEST_CASE("a report is written as a draft, and issued it stays as it is whatever happens to its tickets", "[reports][db]") {
    ReportDesk desk;
    const auto report = desk.begin("&level=HYGIEN");
    auto draft = desk.get(report).body;
    CHECK(has(draft, "Behov av h\u00e5rdvara"));
    CHECK(has(draft, "B017 Skrivare"));
    CHECK_FALSE(has(draft, "Brandlarm"));  // another level
    CHECK(desk.post(report, "version=1&title=H%C3%B6sten&text_outlook=Vi+byter+%3Cprojektorer%3E.%0D%0A%0D%0ASedan+mer.").status == 303);
    CHECK(has(desk.get(report).body, "Vi byter &lt;projektorer&gt;."));
    REQUIRE(desk.post(report + "/issue", "version=2&title=H%C3%B6sten+2026&text_outlook=Vi+byter+%3Cprojektorer%3E.%0A%0ASedan+mer.").status == 303);
    const auto issued = desk.get(report).body;
    CHECK(has(issued, "<p class=\"written\">Vi byter &lt;projektorer&gt;.</p><p class=\"written\">Sedan mer.</p>"));
    CHECK(has(issued, "<h1>H\u00f6sten 2026</h1>"));
    // A ticket more, one that becomes confidential, and a year.
    desk.school.file({{.role = "ITS", .opened_at = tests::now - 1h, .area = "skrivare"}});
    desk.clock.at += 24h * 400;
    CHECK(desk.get(report).body == issued);
    CHECK_THROWS_AS(desk.post(report, "version=3&title=Annat"), web::NotFound);
    CHECK_THROWS_AS(desk.post(report + "/issue", "version=3&title=Annat"), web::NotFound);
    CHECK_THROWS_AS(desk.post(report + "/removal", ""), web::NotFound);
    CHECK(desk.get(report).body == issued);
    // Nor by whoever had read the draft before it was issued.
    desk.school.database().in_transaction([&](db::Transaction& tx) {
        auto late = reports::period_reports::find(tx, 1).value();
        CHECK_FALSE(reports::period_reports::change(tx, late, PersonId{1}, tests::now));
        CHECK_FALSE(reports::period_reports::issue(tx, late, "{}", PersonId{1}, tests::now));
        CHECK_FALSE(reports::period_reports::remove_draft(tx, 1));
    });
}

TEST_CASE("an issued report is counted again, and what differs is named; what told of the moment is vouched for by the checksum alone", "[reports][db]") {
    ReportDesk desk;
    const auto report = desk.begin();
    REQUIRE(desk.post(report + "/issue", "version=1&title=H%C3%B6sten").status == 303);
    auto check = desk.get(report + "/check").body;
    CHECK(has(check, "kontrollsumman st\u00e4mmer."));
    CHECK(has(check, "Ingen siffra \u00e4r annorlunda."));
    CHECK_FALSE(has(check, "class=\"figures different\""));
    desk.school.file({{.role = "ITS", .opened_at = tests::now - 1h, .area = "skrivare"}});
    check = desk.get(report + "/check").body;
    CHECK(has(check, "class=\"figures different\""));
    CHECK(has(check, "<td class=\"left\">Perioden</td><td>3</td><td>4</td>"));
    desk.run("UPDATE period_reports SET document = REPLACE(document, '\"text\":\"3\"', '\"text\":\"2\"')");
    CHECK(has(desk.get(report + "/check").body, "kontrollsumman st\u00e4mmer inte"));
}

TEST_CASE("two who write in one draft do not overwrite each other unseen", "[reports][db]") {
    ReportDesk desk;
    const auto report = desk.begin();
    CHECK(desk.post(report, "version=1&title=H%C3%B6sten&text_state=Mitt.").status == 303);
    const auto late = desk.post(report, "version=1&title=H%C3%B6sten&text_state=Ditt.");
    CHECK(late.status == 409);
    CHECK(has(late.body, "har \u00e4ndrat utkastet medan du skrev"));
    CHECK(has(late.body, "Ditt."));
    CHECK(has(late.body, "name=\"version\" value=\"2\""));
    CHECK(desk.post(report + "/issue", "version=1&title=H%C3%B6sten").status == 409);
    CHECK(desk.post(report, "version=2&title=").status == 422);
    CHECK(desk.post("/reports", "title=&from=2026-11-12&to=2026-11-01").status == 422);
}

TEST_CASE("a report that was wrong is replaced by a new one that names it", "[reports][db]") {
    ReportDesk desk;
    const auto first = desk.begin();
    REQUIRE(desk.post(first + "/issue", "version=1&title=H%C3%B6sten&text_state=Samma+ord.").status == 303);
    const auto second = *desk.post(first + "/successor", "").header("location");
    CHECK(second != first);
    CHECK(has(desk.get(second).body, "Samma ord."));
    REQUIRE(desk.post(second + "/issue", "version=1&title=H%C3%B6sten+igen").status == 303);
    CHECK(has(desk.get(second).body, "Ers\u00e4tter <a href=\"" + first + "\">H\u00f6sten</a>"));
    CHECK(has(desk.get("/reports").body, "H\u00f6sten igen"));
    const auto thrown = desk.begin();
    CHECK(desk.post(thrown + "/removal", "").status == 303);
    CHECK_THROWS_AS(desk.get(thrown), web::NotFound);
}

TEST_CASE("a manager of units makes reports of their people, and sees no others", "[reports][db]") {
    ReportDesk desk;
    const auto of_school = desk.begin();
    desk.manages = 1;
    CHECK_THROWS_AS(desk.get(of_school), web::NotFound);
    CHECK_THROWS_AS(desk.post(of_school, "version=1&title=Annat"), web::NotFound);
    CHECK_FALSE(has(desk.get("/reports").body, of_school + "\""));
    const auto own = desk.begin();
    auto page = desk.get(own).body;
    CHECK(has(page, "Lindskolan"));
    CHECK_FALSE(has(page, "Bj\u00f6rken"));
    CHECK_FALSE(has(page, "Brandlarm"));
    CHECK_FALSE(has(page, "50 min"));  // of one
    CHECK(has(page, "f\u00f6r f\u00e5"));
    desk.manages = 3;
    CHECK_THROWS_AS(desk.get(own), web::NotFound);
    desk.manages = 0;
    CHECK(desk.get(own).status == 200);
}
