#include <catch2/catch.hpp>

#include "identity/absences.hpp"
#include "identity/unit_commands.hpp"
#include "identity/units.hpp"
#include "questions.hpp"

using namespace ansvar;
using namespace ansvar::identity;
using namespace ansvar::tests;

namespace {

/// The clock of the school stands at 2026-11-20.
struct Staffed : School {
    PersonId amir = add({.email = mail("amir@skola.example"), .name = "Amir Wallin", .initials = "A.W"}, {"ITS"});
    PersonId sara = add({.email = mail("sara@skola.example"), .name = "Sara Nordin"}, {"ITS"});
    PersonId sixten = add({.email = mail("sixten@skola.example"), .name = "Sixten Nordin"});
    PersonId astrid = add({.email = mail("astrid@skola.example"), .name = "Astrid Öman", .is_administrator = true});

    std::vector<Absence> absences(PersonId person) {
        return db().read([&](db::Session& session) { return list_absences(session, person, school_day(now())); });
    }
};

std::vector<std::pair<std::string, std::string>> fields(const std::string& first, const std::string& last, const std::string& substitute = "") {
    return {{"first_day", first}, {"last_day", last}, {"substitute", substitute}};
}

}  // namespace

TEST_CASE("somebody says that they are away, who answers meanwhile, and takes it back", "[identity][away]") {
    Staffed school;
    Browser browser{school};
    browser.enter("amir@skola.example");
    CHECK(says(browser.get("/account"), "/account/away"));
    CHECK(says(browser.get("/account/away"), "Ingen frånvaro är inlagd."));

    const auto saved = browser.post("/account/away", fields("2026-11-20", "2026-11-24", "sara nordin"));
    CHECK(saved.status == 303);
    CHECK(location(saved) == "/account/away?saved=yes");
    REQUIRE(school.absences(school.amir).size() == 1);
    const auto absence = school.absences(school.amir).front();
    CHECK(absence.first_day == "2026-11-20");
    CHECK(absence.last_day == "2026-11-24");
    CHECK(absence.substitute == school.sara);
    const auto page = browser.get("/account/away?saved=yes");
    CHECK(says(page, "Sara Nordin svarar i stället"));
    CHECK(says(page, "i dag till och med"));
    CHECK(says(page, "Frånvaron är sparad."));

    Browser other{school};
    other.enter("sara@skola.example");
    other.post("/account/away/" + absence.id.text() + "/removal");
    CHECK(school.absences(school.amir).size() == 1);
    CHECK(location(browser.post("/account/away/" + absence.id.text() + "/removal")) == "/account/away?removed=yes");
    CHECK(school.absences(school.amir).empty());
}

TEST_CASE("a substitute is found by address, by name, or by a part that only one has", "[identity][away]") {
    Staffed school;
    const auto ra = school.add({.email = mail("ra@skola.example"), .name = "Ragnar Öst"});
    Browser browser{school};
    browser.enter("amir@skola.example");
    std::string day = "2026-12-10";
    for (const auto& [typed, substitute] : std::vector<std::pair<std::string, std::optional<PersonId>>>{
             {"", std::nullopt}, {"SARA@skola.example", school.sara}, {"Sara Nordin", school.sara}, {"ara nord", school.sara}}) {
        CAPTURE(typed);
        ++day.back();
        CHECK(browser.post("/account/away", fields(day, day, typed)).status == 303);
        CHECK(school.absences(school.amir).back().substitute == substitute);
    }
    const auto stored = school.absences(school.amir).size();
    CHECK(browser.post("/account/away", fields(day, day, "Sara Nordin")).status == 303);
    CHECK(school.absences(school.amir).size() == stored);  // said before
    CHECK(says(browser.post("/account/away", fields("2026-12-03", "2026-12-03", "s")), "Ingen person heter så"));
    const auto refused = browser.post("/account/away", fields("2026-12-02", "2026-12-02", "ra@skola.example"));
    CHECK(refused.status == 422);
    CHECK(says(refused, "Ragnar Öst har ingen roll i Ansvar"));
    Browser administrator{school};
    administrator.enter("astrid@skola.example");
    CHECK(administrator.post("/admin/people/" + school.amir.text() + "/away", fields("2026-12-20", "2026-12-20", "ra@skola.example")).status == 303);
    CHECK(school.absences(school.amir).back().substitute == ra);
}

TEST_CASE("two absences of one person never overlap, and there are at most fifty", "[identity][away]") {
    Staffed school;
    Browser browser{school};
    browser.enter("amir@skola.example");
    CHECK(browser.post("/account/away", fields("2026-12-10", "2026-12-14")).status == 303);
    for (const auto& [first, last] : std::vector<std::pair<std::string, std::string>>{
             {"2026-12-08", "2026-12-10"}, {"2026-12-14", "2026-12-20"}, {"2026-12-11", "2026-12-12"}, {"2026-12-01", "2026-12-31"}}) {
        CAPTURE(first);
        const auto page = browser.post("/account/away", fields(first, last));
        CHECK(page.status == 422);
        CHECK(says(page, "Det finns redan en frånvaro från tor 10 dec till mån 14 dec"));
        CHECK(says(page, "value=\"" + first + "\""));
    }
    CHECK(browser.post("/account/away", fields("2026-12-09", "2026-12-09")).status == 303);
    CHECK(browser.post("/account/away", fields("2026-12-15", "2026-12-15")).status == 303);
    CHECK(school.absences(school.amir).size() == 3);
    school.db().in_transaction([&](db::Transaction& tx) {
        for (std::size_t day = 0; day + 3 < most_absences; ++day) {
            const auto one = school_day(school.now() + std::chrono::hours{24 * (100 + static_cast<int>(day))});
            CHECK(add_absence_once(tx, school.amir, {.first_day = one, .last_day = one}, school.now()).has_value());
        }
    });
    const auto page = browser.post("/account/away", fields("2026-11-22", "2026-11-22"));
    CHECK(page.status == 422);
    CHECK(says(page, "Högst 50 kommande"));
}

TEST_CASE("an absence that was taken back stays readable, with who took it back, and counts for nothing", "[identity][away]") {
    Staffed school;
    Browser browser{school};
    browser.enter("amir@skola.example");
    browser.post("/account/away", fields("2026-11-20", "2026-11-24", "sara nordin"));
    const auto id = school.absences(school.amir).front().id;
    CHECK(browser.post("/account/away/" + id.text() + "/removal").status == 303);
    CHECK(browser.post("/account/away/" + id.text() + "/removal").status == 303);
    CHECK(school.absences(school.amir).empty());
    const auto kept = row(school, "SELECT removed_by_id, removed_at FROM absences");
    CHECK(kept.id<PersonId>("removed_by_id") == school.amir);
    CHECK(kept.time("removed_at") == school.now());
    CHECK(audited(school) == std::vector<std::string>{"absence.added", "absence.removed"});
    CHECK(browser.post("/account/away", fields("2026-11-20", "2026-11-24", "sara nordin")).status == 303);
    CHECK(school.absences(school.amir).size() == 1);
}

TEST_CASE("a wrong absence is shown again with what was typed, and nothing is stored", "[identity][away]") {
    Staffed school;
    Browser browser{school};
    browser.enter("amir@skola.example");
    struct Wrong {
        std::string first, last, substitute, message;
    };
    for (const auto& wrong : {Wrong{"", "2026-11-24", "", "Skriv datumet som ÅÅÅÅ-MM-DD."}, Wrong{"2026-11-20", "2026-02-30", "", "Skriv datumet som ÅÅÅÅ-MM-DD."},
                              Wrong{"0001-01-01", "2026-11-24", "", "Skriv datumet som ÅÅÅÅ-MM-DD."},
                              Wrong{"2026-11-24", "2026-11-20", "", "Från-datumet ligger efter till-datumet."},
                              Wrong{"2026-11-01", "2026-11-19", "", "Den sista dagen har redan varit."},
                              Wrong{"2026-11-20", "2029-01-01", "", "Den sista dagen får vara högst två år bort."},
                              Wrong{"2026-11-20", "2026-11-24", "Pelle Svanslös", "Ingen person heter så."},
                              Wrong{"2026-11-20", "2026-11-24", "Nordin", "Flera passar: Sara Nordin, Sixten Nordin."},
                              Wrong{"2026-11-20", "2026-11-24", "Amir Wallin", "En person kan inte vara sin egen ersättare."}}) {
        CAPTURE(wrong.message);
        const auto page = browser.post("/account/away", fields(wrong.first, wrong.last, wrong.substitute));
        CHECK(page.status == 422);
        CHECK(says(page, wrong.message));
        CHECK(says(page, "value=\"" + wrong.first + "\""));
        CHECK(says(page, "value=\"" + wrong.substitute + "\""));
        CHECK(says(page, "Fel: Jag är borta"));
    }
    CHECK(school.absences(school.amir).empty());
}

TEST_CASE("an administrator says it for somebody who is ill, and nobody else may", "[identity][away]") {
    Staffed school;
    Browser administrator{school}, agent{school};
    administrator.enter("astrid@skola.example");
    agent.enter("sara@skola.example");
    const auto path = "/admin/people/" + school.amir.text() + "/away";
    CHECK(agent.get(path).status == 404);
    CHECK(agent.post(path, fields("2026-11-20", "2026-11-24")).status == 404);
    CHECK(says(administrator.get("/admin/people/" + school.amir.text()), path));
    CHECK(says(administrator.get(path), "Amir Wallin är borta"));
    CHECK(location(administrator.post(path, fields("2026-11-20", "2026-11-24", "Sara"))) == path + "?saved=yes");
    REQUIRE(school.absences(school.amir).size() == 1);
    CHECK(administrator.post(path + "/" + school.absences(school.amir)[0].id.text() + "/removal").status == 303);
    CHECK(school.absences(school.amir).empty());
    CHECK(administrator.get("/admin/people/9999/away").status == 404);
}

TEST_CASE("whoever stands in works in the other's roles meanwhile", "[identity][away]") {
    Staffed school;
    Timestamp asked{};
    school.gate = std::make_unique<SessionGate>(school.db(), school.clock, school.settings, [&](const Person& person, Timestamp now) {
        asked = now;
        return person.id == school.sixten ? TodaysRights{{RoleCode{"VAKT"}}, {RoleCode{"TRIAGE"}}, {}} : TodaysRights{};
    });
    Browser sixten{school}, sara{school};
    sixten.enter("sixten@skola.example");
    CHECK(says(sixten.get("/account"), "Vaktmästare"));
    CHECK(asked == school.now());
    sara.enter("sara@skola.example");
    CHECK_FALSE(says(sara.get("/account"), "Vaktmästare"));
    CHECK(school.person(school.sixten).roles.empty());
}

TEST_CASE("a person's unit is chosen on their page, and stays when the rest changes", "[identity][away]") {
    Staffed school;
    const auto unit = school.db().in_transaction([&](db::Transaction& tx) {
        const auto above = add_unit(tx, "Kommunen", {});
        const auto made = add_unit(tx, "Björkens skola", above);
        set_unit_head(tx, made, school.astrid);
        CHECK_THROWS_AS(add_unit(tx, "björkens skola", {}), db::Duplicate);
        return made;
    });
    Browser administrator{school};
    administrator.enter("astrid@skola.example");
    const auto path = "/admin/people/" + school.sixten.text();
    const auto save = [&](const std::string& chosen) {
        return administrator.post(path, {{"name", "Sixten Nordin"}, {"mail", "sixten@skola.example"}, {"unit", chosen}});
    };
    CHECK(says(administrator.get(path), "Björkens skola"));
    CHECK(save(unit.text()).status == 303);
    CHECK(school.person(school.sixten).unit == unit);
    CHECK(says(administrator.get(path), "<option value=\"" + unit.text() + "\" selected>"));
    for (const auto* wrong : {"999", "x"}) {
        const auto page = save(wrong);
        CHECK(page.status == 422);
        CHECK(says(page, "#unit"));
    }
    const auto units = school.db().read([](db::Session& session) { return list_units(session); });
    REQUIRE(units.size() == 2);
    CHECK(units[0].name == "Björkens skola");
    CHECK(units[0].head_name == "Astrid Öman");
    CHECK(units[0].people == 1);
    CHECK(units[0].parent == units[1].id);
    CHECK(save("").status == 303);
    CHECK_FALSE(school.person(school.sixten).unit);
}

TEST_CASE("units are made, headed and staffed from the terminal", "[identity][units]") {
    Staffed school;
    CHECK(add_unit_named(school.db(), " Lindskolan ", "").value() == "added Lindskolan");
    CHECK(add_unit_named(school.db(), "Lindskolan 7–9", "lindskolan").has_value());
    CHECK(add_unit_named(school.db(), "Lindskolan", "").error().what == "there is a unit of that name");
    CHECK(add_unit_named(school.db(), "Annex", "Ekskolan").error().what == "there is no unit to put it under");
    CHECK_FALSE(add_unit_named(school.db(), " ", "").has_value());
    CHECK(set_head_of(school.db(), "Lindskolan", "astrid@skola.example", school.now()).value() == "Astrid Öman is the head of Lindskolan");
    CHECK(place_at(school.db(), "lindskolan 7–9", "sixten@skola.example", school.now()).has_value());
    CHECK(set_holder_for(school.db(), "Lindskolan", "ITS", "sixten@skola.example", school.now()).has_value());
    CHECK(set_holder_for(school.db(), "Lindskolan", "KOCK", "sixten@skola.example", school.now()).error().what == "there is no role of that code");
    CHECK_FALSE(place_at(school.db(), "Ekskolan", "sixten@skola.example", school.now()).has_value());
    CHECK_FALSE(place_at(school.db(), "Lindskolan", "ingen@skola.example", school.now()).has_value());
    CHECK(list_units_as_text(school.db()) == "Lindskolan  head: Astrid Öman  people: 0\n  Lindskolan 7–9  head: -  people: 1\n");
    CHECK(school.person(school.sixten).works_in(RoleCode{"ITS"}));
}

TEST_CASE("people are searched for by letters that no address has", "[identity][admin]") {
    Staffed school;
    const auto found = school.db().read([&](db::Session& session) { return search_people(session, {.text = "Öman"}, school.now()); });
    CHECK(found.total == 1);
}
