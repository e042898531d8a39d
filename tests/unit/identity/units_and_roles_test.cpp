#include <catch2/catch.hpp>

#include <array>
#include <thread>

#include "identity/holdings.hpp"
#include "identity/units.hpp"
#include "questions.hpp"

using namespace ansvar;
using namespace ansvar::identity;
using namespace ansvar::tests;

namespace {

/// The clock of the school stands at 2026-11-20.
struct Organised : School {
    Organised() {
        auto services = Services{db(), clock, pages.pages(), letters, roles, settings, confirm};
        services.named_rows = [] { return std::vector<NamedRow>{{"B118", "InfoTV innehåll", "A.L"}, {"B119", "Skylten", "A.W"}}; };
        services.staff_changed = [this] { ++changes; };
        routes = web::RouteTable{};
        for (auto& route : identity_routes(services)) {
            routes.add(std::move(route));
        }
        refresh_roles();
        browser.enter("ada@skola.example");
    }
    UnitId unit(const std::string& name, std::optional<UnitId> parent = {}) {
        return db().in_transaction([&](db::Transaction& tx) { return add_unit(tx, name, parent); });
    }
    std::vector<HoldingLine> lines(const std::string& role) {
        return db().read([&](db::Session& session) { return list_holding_lines(session, {.role = RoleCode{role}}, now()); });
    }
    web::Response post(const std::string& path, const std::vector<std::pair<std::string, std::string>>& fields = {}) { return browser.post(path, fields); }

    PersonId ada = add({.email = mail("ada@skola.example"), .name = "Ada Admin", .is_administrator = true});
    PersonId amir = add({.email = mail("amir@skola.example"), .name = "Amir Wallin", .initials = "A.W"}, {"ITS"});
    PersonId sara = add({.email = mail("sara@skola.example"), .name = "Sara Nordin"});
    int changes = 0;
    Browser browser{*this};
};

}  // namespace

TEST_CASE("units are added, renamed, moved and given a head", "[identity][units]") {
    Organised school;
    CHECK(says(school.browser.get("/admin/units"), "Det finns inga enheter."));
    CHECK(school.post("/admin/units", {{"name", "Kommunen"}, {"parent", ""}, {"head", ""}}).status == 303);
    const auto top = school.db().read([](db::Session& session) { return find_unit(session, "Kommunen"); })->id;
    const auto added = school.post("/admin/units", {{"name", "Björkens skola"}, {"parent", top.text()}, {"head", "sara nordin"}});
    REQUIRE(added.status == 303);
    CHECK(says(school.browser.get(location(added)), "Enheten är sparad."));
    const auto below = school.db().read([](db::Session& session) { return find_unit(session, "Björkens skola"); });
    CHECK(below->parent == top);
    CHECK(below->head == school.sara);
    const auto page = "/admin/units/" + below->id.text();
    CHECK(school.post(page, {{"name", "Eklunda skola"}, {"parent", ""}, {"head", "amir@skola.example"}}).status == 303);
    const auto moved = school.db().read([](db::Session& session) { return find_unit(session, "Eklunda skola"); });
    CHECK(moved->id == below->id);
    CHECK_FALSE(moved->parent);
    CHECK(moved->head == school.amir);
    CHECK(audited(school) == std::vector<std::string>{"unit.added", "unit.added", "unit.changed"});
    CHECK(school.changes == 3);
    const auto list = school.browser.get("/admin/units");
    CHECK(says(list, "Amir Wallin"));
    CHECK(says(list, "/admin/people?unit=" + top.text()));
    CHECK(says(school.browser.get(page), "value=\"amir@skola.example\""));
}

TEST_CASE("a unit is never below itself, and a wrong form is shown again with what was typed", "[identity][units]") {
    Organised school;
    const auto top = school.unit("Kommunen"), middle = school.unit("Norra", top), low = school.unit("Norra 7–9", middle);
    const auto page = "/admin/units/" + top.text();
    for (const auto parent : {top, middle, low}) {
        const auto answer = school.post(page, {{"name", "Kommunen"}, {"parent", parent.text()}, {"head", ""}});
        CHECK(answer.status == 422);
        CHECK(says(answer, "En enhet kan inte ligga under sig själv"));
    }
    struct Wrong {
        std::string name, parent, head, complaint;
    };
    for (const auto& wrong : {Wrong{"", "", "", "Skriv enhetens namn."}, Wrong{"Norra", "", "", "Det finns redan en enhet som heter så."},
                              Wrong{"K", "999", "", "Välj något av det som finns i listan."}, Wrong{"K", "", "Pelle <Svanslös>", "Ingen person heter så."}}) {
        CAPTURE(wrong.complaint);
        for (const auto& path : {page, std::string{"/admin/units"}}) {
            const auto answer = school.post(path, {{"name", wrong.name}, {"parent", wrong.parent}, {"head", wrong.head}});
            CHECK(answer.status == 422);
            CHECK(says(answer, wrong.complaint));
            CHECK(says(answer, "value=\"" + escape_html(wrong.head) + "\""));
        }
    }
    CHECK(school.post("/admin/units/999", {{"name", "X"}}).status == 404);
    CHECK(school.browser.get("/admin/units/999").status == 404);
    CHECK(audited(school).empty());
}

TEST_CASE("two moves at once make no circle of units", "[identity][units]") {
    Organised school;
    for (int round = 0; round < 10; ++round) {
        const auto one = school.unit("Ett " + std::to_string(round)), other = school.unit("Två " + std::to_string(round));
        std::vector<std::thread> threads;
        for (const auto& [unit, under] : {std::pair{one, other}, std::pair{other, one}}) {
            threads.emplace_back([&school, unit = unit, under = under, round] {
                school.db().in_transaction([&](db::Transaction& tx) {
                    change_unit(tx, unit, {.name = "Flyttad " + unit.text() + " " + std::to_string(round), .parent = under});
                });
            });
        }
        for (auto& thread : threads) {
            thread.join();
        }
        const auto units = school.db().read([](db::Session& session) { return list_units(session); });
        const auto below = units_within(units, one);
        const auto top = std::count_if(units.begin(), units.end(), [&](const Unit& unit) { return (unit.id == one || unit.id == other) && !unit.parent; });
        CHECK(top == 1);
    }
}

TEST_CASE("a unit in use cannot be deleted and says why; an empty one can", "[identity][units]") {
    Organised school;
    const auto top = school.unit("Kommunen"), below = school.unit("Björkens skola", top), empty = school.unit("Annexet");
    school.db().in_transaction([&](db::Transaction& tx) {
        place_person(tx, school.sara, below);
        set_holder(tx, {.role = RoleCode{"VAKT"}, .person = school.sara, .valid_to = "2020-01-01", .unit = below});
    });
    const auto page = school.browser.get("/admin/units/" + below.text());
    CHECK(says(page, "1 person (också de som har slutat), 0 chefer och 1 rollinnehav (också tidigare)"));
    CHECK_FALSE(says(page, "/removal"));
    CHECK(says(school.browser.get("/admin/units/" + top.text()), "1 enhet under den"));
    for (const auto used : {top, below}) {
        const auto answer = school.post("/admin/units/" + used.text() + "/removal");
        CHECK(answer.status == 422);
        CHECK(says(answer, "Enheten används och kan inte tas bort."));
    }
    CHECK(says(school.browser.get("/admin/units/" + empty.text()), "/removal"));
    CHECK(location(school.post("/admin/units/" + empty.text() + "/removal")) == "/admin/units?deleted=yes");
    CHECK(school.post("/admin/units/" + empty.text() + "/removal").status == 404);
    CHECK(school.db().read([](db::Session& session) { return list_units(session); }).size() == 2);
    CHECK(audited(school) == std::vector<std::string>{"unit.deleted"});
}

TEST_CASE("roles are listed with who holds them, with a warning for those that nobody holds and rows that name nobody here", "[identity][roles]") {
    Organised school;
    const auto page = school.browser.get("/admin/roles");
    CHECK(says(page, "<td class=\"left\">Amir Wallin</td>"));
    CHECK(says(page, "<span class=\"late\">Ingen har rollen</span>"));
    CHECK(says(page, "B118 InfoTV innehåll</a>: <span class=\"late\">Ingen har initialerna A.L</span>"));
    CHECK(says(page, "B119 Skylten</a>: <span>Amir Wallin</span>"));
    CHECK(says(page, "/admin/roles/Resp%20chef"));
    CHECK(says(school.browser.get("/admin/roles/VAKT"), "Ingen har rollen i dag."));
    CHECK_FALSE(says(school.browser.get("/admin/roles/Resp%20chef"), "/holders"));
    CHECK(school.browser.get("/admin/roles/NIX").status == 404);
}

TEST_CASE("a role's names and mailbox are changed, and new roles are added", "[identity][roles]") {
    Organised school;
    CHECK(school.post("/admin/roles/ITS", {{"name_sv", "Teknikstöd"}, {"name_en", "Tech support"}, {"mail", ""}}).status == 303);
    CHECK(school.roles.name(RoleCode{"ITS"}, web::Language::Sv) == "Teknikstöd");
    CHECK_FALSE(school.roles.table()->find(RoleCode{"ITS"})->email);
    const auto wrong = school.post("/admin/roles/ITS", {{"name_sv", ""}, {"name_en", "T"}, {"mail", "nix"}});
    CHECK(wrong.status == 422);
    CHECK(says(wrong, "Skriv rollens namn på båda språken."));
    CHECK(says(wrong, "value=\"nix\""));
    const auto added = school.post("/admin/roles", {{"code", "BIBL"}, {"name_sv", "Bibliotekarie"}, {"name_en", "Librarian"}, {"kind", "referral"}, {"mail", "bibl@skola.example"}});
    CHECK(location(added) == "/admin/roles/BIBL?saved=yes");
    const auto table = school.roles.table();
    REQUIRE(table->find(RoleCode{"BIBL"}) != nullptr);
    CHECK(table->find(RoleCode{"BIBL"})->kind == RoleKind::Referral);
    CHECK(table->roles().back().code.value == "BIBL");
    struct Wrong {
        std::string code, kind, complaint;
    };
    for (const auto& one : {Wrong{"BIBL", "queue", "Det finns redan en roll med den koden."}, Wrong{"", "queue", "Skriv en kort kod"},
                            Wrong{"A/B", "queue", "Skriv en kort kod"}, Wrong{"NY", "relative", "Välj något av det som finns i listan."}}) {
        CAPTURE(one.code, one.kind);
        const auto answer = school.post("/admin/roles", {{"code", one.code}, {"name_sv", "N"}, {"name_en", "N"}, {"kind", one.kind}, {"mail", ""}});
        CHECK(answer.status == 422);
        CHECK(says(answer, one.complaint));
    }
    CHECK(audited(school) == std::vector<std::string>{"role.changed", "role.added"});
}

TEST_CASE("a role is given to somebody from a day to a day, for a unit, and taken back", "[identity][roles]") {
    Organised school;
    const auto unit = school.unit("Björkens skola");
    const auto give = [&](const std::string& person, const std::string& first, const std::string& last, const std::string& where) {
        return school.post("/admin/roles/VAKT/holders", {{"person", person}, {"first_day", first}, {"last_day", last}, {"unit", where}});
    };
    CHECK(give("sara nordin", "2026-11-20", "2026-12-24", unit.text()).status == 303);
    CHECK(give("sara@skola.example", "2027-01-01", "", "").status == 303);
    CHECK(school.person(school.sara).works_in(RoleCode{"VAKT"}));
    const auto lines = school.lines("VAKT");
    REQUIRE(lines.size() == 2);
    CHECK(lines[0].holding.unit == unit);
    CHECK(lines[0].when == HoldingLine::When::Now);
    CHECK(lines[1].when == HoldingLine::When::Coming);
    const auto page = school.browser.get("/admin/roles/VAKT");
    CHECK(says(page, "Björkens skola. 20 november 2026 till 24 december 2026"));
    CHECK(says(page, "Alla enheter. Från 1 januari 2027"));
    struct Wrong {
        std::string person, first, last, where, complaint;
    };
    for (const auto& wrong : {Wrong{"sara nordin", "", "", unit.text(), "Personen har redan rollen"}, Wrong{"amir wallin", "2026-12-02", "2026-12-01", "", "Från-datumet ligger efter till-datumet."},
                              Wrong{"amir wallin", "i morgon", "", "", "Skriv datumet som ÅÅÅÅ-MM-DD."}, Wrong{"amir wallin", "", "2026-11-19", "", "Den sista dagen har redan varit."},
                              Wrong{"ingen alls", "", "", "", "Ingen person heter så."}, Wrong{"amir wallin", "", "", "99", "Välj något av det som finns i listan."}}) {
        CAPTURE(wrong.complaint);
        const auto answer = give(wrong.person, wrong.first, wrong.last, wrong.where);
        CHECK(answer.status == 422);
        CHECK(says(answer, wrong.complaint));
        CHECK(says(answer, "value=\"" + wrong.person + "\""));
    }
    CHECK(school.lines("VAKT").size() == 2);
    const auto end = [&](HoldingId id) { return "/admin/roles/VAKT/holders/" + std::to_string(id.value) + "/end"; };
    CHECK(school.post(end(lines[0].id), {{"last_day", "2026-12-01"}}).status == 303);
    CHECK(school.lines("VAKT")[0].holding.valid_to == "2026-12-01");
    CHECK(school.post(end(lines[0].id), {{"last_day", "nix"}}).status == 422);
    CHECK(school.post(end(lines[1].id), {{"when", "now"}}).status == 303);  // had not begun: gone
    REQUIRE(school.lines("VAKT").size() == 1);
    school.clock.time += std::chrono::hours{24 * 5};
    school.browser.enter("ada@skola.example");
    CHECK(school.post(end(lines[0].id), {{"when", "now"}}).status == 303);
    CHECK(school.lines("VAKT")[0].when == HoldingLine::When::Past);
    CHECK(school.lines("VAKT")[0].holding.valid_to == "2026-11-24");
    CHECK(says(school.browser.get("/admin/roles/VAKT"), "Har haft rollen"));
    CHECK(school.post(end(HoldingId{999}), {{"when", "now"}}).status == 404);
    CHECK(school.post("/admin/roles/ITS/holders/" + std::to_string(lines[0].id.value) + "/end", {{"when", "now"}}).status == 404);
    CHECK(audited(school) == std::vector<std::string>{"role.holder_added", "role.holder_added", "role.holder_ended", "role.holder_removed", "role.holder_ended"});
}

TEST_CASE("the order in which holders are asked is changed by buttons", "[identity][roles]") {
    Organised school;
    for (const auto* person : {"sara nordin", "ada admin"}) {
        REQUIRE(school.post("/admin/roles/ITS/holders", {{"person", person}, {"first_day", ""}, {"last_day", ""}, {"unit", ""}}).status == 303);
    }
    school.browser.enter("ada@skola.example");
    const auto order = [&] {
        std::vector<std::string> names;
        for (const auto& holder : school.db().read([&](db::Session& session) { return list_holders(session, RoleCode{"ITS"}, school.now()); })) {
            names.push_back(holder.name);
        }
        return names;
    };
    const auto move = [&](std::size_t at, const char* to) {
        return school.post("/admin/roles/ITS/holders/" + std::to_string(school.lines("ITS")[at].id.value) + "/move", {{"to", to}}).status;
    };
    CHECK(order() == std::vector<std::string>{"Amir Wallin", "Sara Nordin", "Ada Admin"});
    CHECK(move(2, "up") == 303);
    CHECK(order() == std::vector<std::string>{"Amir Wallin", "Ada Admin", "Sara Nordin"});
    CHECK(move(0, "up") == 303);
    CHECK(move(0, "down") == 303);
    CHECK(move(2, "down") == 303);
    CHECK(order() == std::vector<std::string>{"Ada Admin", "Amir Wallin", "Sara Nordin"});
}

TEST_CASE("who is asked first cannot be asked earlier, nor who is asked last later", "[identity][roles]") {
    Organised school;
    const auto count = [](const web::Response& page, const std::string& words) {
        std::size_t times = 0;
        for (auto at = page.body.find(words); at != std::string::npos; at = page.body.find(words, at + 1)) {
            ++times;
        }
        return times;
    };
    const auto buttons = [&] {
        const auto page = school.browser.get("/admin/roles/ITS");
        return std::array{count(page, "Tillfråga tidigare"), count(page, "Tillfråga senare"), count(page, "Tillfråga tidigare<span class=\"sr\">: Amir Wallin"),
                          count(page, "Tillfråga senare<span class=\"sr\">: Sara Nordin")};
    };
    CHECK(buttons() == std::array<std::size_t, 4>{0, 0, 0, 0});
    REQUIRE(school.post("/admin/roles/ITS/holders", {{"person", "sara nordin"}, {"first_day", ""}, {"last_day", ""}, {"unit", ""}}).status == 303);
    CHECK(buttons() == std::array<std::size_t, 4>{1, 1, 0, 0});
    REQUIRE(school.post("/admin/roles/ITS/holders", {{"person", "ada admin"}, {"first_day", "2027-01-01"}, {"last_day", ""}, {"unit", ""}}).status == 303);
    CHECK(buttons() == std::array<std::size_t, 4>{1, 2, 0, 1});  // somebody to come may be asked before her
}

TEST_CASE("a queue that other roles share says who works in it", "[identity][roles]") {
    Organised school;
    const auto triage = school.browser.get("/admin/roles/TRIAGE");
    CHECK(says(triage, "I kön arbetar de som har rollerna IT-support, Vaktmästare."));
    CHECK_FALSE(says(triage, "Ingen."));
    CHECK(says(school.browser.get("/admin/roles"), "I kön arbetar de som har rollerna IT-support, Vaktmästare."));
    const auto caretakers = school.browser.get("/admin/roles/VAKT");
    CHECK_FALSE(says(caretakers, "I kön arbetar"));
    CHECK(says(caretakers, "Ingen."));
}

TEST_CASE("a change of holders ends sessions only of those whose roles today are others now", "[identity][roles][sessions]") {
    Organised school;
    Browser sara{school}, amir{school};
    sara.enter("sara@skola.example");
    amir.enter("amir@skola.example");
    const auto unit = school.unit("Björkens skola");
    const auto give = [&](const std::string& person, const std::string& first, const std::string& where = "") {
        return school.post("/admin/roles/ITS/holders", {{"person", person}, {"first_day", first}, {"last_day", ""}, {"unit", where}}).status;
    };
    CHECK(give("sara nordin", "2026-12-01") == 303);  // to come
    CHECK(give("amir wallin", "", unit.text()) == 303);  // held already, for everybody
    CHECK(sara.is_signed_in());
    CHECK(amir.is_signed_in());
    CHECK(give("sara nordin", "2026-11-20", unit.text()) == 303);
    CHECK_FALSE(sara.is_signed_in());
    CHECK(amir.is_signed_in());
    const auto before = school.browser.cookies.at("ansvar");
    CHECK(give("ada admin", "") == 303);
    CHECK(school.browser.cookies.at("ansvar") != before);
    CHECK(school.browser.is_signed_in());
}
