#include <catch2/catch.hpp>

#include "identity/absences.hpp"
#include "identity/api_tokens.hpp"
#include "identity/departure.hpp"
#include "identity/units.hpp"
#include "questions.hpp"

using namespace ansvar;
using namespace ansvar::identity;
using namespace ansvar::tests;

namespace {

/// Tickets without tickets: Amir has two that anybody may see.
struct Desk final : OpenWork {
    std::vector<OpenTicket> list(db::Session&, PersonId person, const Person& reader) const override {
        asked_for = person;
        asked_by = reader.id;
        return {{TicketId{1042}, "Skrivaren drar snett"}, {TicketId{1043}, "Projektorn <lyser> inte"}};
    }
    std::size_t hand_back(db::Transaction& tx, const Person& person) override {
        const auto known = find_person(tx, person.id, *from_sql("2026-11-20 09:00:00"));
        CHECK(known->left_at);
        CHECK(known->roles.empty());
        handed_back.push_back(person.id);
        return 2;
    }
    void committed() override { ++commits; }

    mutable PersonId asked_for, asked_by;
    std::vector<PersonId> handed_back;
    int commits = 0;
};

/// The clock of the school stands at 2026-11-20.
struct Leaving : School {
    Leaving() {
        Services services{db(), clock, pages.pages(), letters, roles, settings, confirm};
        services.open_work = &desk;
        services.named_rows = [] { return std::vector<NamedRow>{{"B118", "InfoTV innehåll", "A.W"}, {"B119", "Annat", "A.L"}}; };
        routes = web::RouteTable{};
        for (auto& route : identity_routes(services)) {
            routes.add(std::move(route));
        }
        browser.enter("ada@skola.example");
    }
    std::string page() const { return "/admin/people/" + amir.text() + "/departure"; }

    PersonId ada = add({.email = mail("ada@skola.example"), .name = "Ada Admin", .is_administrator = true});
    PersonId amir = add({.email = mail("amir@skola.example"), .name = "Amir Wallin", .initials = "A.W", .is_manager = true}, {"ITS", "VAKT"});
    PersonId sara = add({.email = mail("sara@skola.example"), .name = "Sara Nordin", .manager = amir}, {"ITS"});
    Desk desk;
    Browser browser{*this};
};

}  // namespace

TEST_CASE("before somebody leaves the page says what rests on them", "[identity][departure]") {
    Leaving school;
    school.db().in_transaction([&](db::Transaction& tx) {
        const auto unit = add_unit(tx, "Björkens skola", {});
        set_unit_head(tx, unit, school.amir);
        set_holder(tx, {.role = RoleCode{"LÄR"}, .person = school.amir, .unit = unit});
        set_holder(tx, {.role = RoleCode{"LÄR"}, .person = school.sara, .valid_to = "2026-11-19"});
        add_absence(tx, school.sara, {.first_day = "2026-11-23", .last_day = "2026-11-24", .substitute = school.amir}, school.now());
    });
    const auto page = school.browser.get(school.page());
    REQUIRE(page.status == 200);
    CHECK(says(page, "Amir Wallin slutar"));
    CHECK(says(page, "Har rollen också: Sara Nordin"));
    CHECK(says(page, "Vaktmästare</a><span>Ingen annan har rollen i dag."));
    CHECK(says(page, "Lärare för Björkens skola</a><span>Ingen annan har rollen i dag."));
    CHECK(says(page, "<a class=\"subject\" href=\"/admin/units/"));
    CHECK(says(page, "Sara Nordin, mån 23 nov till tis 24 nov"));
    CHECK(says(page, "B118 InfoTV innehåll"));
    CHECK_FALSE(says(page, "B119"));
    CHECK(says(page, "<a class=\"subject\" href=\"/tickets/1042\">Skrivaren drar snett</a>"));
    CHECK(says(page, "Projektorn &lt;lyser&gt; inte"));
    CHECK(school.desk.asked_for == school.amir);
    CHECK(school.desk.asked_by == school.ada);
    CHECK_FALSE(school.person(school.amir).left_at);
    CHECK(says(school.browser.get("/admin/people/" + school.sara.text() + "/departure"), "Har rollen också: Amir Wallin"));
}

TEST_CASE("whoever leaves is signed out, holds nothing, and hands everything back; what they did stays", "[identity][departure][sessions]") {
    Leaving school;
    const auto token = school.db().in_transaction([&](db::Transaction& tx) {
        set_holder(tx, {.role = RoleCode{"VAKT"}, .person = school.amir, .valid_from = "2026-12-01"});
        return create_api_token(tx, {.name = "Skript", .person = school.amir}, school.now());
    });
    Browser amir{school};
    amir.enter("amir@skola.example");
    REQUIRE(amir.is_signed_in());
    CHECK(location(school.browser.post(school.page())) == school.page());
    CHECK_FALSE(amir.is_signed_in());
    CHECK(school.desk.handed_back == std::vector{school.amir});
    CHECK(school.desk.commits == 1);
    const auto gone = school.person(school.amir);
    CHECK(gone.left_at == school.now());
    CHECK_FALSE(gone.is_manager);
    CHECK_FALSE(gone.is_staff());
    const auto holdings = school.db().read([&](db::Session& session) { return list_holdings(session, school.amir); });
    REQUIRE(holdings.size() == 1);  // VAKT had not begun
    CHECK(holdings[0].role.value == "ITS");
    CHECK(holdings[0].valid_to == "2026-11-19");
    CHECK_FALSE(school.db().read([&](db::Session& session) { return find_api_token(session, token, school.now()); }));
    CHECK(row(school, "SELECT COUNT(*) AS n FROM api_tokens WHERE revoked_at IS NULL").integer("n") == 0);
    CHECK(audited(school) == std::vector<std::string>{"person.left"});
    const auto details = nlohmann::json::parse(row(school, "SELECT details FROM audit_log WHERE action = 'person.left'").text("details"));
    CHECK(details["before"]["roles"] == nlohmann::json{"ITS"});
    CHECK(details["before"]["rights"] == nlohmann::json{"manager"});
    CHECK(details["tokens"] == 1);
    CHECK(details["sessions"] == 1);

    CHECK(school.browser.post(school.page()).status == 303);  // pressed twice
    CHECK(school.desk.handed_back.size() == 1);
    amir.enter("amir@skola.example");
    CHECK_FALSE(amir.is_signed_in());
    CHECK(says(school.browser.get(school.page()), "Amir Wallin har slutat"));
    const auto page = school.browser.get("/admin/people/" + school.amir.text());
    CHECK(says(page, "Personen har slutat"));
    CHECK_FALSE(says(page, "name=\"role\""));
}

TEST_CASE("whoever comes back signs in again, without the roles and rights they had", "[identity][departure]") {
    Leaving school;
    const auto person = "/admin/people/" + school.amir.text();
    school.browser.post(school.page());
    CHECK(school.browser.post(person, {{"name", "Amir Wallin"}, {"mail", "amir@skola.example"}, {"role", "ITS"}, {"is_administrator", "on"}}).status == 303);
    CHECK_FALSE(school.person(school.amir).is_staff());  // who has left gets nothing
    CHECK(location(school.browser.post(person + "/return")) == person + "?returned=yes");
    CHECK(says(school.browser.get(person + "?returned=yes"), "Amir Wallin är tillbaka. Välj roller och behörighet."));
    const auto back = school.person(school.amir);
    CHECK_FALSE(back.left_at);
    CHECK_FALSE(back.is_staff());
    Browser amir{school};
    amir.enter("amir@skola.example");
    CHECK(amir.is_signed_in());
    CHECK(audited(school) == std::vector<std::string>{"person.left", "person.changed", "person.returned"});
    CHECK(school.browser.post("/admin/people/9999/return").status == 404);
    CHECK(school.browser.post("/admin/people/9999/departure").status == 404);
    CHECK(school.browser.get("/admin/people/9999/departure").status == 404);
}

TEST_CASE("the last administrator cannot leave, and one of two can", "[identity][departure]") {
    Leaving school;
    const auto own = "/admin/people/" + school.ada.text() + "/departure";
    const auto refused = school.browser.post(own);
    CHECK(refused.status == 422);
    CHECK(says(refused, "Det måste finnas någon som administrerar Ansvar."));
    CHECK_FALSE(school.person(school.ada).left_at);
    school.add({.email = mail("bo@skola.example"), .name = "Bo", .is_administrator = true});
    CHECK(school.browser.post(own).status == 303);
    CHECK(school.person(school.ada).left_at);
    CHECK_FALSE(school.browser.is_signed_in());
}

TEST_CASE("every change of rights, roles, unit and manager is in the audit, by ids and codes", "[identity][departure][audit]") {
    Leaving school;
    const auto unit = school.db().in_transaction([](db::Transaction& tx) { return add_unit(tx, "Björkens skola", {}); });
    const auto saved = school.browser.post("/admin/people/" + school.sara.text(), {{"name", "Sara Nordin"},
                                                                                    {"mail", "sara@skola.example"},
                                                                                    {"phone", "076"},
                                                                                    {"unit", unit.text()},
                                                                                    {"role", "VAKT"},
                                                                                    {"is_manager", "on"},
                                                                                    {"manages_unit", unit.text()},
                                                                                    {"is_auditor", "on"},
                                                                                    {"is_matrix_owner", "on"}});
    REQUIRE(saved.status == 303);
    CHECK(school.person(school.sara).manages_unit == unit);
    const auto line = row(school, "SELECT actor_id, details FROM audit_log WHERE action = 'person.changed'");
    CHECK(line.id<PersonId>("actor_id") == school.ada);
    const auto details = nlohmann::json::parse(line.text("details"));
    CHECK(details["before"] == nlohmann::json{{"roles", {"ITS"}}, {"rights", nlohmann::json::array()}, {"unit", nullptr}, {"manager", school.amir.value}});
    CHECK(details["after"] == nlohmann::json{{"roles", {"VAKT"}},
                                             {"rights", {"manager", "matrix_owner", "auditor"}},
                                             {"unit", unit.value},
                                             {"manager", nullptr},
                                             {"manages_unit", unit.value}});
    CHECK(details["fields"] == nlohmann::json{"phone"});
    CHECK(line.text("details").find("Sara") == std::string::npos);
    const auto page = school.browser.get("/admin/people/" + school.sara.text());
    CHECK(says(page, "name=\"is_auditor\" value=\"on\" checked"));
    CHECK(says(page, "name=\"is_matrix_owner\" value=\"on\" checked"));
    const auto wrong = school.browser.post("/admin/people/" + school.sara.text(),
                                           {{"name", "Sara"}, {"mail", "sara@skola.example"}, {"is_manager", "on"}, {"manages_unit", "99"}});
    CHECK(wrong.status == 422);
    CHECK(says(wrong, "#manages_unit"));
}

TEST_CASE("the list of people is narrowed by role, unit, leaving and missing unit, and turned without losing that", "[identity][people]") {
    Leaving school;
    const auto [top, below] = school.db().in_transaction([&](db::Transaction& tx) {
        const auto above = add_unit(tx, "Kommunen", {});
        const auto under = add_unit(tx, "Björkens skola", above);
        place_person(tx, school.sara, under);
        return std::pair{above, under};
    });
    for (int i = 0; i < 101; ++i) {
        const auto id = school.add({.email = mail("p" + std::to_string(i) + "@skola.example"), .name = "Person " + std::to_string(1000 + i)}, {"LÄR"});
        school.db().in_transaction([&, place = top](db::Transaction& tx) { place_person(tx, id, place); });
    }
    const auto list = [&](const std::string& query) { return school.browser.get("/admin/people?" + query); };
    CHECK(says(list("role=ITS"), "2 personer"));
    CHECK(says(list("unit=" + below.text()), "1 person<"));
    CHECK(says(list("unit=" + top.text()), "102 personer"));  // with those below
    CHECK(says(list("unit=none"), "2 personer"));
    CHECK(says(list("left=only"), "Ingen person passar in på det."));
    CHECK(says(list("role=NIX&unit=77"), "104 personer"));
    CHECK(says(list("role=L%C3%84R&q=person&unit=" + top.text()), "/admin/people?q=person&amp;role=L%C3%84R&amp;unit=" + top.text() + "&amp;page=2"));
    const auto second = list("role=L%C3%84R&page=2");
    CHECK(says(second, "Person 1100"));
    CHECK(says(second, "href=\"/admin/people?role=L%C3%84R\""));
    school.browser.post(school.page());
    CHECK(says(list("left=only"), "1 person<"));
    CHECK(says(list("role=ITS"), "1 person<"));
}
