#include <catch2/catch.hpp>

#include <nlohmann/json.hpp>
#include <string>

#include "identity/principal.hpp"
#include "identity/units.hpp"
#include "matrix/matrix_api.hpp"
#include "matrix/matrix_pages.hpp"
#include "matrix/routes.hpp"
#include "matrix/search.hpp"
#include "matrix/unit_exceptions.hpp"
#include "support/test_pages.hpp"
#include "unit/matrix/school.hpp"
#include "web/errors.hpp"

using namespace ansvar;
using namespace ansvar::tests;
using nlohmann::json;

namespace {

struct FixedClock final : Clock {
    Timestamp now() const override { return tests::now; }
};

/// Known for printers and for all that IT support does.
struct SomeWaits final : tickets::WaitingTimes {
    std::optional<tickets::ExpectedWait> first_response(const std::optional<std::string>& area, const RoleCode& role) override {
        using Basis = tickets::ExpectedWait::Basis;
        if (area == "skrivare") {
            return tickets::ExpectedWait{.median_minutes = 120, .nine_of_ten_minutes = 480, .count = 41, .basis = Basis::Area, .since = {}};
        }
        const auto basis = role.value == "ITS" ? Basis::Role : Basis::School;
        return tickets::ExpectedWait{.median_minutes = 90, .nine_of_ten_minutes = 400, .count = 200, .basis = basis, .since = {}};
    }
};

const db::Query insert_people{"test/insert_people",
                              "INSERT INTO people (id, name, initials, created_at) VALUES (1, 'Amir Wallin', 'A.W', UTC_TIMESTAMP(6)), "
                              "(2, 'Vera Modig', NULL, UTC_TIMESTAMP(6)), (3, 'Karin Ek', NULL, UTC_TIMESTAMP(6)), "
                              "(4, 'Rune Berg', NULL, UTC_TIMESTAMP(6))"};
const db::Query insert_holders{"test/insert_holders",
                               "INSERT INTO role_holders (role_code, person_id, valid_to) VALUES ('ITS', 1, NULL), ('VAKT', 2, NULL), ('REK', 3, NULL), "
                               "('REK', 4, NULL), ('SPE', 4, '2026-11-11')"};

struct School {
    School() {
        matrix::seed(database.database(), routing_data(), tests::now);
        database.database().execute_once(insert_people);
        database.database().execute_once(insert_holders);
        router.refresh_if_changed(database.database(), tests::now);
        refresh_staff();
    }

    void refresh_staff() {
        database.database().read([&](db::Session& session) {
            identity::RoleDirectory roles;
            roles.refresh(session, tests::now);
            staff.refresh(session, *roles.table(), tests::now);
        });
    }

    web::Response get(const std::string& target, bool signed_in, web::Headers headers = {}, std::optional<UnitId> unit = {}) {
        web::Request request{{.target = target, .headers = std::move(headers)}};
        if (signed_in) {
            identity::Principal principal;
            principal.person.unit = unit;
            request.admitted(web::Admission::of(std::make_shared<const identity::Principal>(principal), "session/1"));
        }
        for (const auto& route : matrix::matrix_routes({database.database(), clock, pages.pages(), router, waits, staff})) {
            if (target.substr(0, target.find('?')) == route.path) {
                return route.handler(request);
            }
        }
        throw std::logic_error("no such route");
    }

    TestDatabase database;
    FixedClock clock;
    TestPages pages;
    SomeWaits waits;
    matrix::CurrentRouter router{shipped_model()};
    tickets::StaffDirectory staff;
};

std::size_t count(const std::string& text, const std::string& part) {
    std::size_t found = 0;
    for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + part.size())) {
        ++found;
    }
    return found;
}

/// The table row of an area.
std::string row_of(const std::string& page, const std::string& row) {
    const auto begin = page.find("<tr id=\"" + row + "\"");
    REQUIRE(begin != std::string::npos);
    return page.substr(begin, page.find("</tr>", begin) - begin);
}

}  // namespace

TEST_CASE("the matrix page shows all of the Blueprint, and who answers only to those signed in", "[matrix][db]") {
    School school;
    const auto anybody = school.get("/matrix", false).body;
    CHECK(count(anybody, "<tr id=\"B") == 150);
    CHECK(count(anybody, "Amir Wallin") == 0);
    CHECK(count(anybody, "Vera Modig") == 0);
    CHECK(count(anybody, "Version 1.4.0, gäller från 21 oktober 2021") == 1);
    CHECK(count(anybody, "150 områden</b>, 94 med egen kö") == 1);

    const auto staff = school.get("/matrix", true).body;
    const auto printers = row_of(staff, "B017");
    CHECK(count(printers, "Amir Wallin") == 1);
    CHECK(count(printers, "2 h, 9 av 10: 1 skoldag") == 1);
    CHECK(count(printers, "href=\"/tickets/new?area=B017\"") == 1);
    CHECK(count(printers, "role role-queue") == 1);
    CHECK(count(row_of(staff, "B019"), "Vera Modig") == 1);
    const auto analysis = row_of(staff, "B024");
    CHECK(count(analysis, "role role-referral") == 1);
    CHECK(count(analysis, "Flera") == 1);
    CHECK(count(analysis, "Utanför helpdesken") == 1);
    CHECK(count(analysis, "Lämna över") == 1);
    CHECK(count(row_of(staff, "B010"), "Din egen chef") == 1);
    CHECK(count(row_of(staff, "B002"), "title=\"VAKT, Resp chef, LÄR, SPE\">+4") == 1);
}

TEST_CASE("the matrix page says who answers for a holder who is away", "[matrix][db]") {
    School school;
    const auto away = [&](const std::string& substitute) {
        const auto statement = "INSERT INTO absences (person_id, first_day, last_day, substitute_id, created_at) VALUES (1, '2026-11-12', "
                               "'2026-11-24', " + substitute + ", UTC_TIMESTAMP(6))";
        school.database.database().execute_once(db::Query{"test/insert_absence", statement});
        school.refresh_staff();
    };
    away("NULL");
    CHECK(count(row_of(school.get("/matrix", true).body, "B017"), "Amir Wallin (borta till tis 24 nov)") == 1);
    away("3");
    const auto printers = row_of(school.get("/matrix", true).body, "B017");
    CHECK(count(printers, "Karin Ek (för Amir Wallin till tis 24 nov)") == 1);
    CHECK(count(school.get("/matrix", false).body, "Karin Ek") == 0);
}

TEST_CASE("people of a unit read their own answer with the municipality's beside it, and others the matrix as it is", "[matrix][exceptions][db]") {
    School school;
    auto& database = school.database.database();
    const auto [b, below, other] = database.in_transaction([](db::Transaction& tx) {
        const auto above = identity::add_unit(tx, "Skola B", {});
        return std::tuple{above, identity::add_unit(tx, "F\u00f6rskolan", above), identity::add_unit(tx, "Skola C", {})};
    });
    REQUIRE(matrix::unit_exceptions::add(database, {.unit = b, .area = "skrivare", .role = "VAKT", .note = "Har nyckeln"}, identity::Actor::command(), tests::now));
    school.router.refresh_if_changed(database, tests::now);
    school.refresh_staff();
    const auto printers = [&](std::optional<UnitId> unit) { return row_of(school.get("/matrix", true, {}, unit).body, "B017"); };
    for (const auto unit : {b, below}) {
        CHECK(count(printers(unit), "Vera Modig") == 1);
        CHECK(count(printers(unit), "I kommunen: ITS") == 1);
        CHECK(count(school.get("/matrix?role=VAKT", true, {}, unit).body, "<tr id=\"B017\"") == 1);
    }
    for (const auto unit : {std::optional<UnitId>{other}, std::optional<UnitId>{}}) {
        CHECK(count(printers(unit), "Amir Wallin") == 1);
        CHECK(count(printers(unit), "I kommunen") == 0);
        CHECK(count(school.get("/matrix?role=VAKT", true, {}, unit).body, "<tr id=\"B017\"") == 0);
    }
    CHECK(count(row_of(school.get("/matrix", true, {}, b).body, "B019"), "I kommunen") == 0);  // its other rows are the matrix' own
    CHECK(count(school.get("/matrix", false).body, "I kommunen") == 0);
}

TEST_CASE("level, responsible and words narrow the page, each in its address", "[matrix][db]") {
    School school;
    const auto hygiene = school.get("/matrix?level=HYGIEN", true).body;
    CHECK(count(hygiene, "<tr id=\"B") == 23);
    CHECK(count(hygiene, "value=\"HYGIEN\" selected") == 1);
    const auto teachers = school.get("/matrix?role=L%C3%84R&level=HYGIEN", true).body;
    CHECK(count(teachers, "<tr id=\"B002\"") == 1);
    CHECK(count(teachers, "value=\"LÄR\" selected") == 1);
    const auto nothing = school.get("/matrix?q=xyzzyplugh", true).body;
    CHECK(count(nothing, "<tr id=\"B") == 0);
    CHECK(count(nothing, "class=\"nothing\"") == 1);
    CHECK(count(school.get("/matrix?q=%22%3E%3Cscript%3E", true).body, "<script>") == 0);
    CHECK_THROWS_AS(school.get("/matrix?q=" + std::string(201, 'a'), true), web::BadRequest);
    CHECK(count(school.get("/matrix?role=VAKT", true, {{"accept-language", "en"}}).body, "Caretaker (VAKT)") == 1);
}

TEST_CASE("areas are found by everyday words, whatever their ending", "[matrix][db]") {
    School school;
    const auto [words, row] = GENERATE(table<std::string, std::string>({
        {"skrivare", "B017"},
        {"skrivaren", "B017"},
        {"Skrivarna", "B017"},
        {"smartboard", "B003"},
        {"klasslista", "B034"},
        {"b017", "B017"},
        {"projektor", "B003"},
        {"vaktmastare", "B019"},
        {"glömt lösenord", "B001"},
        {"kan inte skriva ut, skrivaren krånglar", "B017"},
    }));
    CAPTURE(words);
    const auto found = matrix::search(*school.router.get(), {.level = {}, .role = {}, .words = words});
    CHECK(std::any_of(found.begin(), found.end(), [&](const auto* area) { return area->row == row; }));
    CHECK(found.size() < 30);
}

TEST_CASE("the API lists every area and says when nothing has changed", "[matrix][db]") {
    School school;
    const auto answer = school.get("/api/v1/areas", true);
    const auto list = json::parse(answer.body);
    CHECK(list["version"] == "1.4.0");
    REQUIRE(list["items"].size() == 150);
    CHECK(list["items"][16]["key"] == "skrivare");
    CHECK(list["items"][16]["row"] == "B017");
    CHECK(list["items"][16]["role"] == "ITS");
    CHECK(list["items"][16]["priority"] == "high");
    CHECK(list["items"][0]["responsible"].size() == 2);
    CHECK(list["items"][117]["role"] == "TRIAGE");

    const auto tag = answer.header("etag").value();
    CHECK(school.get("/api/v1/areas", true, {{"if-none-match", "\"other\", W/" + tag}}).status == 304);
    CHECK(school.get("/api/v1/areas", true, {{"if-none-match", "\"other\""}}).status == 200);
    REQUIRE(matrix::import_files(school.database.database(),
                                 {.matrix = file("blueprint-1.4.0.csv"), .words = file("words.csv"), .roles = {}},
                                 {.version = "1.4.1", .dated = {}, .imported_by = {}}, tests::now));
    school.router.refresh_if_changed(school.database.database(), tests::now);
    CHECK(school.get("/api/v1/areas", true, {{"if-none-match", tag}}).status == 200);
}
