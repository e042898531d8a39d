#include <catch2/catch.hpp>
#include <fmt/format.h>

#include "identity/people_import.hpp"
#include "identity/people_sheet.hpp"
#include "identity/units.hpp"
#include "questions.hpp"

using namespace ansvar;
using namespace ansvar::identity;
using namespace ansvar::tests;
using Cells = std::vector<std::vector<std::string>>;

namespace {

Cells cells(std::string_view text) {
    Cells all;
    for (const auto& row : Sheet::read(text).rows) {
        all.push_back(row.cells);
    }
    return all;
}

/// The clock of the school stands at 2026-11-20.
struct August : School {
    August() {
        db().in_transaction([&](db::Transaction& tx) {
            unit = add_unit(tx, "Björkens skola", {});
            place_person(tx, sara, unit);
        });
        browser.enter("ada@skola.example");
    }
    ImportPlan plan(std::string_view text) {
        return db().read([&](db::Session& session) { return plan_import(session, text, now()); });
    }
    std::vector<std::string> faults(std::string_view text) {
        std::vector<std::string> lines;
        for (const auto& fault : plan(text).faults) {
            lines.push_back(fmt::format("{} {}", fault.line, fault.text_key.substr(std::string_view{"import.fault."}.size())));
        }
        return lines;
    }
    /// Pastes a list and gives the path of its preview.
    std::string paste(const std::string& text) { return location(browser.post("/admin/people/import", {{"text", text}})); }
    static std::string fingerprint(const web::Response& page) {
        const std::string mark = "name=\"fingerprint\" value=\"";
        const auto at = page.body.find(mark);
        return at == std::string::npos ? "(none)" : page.body.substr(at + mark.size(), 64);
    }
    web::Response confirm(const std::string& path, std::vector<std::pair<std::string, std::string>> more = {}) {
        more.emplace_back("fingerprint", fingerprint(browser.get(path)));
        return browser.post(path, more);
    }
    Person by_mail(const std::string& address) {
        return db().read([&](db::Session& session) { return find_person_by_email(session, mail(address), now()).value(); });
    }

    UnitId unit;
    PersonId ada = add({.email = mail("ada@skola.example"), .name = "Ada Admin", .is_administrator = true});
    PersonId amir = add({.email = mail("amir@skola.example"), .name = "Amir Wallin", .room = "B10", .is_manager = true}, {"ITS"});
    PersonId sara = add({.email = mail("sara@skola.example"), .name = "Sara Nordin", .phone = "076", .manager = amir}, {"ITS"});
    PersonId bo = add({.email = mail("bo@skola.example"), .name = "Bo Alm"});
    Browser browser{*this};
};

}  // namespace

TEST_CASE("a sheet is read whichever way it was saved", "[identity][import]") {
    CHECK(cells("a;b\r\n1;2\r\n") == Cells{{"a", "b"}, {"1", "2"}});
    CHECK(cells("a,b\n\"1,5\",\"say \"\"hi\"\"\"\n") == Cells{{"a", "b"}, {"1,5", "say \"hi\""}});
    CHECK(cells("a\tb\n1\t\n;\n\n") == Cells{{"a", "b"}, {"1", ""}, {";"}});
    CHECK(cells("a;b\n'+4670;'=1\n'abc;-\n") == Cells{{"a", "b"}, {"+4670", "=1"}, {"'abc", "-"}});
    CHECK(cells("a;b\n\"two\nlines\";x\n") == Cells{{"a", "b"}, {"two\nlines", "x"}});
    CHECK(Sheet::read("a;b\n\"two\nlines\";x\n3;4").rows.back().line == 4);
    CHECK(Sheet::read("a;b\n1;\"open\n2;3").unclosed_quote == 2);
    CHECK(decode_sheet("\xEF\xBB\xBF" "Åsa") == "Åsa");
    CHECK(decode_sheet("\xC5sa \x80 \x93hej\x94") == "Åsa € “hej”");
    CHECK(decode_sheet("A\xCC\x8Asa") == "Åsa");  // NFC
    CHECK_FALSE(decode_sheet(std::string_view{"P\0K\x03", 4}));
}

TEST_CASE("a list is compared with the people there are, field by field", "[identity][import]") {
    August school;
    const auto plan = school.plan("Namn;E-post;Titel;Telefon;Rum;Språk;Chef;Enhet;Roller\n"
                                  "Amir Wallin;AMIR@skola.example;IT-tekniker;;;;;;\n"
                                  "Sara Nordin-Ek;sara@skola.example;;077;;en;ny@skola.example;björkens skola;VAKT, its\n"
                                  "Bo Alm;bo@skola.example;;;;sv;;;\n"
                                  "Ny Person;ny@skola.example;;;A1;;amir@skola.example;Björkens skola;LÄR\n");
    REQUIRE(plan.faults.empty());
    CHECK(plan.unchanged == 1);
    REQUIRE(plan.added.size() == 1);
    CHECK(plan.added[0].name == "Ny Person");
    CHECK(plan.added[0].line == 5);
    REQUIRE(plan.changed.size() == 2);
    std::vector<std::string> changes;
    for (const auto& person : plan.changed) {
        for (const auto& field : person.fields) {
            changes.push_back(fmt::format("{} {}: {} > {}", person.line, field.name, field.before, field.after));
        }
    }
    CHECK(changes == std::vector<std::string>{"2 title:  > IT-tekniker", "3 name: Sara Nordin > Sara Nordin-Ek", "3 phone: 076 > 077",
                                              "3 language: sv > en", "3 manager: amir@skola.example > ny@skola.example", "3 roles: ITS > ITS, VAKT"});
    REQUIRE(plan.absent.size() == 1);
    CHECK(plan.absent[0].mail == "ada@skola.example");
}

TEST_CASE("every fault of a list is told with its line, and nothing is kept", "[identity][import]") {
    August school;
    CHECK(school.faults("namn;titel\nA;B") == std::vector<std::string>{"1 no_mail_column"});
    CHECK(school.faults("mail;skostorlek;mail\n") == std::vector<std::string>{"1 unknown_column", "1 column_twice"});
    CHECK(school.faults("") == std::vector<std::string>{"0 empty"});
    CHECK(school.faults("mail;name\nx@skola.example;\"A\n") == std::vector<std::string>{"2 unclosed_quote"});
    const std::string list = "name;mail;manager;unit;roles;language;title\n"
                             "A;;;;;;\n"
                             "A;nix;;;;;\n"
                             ";ny@skola.example;;;;;\n"
                             "A;amir@skola.example;amir@skola.example;;;;\n"
                             "A;sara@skola.example;borta@skola.example;Ekskolan;NIX Resp;xx;\n"
                             "A;bo@skola.example;;;;;" + std::string(101, 't') + "\n"
                             "A;BO@skola.example;;;;;\n"
                             "A\xE2\x80\xAE;b@skola.example;;;;;;;;;x;y\n";
    CHECK(school.faults(list) == std::vector<std::string>{"2 no_mail", "3 bad_mail", "4 no_name", "5 own_manager", "6 unknown_language", "6 unknown_unit",
                                                          "6 unknown_manager", "6 unknown_role", "6 unknown_role", "7 too_long", "8 twice",
                                                          "9 too_many_cells", "9 bad_characters"});
    const auto page = school.browser.post("/admin/people/import", {{"text", list}});
    CHECK(page.status == 422);
    CHECK(says(page, "Rad 6</span><span>Det finns ingen enhet som heter ”Ekskolan”."));
    CHECK(says(page, "A;amir@skola.example;amir@skola.example"));  // what was typed is kept
    CHECK(row(school, "SELECT COUNT(*) AS n FROM people_imports").integer("n") == 0);
    CHECK(says(school.browser.post("/admin/people/import", {{"text", " "}}), "Välj en fil eller klistra in en lista."));
}

TEST_CASE("what was previewed is carried out, once, and nobody is removed by it", "[identity][import]") {
    August school;
    Browser sara{school}, amir{school};
    sara.enter("sara@skola.example");
    amir.enter("amir@skola.example");
    const auto path = school.paste("name,mail,room,manager,unit,roles\n"
                                   "Sara Nordin,sara@skola.example,B11,ny@skola.example,,VAKT\n"
                                   "\"Ny, Person\",ny@skola.example,,amir@skola.example,Björkens skola,ITS VAKT\n"
                                   "Amir Wallin,amir@skola.example,B12,,,\n");
    REQUIRE(path.starts_with("/admin/people/import/"));
    const auto preview = school.browser.get(path);
    CHECK(says(preview, "1 ny, 2 ändrade, 0 oförändrade, 1 finns inte i listan"));
    CHECK(says(preview, "<del>B10</del>"));
    CHECK(says(preview, "<ins>B12</ins>"));
    CHECK(says(preview, "Bo Alm: har slutat"));
    CHECK_FALSE(says(preview, "Ada Admin: har slutat"));  // nobody throws themself out
    CHECK_FALSE(says(preview, "checked"));
    CHECK(location(school.confirm(path)) == path);
    const auto fresh = school.by_mail("ny@skola.example");
    CHECK(fresh.name == "Ny, Person");
    CHECK(fresh.manager == school.amir);
    CHECK(fresh.unit == school.unit);
    CHECK(fresh.roles == std::vector{RoleCode{"ITS"}, RoleCode{"VAKT"}});
    const auto changed = school.person(school.sara);
    CHECK(changed.manager == fresh.id);
    CHECK(changed.room == "B11");
    CHECK(changed.phone == "076");
    CHECK(changed.unit == school.unit);
    CHECK(changed.roles == std::vector{RoleCode{"VAKT"}});
    CHECK(school.person(school.amir).is_manager);
    CHECK(school.person(school.amir).room == "B12");
    CHECK_FALSE(school.person(school.bo).left_at);
    CHECK_FALSE(sara.is_signed_in());  // other roles
    CHECK(amir.is_signed_in());
    CHECK(row(school, "SELECT valid_to FROM role_holders WHERE role_code = 'ITS' AND person_id = " + school.sara.text()).text("valid_to") == "2026-11-19");
    const auto done = school.browser.get(path);
    CHECK(says(done, "1 ny, 2 ändrade, 0 oförändrade, 0 har slutat."));
    CHECK(row(school, "SELECT LENGTH(file) AS n FROM people_imports").integer("n") == 0);
    CHECK(audited(school) == std::vector<std::string>{"person.roles", "person.roles", "people.imported"});
    const auto lines = school.db().read([](db::Session& session) {
        return session.rows(db::Query{"test/lines", "SELECT object_id, details, actor_id, actor_kind, credential_id, client_address FROM audit_log "
                                                    "WHERE action = 'person.roles' ORDER BY id"});
    });
    REQUIRE(lines.size() == 2);
    CHECK(lines.at(0).text("object_id") == fresh.id.text());
    CHECK(nlohmann::json::parse(lines.at(0).text("details")) == nlohmann::json{{"given", {"ITS", "VAKT"}}, {"taken", nlohmann::json::array()}});
    CHECK(lines.at(1).text("object_id") == school.sara.text());
    CHECK(nlohmann::json::parse(lines.at(1).text("details")) == nlohmann::json{{"given", {"VAKT"}}, {"taken", {"ITS"}}});
    for (const auto& line : lines) {
        CHECK(line.id<PersonId>("actor_id") == school.ada);
        CHECK(line.text("actor_kind") == "session");
        CHECK_FALSE(line.is_null("credential_id"));
        CHECK_FALSE(line.is_null("client_address"));
    }
    CHECK(nlohmann::json::parse(row(school, "SELECT details FROM audit_log WHERE action = 'people.imported'").text("details")) ==
          nlohmann::json{{"added", 1}, {"changed", 2}, {"unchanged", 0}, {"left", 0}});
    CHECK(school.browser.post(path, {{"fingerprint", "x"}}).status == 303);  // pressed twice
    CHECK(audited(school).size() == 3);
    CHECK(school.browser.get("/admin/people/import/999").status == 404);
    CHECK(school.browser.post("/admin/people/import/999").status == 404);
}

TEST_CASE("only those who are ticked leave, and those in the list who had left are back", "[identity][import]") {
    August school;
    const auto gone = school.add({.email = mail("eva@skola.example"), .name = "Eva Ek"}, {"LÄR"});
    school.db().in_transaction([&](db::Transaction& tx) { update_left(tx, gone, true, school.now()); });
    const auto path = school.paste("mail\nada@skola.example\neva@skola.example\nsara@skola.example\n");
    CHECK(says(school.browser.get(path), "<del>har slutat</del>"));
    REQUIRE(school.confirm(path, {{"left", school.bo.text()}, {"left", school.sara.text()}}).status == 303);
    CHECK(school.person(school.bo).left_at);
    CHECK_FALSE(school.person(school.sara).left_at);  // is in the list, whatever was sent
    CHECK_FALSE(school.person(school.amir).left_at);
    CHECK_FALSE(school.person(gone).left_at);
    CHECK(audited(school) == std::vector<std::string>{"person.returned", "person.roles", "person.left", "people.imported"});
}

TEST_CASE("whoever is back by an import begins without the roles and rights they had", "[identity][import]") {
    August school;
    const auto eva = school.add({.email = mail("eva@skola.example"), .name = "Eva Ek", .is_manager = true, .manages_unit = school.unit,
                                 .is_administrator = true, .is_matrix_owner = true, .is_auditor = true},
                                {"VAKT", "ITS"});
    school.db().in_transaction([&](db::Transaction& tx) { update_left(tx, eva, true, school.now()); });
    const auto path = school.paste("mail;roles\neva@skola.example;VAKT LÄR\n");
    REQUIRE(school.confirm(path).status == 303);
    const auto back = school.person(eva);
    CHECK_FALSE(back.left_at);
    CHECK(back.roles == std::vector{RoleCode{"VAKT"}, RoleCode{"LÄR"}});
    CHECK_FALSE((back.is_manager || back.manages_unit || back.is_administrator || back.is_matrix_owner || back.is_auditor));
    CHECK(row(school, "SELECT valid_from FROM role_holders WHERE role_code = 'VAKT' AND person_id = " + eva.text()).text("valid_from") == "2026-11-20");
    CHECK(audited(school) == std::vector<std::string>{"person.returned", "person.roles", "people.imported"});
    const auto details = row(school, "SELECT details FROM audit_log WHERE action = 'person.roles' AND object_id = " + eva.text()).text("details");
    CHECK(nlohmann::json::parse(details) == nlohmann::json{{"given", {"LÄR", "VAKT"}}, {"taken", {"ITS", "VAKT"}}});
}

TEST_CASE("a change in between is noticed: the preview is shown again and nothing is done", "[identity][import]") {
    August school;
    const auto path = school.paste("mail;room\namir@skola.example;C1\n");
    const auto seen = August::fingerprint(school.browser.get(path));
    auto draft = PersonDraft::of(school.person(school.amir));
    draft.room = "D4";
    school.db().in_transaction([&](db::Transaction& tx) { update_person(tx, school.amir, draft); });
    const auto again = school.browser.post(path, {{"fingerprint", seen}, {"left", school.bo.text()}});
    CHECK(again.status == 422);
    CHECK(says(again, "Något har ändrats sedan du tittade."));
    CHECK(says(again, "<del>D4</del>"));
    CHECK(says(again, "value=\"" + school.bo.text() + "\" checked"));
    CHECK(school.person(school.amir).room == "D4");
    CHECK_FALSE(school.person(school.bo).left_at);
    CHECK(school.confirm(path).status == 303);
    CHECK(school.person(school.amir).room == "C1");
}

TEST_CASE("the list goes out as it can come in, and no cell is a formula", "[identity][import]") {
    August school;
    auto draft = PersonDraft::of(school.person(school.bo));
    draft.title = "=HYPERLINK(1)";
    draft.phone = "+46 70";
    school.db().in_transaction([&](db::Transaction& tx) { update_person(tx, school.bo, draft); });
    school.add({.name = "Skript"});
    const auto csv = school.browser.get("/admin/people.csv");
    REQUIRE(csv.status == 200);
    CHECK(says(csv, "namn;e-post;titel;telefon;rum;språk;chef;enhet;roller\r\n"));
    CHECK(says(csv, "Bo Alm;bo@skola.example;'=HYPERLINK(1);'+46 70;;sv;;;\r\n"));
    CHECK(says(csv, "Sara Nordin;sara@skola.example;;076;;sv;amir@skola.example;Björkens skola;ITS\r\n"));
    CHECK_FALSE(says(csv, "Skript"));
    const auto plan = school.plan(decode_sheet(csv.body).value());
    CHECK(plan.faults.empty());
    CHECK(plan.unchanged == 4);
    CHECK(plan.added.empty());
    CHECK(plan.changed.empty());
    CHECK(audited(school) == std::vector<std::string>{"export.people"});
    CHECK(says(school.browser.get("/admin/people/import/template.csv"), "namn;e-post;titel"));
    Browser amir{school};
    amir.enter("amir@skola.example");
    CHECK(amir.get("/admin/people.csv").status == 404);
}

TEST_CASE("a thousand people are imported at once", "[identity][import]") {
    August school;
    std::string list = "mail;name;unit;roles;manager\n";
    for (int i = 0; i < 1000; ++i) {
        list += fmt::format("p{}@skola.example;Person {};Björkens skola;LÄR;p{}@skola.example\n", i, i, (i + 1) % 1000);
    }
    const auto path = school.paste(list);
    const auto preview = school.browser.get(path);
    CHECK(says(preview, "1\u00A0000 nya"));
    CHECK(says(preview, "… och 800 till"));
    CHECK(school.confirm(path).status == 303);
    const auto made = row(school, "SELECT COUNT(*) AS n, COUNT(DISTINCT manager_id) AS managers FROM people WHERE manager_id IS NOT NULL AND email LIKE 'p%'");
    CHECK(made.integer("n") == 1000);
    CHECK(made.integer("managers") == 1000);
    CHECK(row(school, "SELECT COUNT(*) AS n FROM role_holders WHERE role_code = 'LÄR'").integer("n") == 1000);
    CHECK(school.plan(list).unchanged == 1000);
}
