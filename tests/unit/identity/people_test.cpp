#include <algorithm>
#include <array>
#include <catch2/catch.hpp>
#include <fmt/format.h>
#include <thread>

#include "core/secret.hpp"
#include "identity/administration.hpp"
#include "identity/command_line.hpp"
#include "identity/provider.hpp"
#include "identity/sessions.hpp"
#include "identity/user_commands.hpp"
#include "queries/identity.hpp"
#include "unit/identity/school.hpp"

using namespace ansvar;
using namespace ansvar::tests;
using namespace std::chrono_literals;
using Fields = std::vector<std::pair<std::string, std::string>>;

namespace {

/// An administrator's browser, and somebody to change.
struct Office {
    Office() {
        admin = school.add({.email = mail("admin@skola.example"), .name = "Ada Admin", .is_administrator = true});
        agent = school.add({.email = mail("its@skola.example"), .name = "Amir Wallin", .initials = "A.W", .title = "IT-tekniker"}, {"ITS"});
        chief = school.add({.email = mail("chef@skola.example"), .name = "Karin Ek", .is_manager = true});
        browser.enter("admin@skola.example");
    }
    std::string page_of(PersonId id) const { return "/admin/people/" + id.text(); }
    /// The whole form, as a browser sends it; empty where `more` says nothing.
    Fields fields_of(const std::string& name, const std::string& address, Fields more = {}) const {
        Fields fields{{"name", name}, {"mail", address}};
        for (const auto* field : {"title", "initials", "room", "phone", "manager"}) {
            if (std::none_of(more.begin(), more.end(), [&](const auto& given) { return given.first == field; })) {
                fields.emplace_back(field, "");
            }
        }
        fields.insert(fields.end(), more.begin(), more.end());
        return fields;
    }

    School school;
    PersonId admin, agent, chief;
    Browser browser{school};
};

bool has(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

std::vector<std::string> codes(const std::vector<RoleCode>& roles) {
    std::vector<std::string> list;
    for (const auto& role : roles) {
        list.push_back(role.value);
    }
    return list;
}

}  // namespace

TEST_CASE("a name is made from a mail address", "[identity][people]") {
    const auto [address, name] = GENERATE(table<std::string, std::string>({
        {"anna.lindqvist@skola.example", "Anna Lindqvist"},
        {"anna@skola.example", "Anna"},
        {"eva-lotta_berg@skola.example", "Eva-Lotta Berg"},
        {"a.b.c@skola.example", "A B C"},
        {"bo.alm2@skola.example", "Bo Alm2"},
    }));
    CHECK(identity::name_from(mail(address)) == name);
}

TEST_CASE("people are found by id, address and initials, with the roles they hold today", "[identity][people]") {
    School school;
    const auto id = school.add({.email = mail("its@skola.example"),
                                .name = "Amir Wallin",
                                .initials = "A.W",
                                .title = "IT-tekniker",
                                .phone = "076",
                                .room = "B12",
                                .language = web::Language::En,
                                .wants_shortcuts = false},
                               {"VAKT", "ITS"});
    school.db().in_transaction([&](db::Transaction& tx) {
        const auto hold = [&](const char* role, const char* from, const char* to) {
            identity::set_holder(tx, {.role = RoleCode{role}, .person = id, .valid_from = from, .valid_to = to});
        };
        hold("VAKT", "2026-11-20", "2026-11-20");  // today only
        hold("LÄR", "2026-11-21", "2027-01-01");   // from tomorrow
    });
    school.db().read([&](db::Session& session) {
        const auto person = identity::find_person(session, id, school.now());
        REQUIRE(person);
        CHECK(person->name == "Amir Wallin");
        CHECK(person->initials == "A.W");
        CHECK(person->language == web::Language::En);
        CHECK_FALSE(person->wants_shortcuts);
        CHECK(codes(person->roles) == std::vector<std::string>{"ITS", "VAKT"});
        CHECK(codes(person->queues) == std::vector<std::string>{"ITS", "VAKT", "TRIAGE"});
        CHECK(identity::find_person_by_email(session, mail("its@skola.example"), school.now())->id == id);
        CHECK(identity::find_person_by_initials(session, "A.W", school.now())->id == id);
        CHECK_FALSE(identity::find_person_by_initials(session, "", school.now()));
        CHECK_FALSE(identity::find_person(session, PersonId{999}, school.now()));
        // The school's day turns at midnight in Stockholm, which is 23:00 UTC in November.
        const auto late = *from_sql("2026-11-20 22:59:59");
        CHECK(codes(identity::find_person(session, id, late)->roles) == std::vector<std::string>{"ITS", "VAKT"});
        CHECK(codes(identity::find_person(session, id, late + 1s)->roles) == std::vector<std::string>{"ITS", "LÄR"});
        const auto holders = identity::list_holders(session, RoleCode{"VAKT"}, school.now());
        REQUIRE(holders.size() == 1);
        CHECK(holders.front().id == id);
        CHECK(identity::list_holders(session, RoleCode{"VAKT"}, late + 1s).empty());
    });
}

TEST_CASE("a person among many is found by an index, whatever one knows of them", "[identity][people]") {
    School school;
    for (int hundred = 0; hundred < 6; ++hundred) {  // a call must end within five seconds, also on a busy machine
        school.db().in_transaction([&](db::Transaction& tx) {
            for (int i = hundred * 100; i < (hundred + 1) * 100; ++i) {
                const auto number = std::to_string(i);
                identity::insert_person(tx, {.email = mail("p" + number + "@skola.example"), .name = "P", .initials = "I" + number},
                                        school.now());
            }
        });
    }
    const std::vector<std::array<db::Value, 3>> keys{
        {300, db::Value{}, db::Value{}}, {db::Value{}, "p300@skola.example", db::Value{}}, {db::Value{}, db::Value{}, "I300"}};
    const auto text = "EXPLAIN " + std::string{queries::identity::select_person.sql};
    const db::Query explain{"test/explain", text};
    for (const auto& [id, email, initials] : keys) {
        const auto plan = school.db().read([&](db::Session& session) {
            return session.row(explain, {{"id", id}, {"email", email}, {"initials", initials}, {"today", "2026-11-20"}});
        });
        REQUIRE(plan);
        CHECK(plan->text("table") == "p");
        CHECK(plan->text("type") != "ALL");
        CHECK(plan->integer("rows") <= 3);
    }
}

TEST_CASE("somebody who files twice at once becomes one person", "[identity][people]") {
    School school;
    std::vector<std::thread> threads;
    std::array<PersonId, 8> ids{};
    for (auto& id : ids) {
        threads.emplace_back([&school, &id] {
            id = school.db()
                     .in_transaction(
                         [&](db::Transaction& tx) { return identity::get_or_make_requester(tx, mail("anna@skola.example"), school.now()); })
                     .id;
        });
    }
    for (auto& thread : threads) {
        thread.join();
    }
    CHECK(std::all_of(ids.begin(), ids.end(), [&](PersonId id) { return id == ids.front() && id; }));
}

TEST_CASE("the first administrator is made once", "[identity][people]") {
    School school;
    const auto make = [&](std::string_view address) {
        return school.db().in_transaction(
            [&](db::Transaction& tx) { return identity::make_first_administrator(tx, mail(address), school.now()); });
    };
    const auto first = make("admin@localhost");
    CHECK(first.is_administrator);
    CHECK(make("other@skola.example").id == first.id);
}

TEST_CASE("a program's account is never the first administrator", "[identity][people]") {
    School school;
    const auto program = school.add({.name = "Schemat", .is_administrator = true});
    const auto link = identity::make_link(school.db(), school.settings, "admin", school.now());
    REQUIRE(link);
    const auto first = school.db().in_transaction(
        [&](db::Transaction& tx) { return identity::make_first_administrator(tx, mail("other@skola.example"), school.now()); });
    CHECK(first.email == mail(identity::first_administrator_email));
    CHECK(first.id != program);
}

TEST_CASE("the role directory knows names, staffing and shared queues", "[identity][roles]") {
    School school;
    using web::Language;
    CHECK(school.roles.name(RoleCode{"LÄR"}, Language::Sv) == "Lärare");
    CHECK(school.roles.name(RoleCode{"LÄR"}, Language::En) == "Teacher");
    CHECK(school.roles.name(RoleCode{"OKÄND"}, Language::Sv) == "OKÄND");
    const auto table = school.roles.table();
    CHECK(table->sharers(RoleCode{"TRIAGE"}) == std::vector{RoleCode{"ITS"}, RoleCode{"VAKT"}});
    CHECK(table->find(RoleCode{"ITS"})->email == mail("it@skola.example"));
    CHECK_FALSE(table->find(RoleCode{"ITS"})->is_staffed);
    const auto id = school.add({.email = mail("its@skola.example"), .name = "Amir Wallin"}, {"ITS"});
    school.refresh_roles();
    CHECK(school.roles.table()->find(RoleCode{"ITS"})->is_staffed);
    CHECK(school.roles.table()->find(RoleCode{"TRIAGE"})->is_staffed);
    CHECK_FALSE(school.roles.table()->find(RoleCode{"VAKT"})->is_staffed);
    CHECK_FALSE(table->find(RoleCode{"ITS"})->is_staffed);  // whoever took the table keeps it
    school.db().in_transaction([&](db::Transaction& tx) { identity::update_left(tx, id, true, school.now()); });
    school.refresh_roles();
    CHECK_FALSE(school.roles.table()->find(RoleCode{"ITS"})->is_staffed);
}

TEST_CASE("an administrator adds and changes people", "[identity][admin]") {
    Office office;
    auto& [school, admin, agent, chief, browser] = office;
    CHECK(browser.get("/admin/people/new").status == 200);
    const auto added = browser.post(
        "/admin/people", office.fields_of(" Vera Modig ", "VAKT@skola.example", {{"role", "VAKT"}, {"role", "LÄR"}, {"is_manager", "on"}}));
    REQUIRE(added.status == 303);
    const auto list = browser.get(location(added));
    CHECK(has(list.body, "Vera Modig är sparad."));
    CHECK(has(list.body, "4 personer"));
    const auto vera =
        school.db()
            .read([&](db::Session& session) { return identity::find_person_by_email(session, mail("vakt@skola.example"), school.now()); })
            .value();
    CHECK(vera.name == "Vera Modig");
    CHECK(codes(vera.roles) == std::vector<std::string>{"VAKT", "LÄR"});
    CHECK(vera.is_manager);
    CHECK(school.roles.table()->find(RoleCode{"VAKT"})->is_staffed);

    const auto page = browser.get(office.page_of(vera.id));
    CHECK(has(page.body, "value=\"VAKT\" checked"));
    CHECK_FALSE(has(page.body, "value=\"ITS\" checked"));
    CHECK_FALSE(has(page.body, "Resp chef"));
    const auto changed = browser.post(
        office.page_of(vera.id),
        office.fields_of("Vera Modig", "vakt@skola.example", {{"manager", chief.text()}, {"role", "VAKT"}, {"title", "Vaktmästare"}}));
    CHECK(changed.status == 303);
    const auto after = school.person(vera.id);
    CHECK(after.title == "Vaktmästare");
    CHECK(after.manager == chief);
    CHECK_FALSE(after.is_manager);
    CHECK(codes(after.roles) == std::vector<std::string>{"VAKT"});
}

TEST_CASE("the list of people can be searched and turned", "[identity][admin]") {
    Office office;
    for (int i = 0; i < 105; ++i) {
        office.school.add({.email = mail("person" + std::to_string(i) + "@skola.example"), .name = "Person " + std::to_string(1000 + i)});
    }
    const auto first = office.browser.get("/admin/people");
    CHECK(has(first.body, "108 personer"));
    CHECK(has(first.body, "href=\"/admin/people?page=2\""));
    CHECK_FALSE(has(first.body, "Person 1104"));
    const auto second = office.browser.get("/admin/people?page=2");
    CHECK(has(second.body, "Person 1104"));
    CHECK_FALSE(has(second.body, "page=3"));
    CHECK(has(office.browser.get("/admin/people?q=WALLIN").body, "1 person"));
    CHECK(has(office.browser.get("/admin/people?q=chef%40").body, "Karin Ek"));
    CHECK(has(office.browser.get("/admin/people?q=%25").body, "Ingen person passar in på det."));
    CHECK(has(office.browser.get("/admin/people?q=Person&page=x").body, "q=Person&amp;page=2"));
}

TEST_CASE("a wrong form about a person is shown again with what was typed", "[identity][admin]") {
    struct Wrong {
        std::string name, address;
        Fields more;
        std::string complaint;
    };
    const std::vector<Wrong> forms{
        {"", "x@skola.example", {}, "Skriv personens namn."},
        {"Typed Name", "nix", {}, "#mail"},
        {"Typed Name", "", {}, "#mail"},
        {"Typed Name", "chef@skola.example", {}, "Adressen används redan av Karin Ek."},
        {"Typed Name", "x@skola.example", {{"manager", "999"}}, "#manager"},
        {"Typed Name", "x@skola.example", {{"manager", "1; DROP"}}, "#manager"},
        {"Typed Name", "x@skola.example", {{"role", "NIX"}}, "#roles"},
        {"Typed \xE2\x80\xAE Name", "x@skola.example", {}, "tecken som inte"},
        {std::string(201, 'n'), "x@skola.example", {}, "200"},
    };
    Office office;
    for (const auto& form : forms) {
        CAPTURE(form.name, form.address, form.complaint);
        const auto answer = office.browser.post("/admin/people", office.fields_of(form.name, form.address, form.more));
        CHECK(answer.status == 422);
        CHECK(has(answer.body, form.complaint));
        CHECK(has(answer.body, "value=\"" + escape_html(form.address) + "\""));
        CHECK(has(answer.body, "Fel: "));
    }
    CHECK(office.school.db().read([&](db::Session& session) { return identity::list_people(session, office.school.now()); }).size() == 3);
}

TEST_CASE("nobody is their own manager, and nobody unknown is changed", "[identity][admin]") {
    Office office;
    const auto answer = office.browser.post(office.page_of(office.agent),
                                            office.fields_of("Amir", "its@skola.example", {{"manager", office.agent.text()}}));
    CHECK(answer.status == 422);
    CHECK(has(answer.body, "sin egen chef"));
    CHECK(office.browser.post("/admin/people/999", office.fields_of("Amir", "its@skola.example")).status == 404);
    CHECK(office.browser.get("/admin/people/999").status == 404);
    CHECK(office.browser.get("/admin/people/0x1").status == 404);
}

TEST_CASE("a change of somebody's roles or rights ends their sessions, other changes do not", "[identity][sessions]") {
    Office office;
    const auto [more, ends] = GENERATE(table<Fields, bool>({
        {{{"role", "ITS"}, {"room", "B12"}}, false},
        {{{"role", "ITS"}, {"role", "VAKT"}}, true},
        {Fields{}, true},
        {{{"role", "ITS"}, {"is_manager", "on"}}, true},
        {{{"role", "ITS"}, {"is_administrator", "on"}}, true},
        {{{"role", "ITS"}, {"is_matrix_owner", "on"}}, true},
        {{{"role", "ITS"}, {"is_auditor", "on"}}, true},
    }));
    Browser amir{office.school};
    amir.enter("its@skola.example");
    CHECK(amir.is_signed_in());
    CHECK(office.browser.post(office.page_of(office.agent), office.fields_of("Amir Wallin", "its@skola.example", more)).status == 303);
    CHECK(amir.is_signed_in() != ends);
    CHECK(office.browser.is_signed_in());
}

TEST_CASE("who changes their own rights goes on in a new session", "[identity][sessions]") {
    Office office;
    const auto before = office.browser.cookies.at("ansvar");
    const auto answer = office.browser.post(
        office.page_of(office.admin), office.fields_of("Ada Admin", "admin@skola.example", {{"is_administrator", "on"}, {"role", "ITS"}}));
    CHECK(answer.status == 303);
    CHECK(office.browser.cookies.at("ansvar") != before);
    CHECK(office.browser.is_signed_in());
    Browser old{office.school};
    old.cookies["ansvar"] = before;
    CHECK_FALSE(old.is_signed_in());
}

TEST_CASE("a session that goes on after a change of one's own rights is as old, and from the same provider, as before", "[identity][sessions]") {
    Office office;
    auto& school = office.school;
    const auto token = random_token();
    identity::Provider of_school;
    of_school.slug = "kommun";
    of_school.name = "Kommunen";
    of_school.issuer = "https://issuer.example";
    of_school.client_id = "ansvar";
    const auto provider = school.db().in_transaction([&](db::Transaction& tx) {
        const auto id = identity::insert_provider(tx, of_school, school.now());
        identity::end_sessions_of(tx, office.admin);
        identity::begin_session(tx, token, school.person(office.admin),
                                {.method = identity::Method::Provider, .has_second_factor = true, .provider = id.value}, school.settings, school.now());
        return id;
    });
    const auto began = school.now();
    Browser browser{school};
    browser.cookies["ansvar"] = token;
    school.clock.time += 45min;
    REQUIRE(browser.post(office.page_of(office.admin), office.fields_of("Ada Admin", "admin@skola.example", {{"is_administrator", "on"}, {"role", "ITS"}})).status == 303);
    CHECK(browser.cookies.at("ansvar") != token);
    const auto session = school.row("SELECT created_at, method, has_second_factor, provider_id, COUNT(*) OVER () AS n FROM sessions WHERE person_id = " + office.admin.text());
    CHECK(session.integer("n") == 1);
    CHECK(session.time("created_at") == began);
    CHECK(session.text("method") == "provider");
    CHECK(session.flag("has_second_factor"));
    CHECK(session.unsigned_integer("provider_id") == provider.value);
    for (int hours = 0; hours < 11; ++hours) {  // used all the time, and over when twelve hours have gone since it began
        school.clock.time += 59min;
        CHECK(browser.is_signed_in());
    }
    school.clock.time += 30min;
    CHECK_FALSE(browser.is_signed_in());
}

TEST_CASE("the last administrator stays one", "[identity][admin]") {
    Office office;
    const auto own = office.page_of(office.admin);
    const auto refused = office.browser.post(own, office.fields_of("Ada Admin", "admin@skola.example"));
    CHECK(refused.status == 422);
    CHECK(has(refused.body, "Det måste finnas någon som administrerar Ansvar."));
    CHECK(office.browser.post(own + "/departure").status == 422);
    CHECK(office.school.person(office.admin).is_administrator);
    office.browser.post(office.page_of(office.chief), office.fields_of("Karin Ek", "chef@skola.example", {{"is_administrator", "on"}}));
    CHECK(office.browser.post(own, office.fields_of("Ada Admin", "admin@skola.example")).status == 303);
    CHECK_FALSE(office.school.person(office.admin).is_administrator);
    CHECK(office.browser.get("/admin/people").status == 404);
}

TEST_CASE("a program's account does not count as the administrator who stays", "[identity][admin][departure]") {
    School school;
    const auto ada = school.add({.email = mail("ada@skola.example"), .name = "Ada", .is_administrator = true});
    const auto program = school.add({.name = "Schemat", .is_administrator = true});
    const auto change = [&](PersonId id, const identity::PersonDraft& draft) {
        return school.db().in_transaction([&](db::Transaction& tx) {
            return identity::change_person(tx, id, {.draft = draft, .roles = {}}, school.now()).has_value();
        });
    };
    CHECK_FALSE(change(ada, {.email = mail("ada@skola.example"), .name = "Ada"}));
    CHECK_FALSE(change(ada, {.name = "Ada without an address", .is_administrator = true}));
    CHECK(change(program, {.name = "Schemat"}));
    CHECK(change(program, {.name = "Schemat", .is_administrator = true}));
    CHECK(identity::disable_user(school.db(), "ada@skola.example", nullptr, school.now()).error().what.starts_with("that is the last administrator"));
    CHECK(school.person(ada).is_administrator);
    CHECK_FALSE(school.person(ada).left_at);
}

TEST_CASE("two administrators cannot take the right from each other at once", "[identity][admin]") {
    School school;
    for (int round = 0; round < 20; ++round) {
        const auto one = mail(fmt::format("one{}@skola.example", round)), two = mail(fmt::format("two{}@skola.example", round));
        const std::array ids{school.add({.email = one, .name = "One", .is_administrator = true}),
                             school.add({.email = two, .name = "Two", .is_administrator = true})};
        std::vector<std::thread> threads;
        for (const auto id : ids) {
            threads.emplace_back([&school, id] {
                school.db().in_transaction([&](db::Transaction& tx) {
                    return identity::change_person(tx, id, {.draft = {.name = "No more"}, .roles = {}}, school.now()).has_value();
                });
            });
        }
        for (auto& thread : threads) {
            thread.join();
        }
        CHECK((school.person(ids[0]).is_administrator || school.person(ids[1]).is_administrator));
        school.db().in_transaction([&](db::Transaction& tx) {
            for (const auto id : ids) {
                identity::update_person(tx, id, {.name = "Gone"});
            }
        });
    }
}

TEST_CASE("people change their own account, and nothing that gives rights", "[identity][account]") {
    Office office;
    Browser karin{office.school};
    karin.enter("chef@skola.example");
    const auto saved = karin.post(
        "/account",
        {{"phone", " 076-555 "}, {"room", "B12"}, {"language", "en"}, {"is_administrator", "on"}, {"name", "X"}, {"role", "ITS"}});
    CHECK(saved.status == 303);
    const auto page = karin.get(location(saved));
    CHECK(page.status == 200);
    CHECK(has(page.body, "value=\"076-555\""));
    CHECK(has(page.body, "Saved."));
    const auto person = office.school.person(office.chief);
    CHECK(person.language == web::Language::En);
    CHECK_FALSE(person.wants_shortcuts);
    CHECK_FALSE(person.is_administrator);
    CHECK(person.name == "Karin Ek");
    CHECK(person.roles.empty());
    const auto wrong = karin.post("/account", {{"phone", std::string(41, '1')}, {"room", ""}, {"language", "en"}});
    CHECK(wrong.status == 422);
    CHECK(has(wrong.body, "phone-error"));
    CHECK(Browser{office.school}.get("/account").status == 401);
}

TEST_CASE("the language is kept in a cookie, and with whoever is signed in", "[identity][account]") {
    Office office;
    Browser stranger{office.school};
    const auto answer = stranger.post("/language", {{"language", "en"}, {"return_to", "/sign-in?next=%2F"}});
    CHECK(location(answer) == "/sign-in?next=%2F");
    CHECK(cookie_header(answer, "language") == "language=en; Path=/; SameSite=Lax; Max-Age=31536000; HttpOnly");
    CHECK(has(stranger.get("/sign-in").body, "<html lang=\"en\""));
    CHECK(location(stranger.post("/language", {{"language", "sv"}, {"return_to", "//evil.example"}})) == "/");
    CHECK(stranger.post("/language", {{"language", "xx"}}).status == 400);
    office.browser.post("/language", {{"language", "en"}, {"return_to", "/account"}});
    CHECK(office.school.person(office.admin).language == web::Language::En);
    CHECK(has(office.browser.get("/account").body, "<html lang=\"en\""));
}
