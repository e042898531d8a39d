// The pages as a browser without JavaScript meets them.
#include <catch2/catch.hpp>
#include <fmt/format.h>

#include <regex>

#include "core/secret.hpp"
#include "core/text.hpp"
#include "served_school.hpp"

using namespace ansvar;
using namespace ansvar::tests;

namespace {

std::string first(const std::string& text, const std::string& pattern) {
    std::smatch found;
    return std::regex_search(text, found, std::regex{pattern}) ? found[1].str() : std::string{};
}

std::string number_in(const Answer& answer) { return first(answer.header("location"), "^/tickets/([0-9]+)"); }

std::string hidden(const std::string& page, const std::string& name) { return first(page, "name=\"" + name + "\" value=\"([^\"]*)\""); }

/// The path of the link in a letter.
std::string link_in(const std::string& letter) {
    auto path = first(letter, "(/sign-in/[A-Za-z0-9_-]+)");
    keep_out_of_log(path.substr(path.rfind('/') + 1));
    return path;
}

}  // namespace

TEST_CASE("a ticket with a picture is filed, and its file comes back byte for byte to those who may see it") {
    const WatchedLog watched;
    auto& school = ServedSchool::shared();
    auto teacher = school.browser("larare"), agent = school.browser("its"), colleague = school.browser("jonas.ek");
    const auto form = teacher.get("/tickets/new");
    CHECK(form.status == 200);
    CHECK(form.header("cache-control") == "no-store");
    const std::string picture{"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\x08\2\0\0\0", 29};
    const auto sent = teacher.post_files("/tickets", {{"idempotency_key", hidden(form.body, "idempotency_key")}, {"body", "Skärmen på datorn är sprucken\nSe bilden"}, {"area", "B004"}, {"room", "A12"}},
                                         "files", {{"skärm.png", picture}, {"mer.txt", std::string(700'000, 'x')}});
    REQUIRE(sent.status == 303);
    const auto receipt = teacher.get(sent.header("location"));
    CHECK(receipt.status == 200);
    CHECK(receipt.says("<a href=\"/tickets/" + number_in(sent) + "\">" + number_in(sent)));
    CHECK(receipt.says("IT-support"));
    const auto place = "/tickets/" + number_in(sent);
    const auto page = agent.get(place);
    CHECK(page.says("sprucken"));
    CHECK(page.says("skärm.png"));
    const auto file = first(page.body, "(" + place + "/files/[A-Za-z0-9_-]+)");
    const auto got = agent.get(file);
    CHECK(got.status == 200);
    CHECK(got.body == picture);
    CHECK(got.header("content-type") == "image/png");
    CHECK(got.header("content-disposition").starts_with("attachment"));
    CHECK(got.header("x-content-type-options") == "nosniff");
    CHECK(got.header("content-security-policy").find("sandbox") != std::string::npos);
    CHECK(colleague.get(file).status == 404);
}

TEST_CASE("a file's name may be long and of any letters") {
    auto& school = ServedSchool::shared();
    auto teacher = school.browser("larare");
    std::string name = "ab.";
    for (int i = 0; i < 90; ++i) {
        name += "åä";
    }
    for (const auto& each : {name, name + "a", name + ".docx", std::string{"../../etc/passwd"}, std::string{"con\"; x=\".txt"}}) {
        INFO(each);
        const auto sent = teacher.post_files("/tickets", {{"body", "En fil med långt namn"}, {"area", "B003"}}, "files", {{each, "innehåll"}});
        CHECK(sent.status == 303);
    }
}

TEST_CASE("a form that was filled in wrongly comes back with everything that was typed, and says what is wrong") {
    const WatchedLog watched;
    auto& school = ServedSchool::shared();
    auto teacher = school.browser("larare");
    const Fields typed{{"body", "Text med <b>taggar</b> & citat \"så\""}, {"subject", std::string(201, 's')}, {"room", "Sal <7>"}, {"phone", "070-1234567"},
                       {"copies", "inte en adress"}, {"area", "B003"}};
    const auto page = teacher.post_files("/tickets", typed, "files", {{"bilaga.txt", "en fil som inte ska försvinna"}});
    CHECK(page.status == 422);
    CHECK(page.says("Text med &lt;b&gt;taggar&lt;/b&gt; &amp; citat"));
    CHECK_FALSE(page.says("<b>taggar"));
    CHECK(page.says(std::string(201, 's')));
    CHECK(page.says("Sal &lt;7&gt;"));
    CHECK(page.says("070-1234567"));
    CHECK(page.says("inte en adress"));
    CHECK(page.says("id=\"subject-error\""));
    CHECK(page.says("id=\"copies-error\""));
    CHECK(page.says("value=\"B003\" selected"));
    CHECK(page.says("href=\"#subject\""));  // the summary leads to the field
    const auto kept = first(page.body, "name=\"kept_file\" value=\"([^\"]+)\"");
    REQUIRE(kept != "");
    const auto sent = teacher.post_form("/tickets", {{"idempotency_key", hidden(page.body, "idempotency_key")}, {"body", "Nu är det rätt skrivet"}, {"kept_file", kept}, {"area", "B003"}});
    REQUIRE(sent.status == 303);
    CHECK(teacher.get("/tickets/" + number_in(sent)).says("bilaga.txt"));
    CHECK(teacher.post_form("/tickets", {{"body", ""}}).says("id=\"body-error\""));
}

TEST_CASE("a form sent twice is one ticket, also when sent at another time, and a program cannot be attached") {
    auto& school = ServedSchool::shared();
    auto teacher = school.browser("larare");
    const auto key = hidden(teacher.get("/tickets/new").body, "idempotency_key");
    REQUIRE(key != "");
    const Fields fields{{"idempotency_key", key}, {"body", "Dubbelklickade nog på knappen"}, {"area", "B003"}};
    const auto one = teacher.post_form("/tickets", fields), two = teacher.post_form("/tickets", fields);
    CHECK(one.status == 303);
    CHECK(one.header("location") == two.header("location"));
    CHECK(hidden(teacher.get("/tickets/new").body, "idempotency_key") != key);
    std::string program = "MZ";
    program.resize(512, '\0');
    program[0x3c] = '\x80';
    program.replace(0x80, 6, std::string{"PE\0\0\x64\x86", 6});
    const auto refused = teacher.post_files("/tickets", {{"body", "Kör den här"}}, "files", {{"rolig.jpg", program}});
    CHECK(refused.status == 422);
    CHECK(refused.says("id=\"files-error\""));
    CHECK(teacher.post_files("/tickets", {{"body", "Tom fil"}}, "files", {{"tom.txt", ""}, {"annan.txt", "x"}}).status == 422);
}

TEST_CASE("a page shows who would answer before anything is sent, without JavaScript") {
    auto& school = ServedSchool::shared();
    auto nobody = school.anonymous();
    const auto page = nobody.post_form("/tickets", {{"body", "Projektorn i aulan ger ingen bild och högtalarna är tysta"}, {"area", "B003"}, {"preview", "1"}});
    CHECK(page.status == 200);
    CHECK(page.says("IT-support"));
    CHECK(page.says("Projektorn i aulan ger ingen bild"));
    CHECK(nobody.get("/tickets/new?area=B003").says("value=\"B003\" selected"));
}

TEST_CASE("the long list of areas is kept by browsers under the address that its content gives, and by nobody under another") {
    auto& school = ServedSchool::shared();
    auto nobody = school.anonymous();
    const auto address = first(nobody.get("/tickets/new").body, "data-options-url=\"([^\"]+)\"");
    REQUIRE(address.starts_with("/areas/sv-"));
    const auto list = nobody.get(address);
    CHECK(list.status == 200);
    CHECK(list.header("cache-control") == "public, max-age=31536000, immutable");
    CHECK(list.says("value=\"B017\""));
    CHECK(nobody.get("/areas/sv-0123").header("cache-control") == "no-store");
    auto english = school.anonymous();
    english.always_say("Accept-Language: en");
    CHECK(first(english.get("/tickets/new").body, "data-options-url=\"([^\"]+)\"").starts_with("/areas/en-"));
    CHECK(nobody.post_form("/tickets", {{"body", "Något"}, {"all_areas", "1"}}).says("value=\"B150\""));
}

TEST_CASE("a divided form sent twice is two tickets, which name each other; a fault in one keeps both parts as typed") {
    const WatchedLog watched;
    auto& school = ServedSchool::shared();
    auto teacher = school.browser("larare"), agent = school.browser("vakt");
    const auto offered = teacher.post_form("/tickets", {{"body", "Skrivaren har papperstrassel.\nDessutom går inte låset till säkerhetsskåpet upp med nyckeln."}, {"divide", "1"}});
    CHECK(offered.status == 200);
    CHECK(offered.says("name=\"body2\""));
    Fields fields{{"idempotency_key", hidden(offered.body, "idempotency_key")}, {"parts", "2"}, {"body", "Skrivaren har papperstrassel tvådelat"}, {"area", "B017"},
                  {"body2", "Låset går inte upp tvådelat"}, {"area2", "B041"}, {"room", "A12"}};
    auto faulty = fields;
    faulty[4].second = "  ";
    const auto refused = teacher.post_form("/tickets", faulty);
    CHECK(refused.status == 422);
    CHECK(refused.says("id=\"body2-error\""));
    CHECK(refused.says("papperstrassel tvådelat"));
    const auto one = teacher.post_form("/tickets", fields), two = teacher.post_form("/tickets", fields);
    REQUIRE(one.status == 303);
    CHECK(one.header("location") == two.header("location"));
    const auto first_number = number_in(one);
    const auto second_number = std::to_string(std::stoull(first_number) + 1);
    const auto receipt = teacher.get(one.header("location"));
    CHECK(receipt.says("/tickets/" + first_number + "\""));
    CHECK(receipt.says("/tickets/" + second_number + "\""));
    CHECK(teacher.get("/tickets/" + first_number).says(second_number));
    CHECK(agent.get("/tickets/" + second_number).says(first_number));
    CHECK(agent.get("/tickets/" + second_number).says("A12"));
    CHECK(agent.get("/tickets/" + first_number).status == 404);
    const auto mine = teacher.get("/tickets/mine").body;
    const std::regex each{"tvådelat"};
    CHECK(std::distance(std::sregex_iterator{mine.begin(), mine.end(), each}, std::sregex_iterator{}) == 2);
}

TEST_CASE("a divided form of somebody not signed in becomes two tickets when the link is used") {
    const WatchedLog watched;
    auto& school = ServedSchool::shared();
    auto parent = school.anonymous();
    CHECK(parent.post_form("/tickets", {{"parts", "2"}, {"body", "Datorn startar inte delat"}, {"area", "B004"}, {"body2", "Larmet tjuter delat"}, {"area2", "B041"}, {"mail", "delar@annan.example"}}).status == 200);
    const auto confirmed = parent.post_form(link_in(school.letter("confirm_ticket", "delar@annan.example")), {{"next", "/"}});
    REQUIRE(confirmed.status == 303);
    const auto receipt = parent.get(confirmed.header("location"));
    CHECK(receipt.says("Datorn startar inte delat"));
    CHECK(receipt.says("Larmet tjuter delat"));
}

TEST_CASE("the card of a text too long to be sent says nothing, and keeps what was asked for") {
    const WatchedLog watched;
    auto teacher = ServedSchool::shared().browser("larare");
    const auto card = teacher.post_form("/tickets/new/answer", {{"body", std::string(500'000, 'x') + " 811218-9876"}, {"confidential", "1"}});
    CHECK(card.status == 200);
    CHECK(card.says("name=\"confidential\" value=\"1\" checked"));
    CHECK_FALSE(card.says("Personnummer"));
}

TEST_CASE("the card says your manager, as within a sentence, when the manager answers for the area too") {
    const WatchedLog watched;
    auto teacher = ServedSchool::shared().browser("larare");
    const auto card = teacher.post_form("/tickets/new/answer", {{"body", "Jag behöver ett konto"}, {"area", "B001"}});
    CHECK(card.status == 200);
    CHECK(card.says("Tillsammans med din närmaste chef"));
}

TEST_CASE("what is written after the session has ended stands on the page, to be sent when one is signed in again") {
    const WatchedLog watched;
    auto& school = ServedSchool::shared();
    auto teacher = school.browser("larare");
    const auto place = "/tickets/" + number_in(teacher.post_form("/tickets", {{"body", "Projektorn lyser inte alls"}, {"area", "B003"}}));
    const auto version = hidden(teacher.get(place).body, "version");
    CHECK(teacher.post_form("/sign-out", {}).status == 303);
    const auto kept = teacher.post_form(place + "/messages", {{"kind", "reply"}, {"body", "Nu hittade jag <kabeln>"}, {"version", version}});
    CHECK(kept.status == 401);
    CHECK(kept.says("Nu hittade jag &lt;kabeln&gt;"));
    CHECK(kept.says("action=\"" + place + "/messages\""));
    CHECK(kept.says("href=\"/sign-in\""));
    CHECK(kept.says("Det du skrev</label>"));
    CHECK_FALSE(kept.says("Vad behöver du hjälp med"));
    CHECK(teacher.post_form(place + "/messages", {{"kind", "reply"}, {"body2", "Andra halvan"}}).says("Andra halvan</textarea>"));
    CHECK(teacher.post_form(place + "/assignment", {{"assignee", "me"}}).status == 303);  // nothing typed: straight to the sign-in page
}

TEST_CASE("somebody not signed in writes, confirms by a mailed link once, and has a ticket") {
    const WatchedLog watched;
    auto& school = ServedSchool::shared();
    auto parent = school.anonymous();
    const auto page = parent.get("/tickets/new");
    const Fields fields{{"idempotency_key", hidden(page.body, "idempotency_key")}, {"body", "Mitt barns dator startar inte längre hemma"}, {"area", "B004"}, {"mail", "foralder@annan.example"}};
    const auto sent = parent.post_form("/tickets", fields);
    CHECK(sent.status == 200);
    CHECK(sent.says("foralder@annan.example"));
    const auto path = link_in(school.letter("confirm_ticket", "foralder@annan.example"));
    REQUIRE(path != "");
    // A mail scanner opens the link, more than once; nothing happens by that.
    auto scanner = school.anonymous();
    CHECK(scanner.get(path).status == 200);
    CHECK(scanner.ask("HEAD", path).status == 200);
    CHECK(school.count_letters("receipt", "foralder@annan.example") == 0);
    const auto confirmed = parent.post_form(path, {{"next", "/"}});
    REQUIRE(confirmed.status == 303);
    CHECK(confirmed.header("location").ends_with("/receipt"));
    CHECK(parent.get(confirmed.header("location")).status == 200);
    CHECK(school.letter("receipt", "foralder@annan.example").find("Mitt barns dator") != std::string::npos);
    const auto number = number_in(confirmed);
    CHECK(parent.get("/tickets/" + number).says("Mitt barns dator startar"));
    auto later = school.anonymous();
    CHECK(later.get(path).status == 410);
    CHECK(later.post_form(path, {{"next", "/"}}).status == 410);
    CHECK(later.get("/tickets/" + number).status == 303);
}

TEST_CASE("a sign-in link is asked for in a form, comes by mail and works once") {
    const WatchedLog watched;
    auto& school = ServedSchool::shared();
    auto teacher = school.anonymous();
    const auto wanted = teacher.get("/tickets/mine");
    CHECK(wanted.status == 303);
    CHECK(wanted.header("location") == "/sign-in?next=%2Ftickets%2Fmine");
    CHECK(teacher.get(wanted.header("location")).says("value=\"/tickets/mine\""));
    const auto asked = teacher.post_form("/sign-in", {{"mail", "tomas.lind@skola.example"}, {"next", "/tickets/mine"}});
    CHECK(asked.status == 200);
    const auto path = link_in(school.letter("sign_in", "tomas.lind@skola.example"));
    const auto shown = teacher.get(path);
    CHECK(shown.status == 200);
    CHECK(shown.says("value=\"/tickets/mine\""));
    const auto in = teacher.post_form(path, {{"next", "/tickets/mine"}});
    CHECK(in.status == 303);
    CHECK(in.header("location") == "/tickets/mine");
    CHECK(in.header("set-cookie").find("HttpOnly") != std::string::npos);
    CHECK(in.header("set-cookie").find("SameSite=Lax") != std::string::npos);
    CHECK(teacher.get("/tickets/mine").status == 200);
    auto thief = school.anonymous();
    CHECK(thief.post_form(path, {{"next", "/"}}).status == 410);
    CHECK(thief.get("/tickets/mine").status == 303);
    // Nobody learns who is known here.
    const auto unknown = school.anonymous().post_form("/sign-in", {{"mail", "okand@annorstans.example"}, {"next", "/"}});
    CHECK(unknown.status == 200);
    CHECK(school.anonymous().post_form("/sign-in", {{"mail", "inte en adress"}}).status == 422);
    CHECK(teacher.post_form("/sign-out", {}).status == 303);
    CHECK(teacher.get("/tickets/mine").status == 303);
}

TEST_CASE("an agent answers and the teacher is mailed; a note is for agents only; the teacher says it remains") {
    const WatchedLog watched;
    auto& school = ServedSchool::shared();
    auto teacher = school.browser("larare"), agent = school.browser("its");
    const auto sent = teacher.post_form("/tickets", {{"body", "Ljudet i sal A12 är borta helt"}, {"area", "B003"}});
    const auto place = "/tickets/" + number_in(sent);
    const auto page = agent.get(place);
    CHECK(page.says("Ljudet i sal A12"));
    CHECK(agent.get("/queues/ITS").says("Ljudet i sal A12"));
    CHECK(agent.post_form(place + "/messages", {{"kind", "note"}, {"body", "Hemlig misstanke om kabeln"}}).status == 303);
    const auto version = hidden(agent.get(place).body, "version");
    const auto answered = agent.post_form(place + "/messages", {{"kind", "reply"}, {"body", "Jag kommer klockan två och ser på den"}, {"version", version}});
    CHECK(answered.status == 303);
    CHECK(answered.header("location").starts_with(place + "?undo="));
    const auto letter = school.letter("reply", "Jag kommer klockan två");
    CHECK(letter.find("larare@skola.example") != std::string::npos);
    CHECK(letter.find("Hemlig misstanke") == std::string::npos);
    const auto teachers = teacher.get(place);
    CHECK(teachers.says("Jag kommer klockan två"));
    CHECK_FALSE(teachers.says("Hemlig misstanke"));
    CHECK(agent.get(place).says("Hemlig misstanke"));
    // Somebody else's answer on an old page is held back, and what was written is still there.
    auto other = school.browser("sara.nordin");
    const auto late = other.post_form(place + "/messages", {{"kind", "reply"}, {"body", "Jag svarar utan att ha sett det förra"}, {"version", version}});
    CHECK(late.status == 409);
    CHECK(late.says("Jag svarar utan att ha sett"));
    CHECK(agent.post_form(place + "/messages", {{"kind", "reply"}, {"body", "Ny kabel sitter på plats"}, {"then", "resolve"}}).status == 303);
    CHECK(teacher.get("/tickets/mine").says("Ljudet i sal A12"));
    CHECK(teacher.post_form(place + "/reopening", {{"body", "Det är fortfarande tyst där"}}).status == 303);
    CHECK(school.letter("reopened", "fortfarande tyst").find("its@skola.example") != std::string::npos);
    CHECK(teacher.post_form(place + "/messages", {{"kind", "note"}, {"body", "En lärares försök till anteckning"}}).status == 403);
    CHECK(school.count_letters("reply", "Hemlig misstanke") == 0);
}

TEST_CASE("whoever has taken something back reads what became of it, in whichever frame the page stands") {
    auto& school = ServedSchool::shared();
    auto teacher = school.browser("larare"), agent = school.browser("its");
    for (auto* browser : {&teacher, &agent}) {
        CHECK(browser->get("/tickets/mine?undone=0&late=1").says("för sent att ångra"));
        CHECK_FALSE(browser->get("/tickets/mine?undo=ingenting").says("undo-bar"));
    }
    CHECK(agent.get("/queues/ITS?undone=1&late=0&files=1").says("Filen följer med utkastet"));
}

TEST_CASE("the requester's page says that a ticket is confidential, and only then") {
    auto teacher = ServedSchool::shared().browser("larare");
    const auto page_of = [&](const std::string& area) {
        const auto form = teacher.get("/tickets/new");
        const auto sent = teacher.post_form("/tickets", {{"idempotency_key", hidden(form.body, "idempotency_key")}, {"body", "Något är fel"}, {"area", area}});
        return teacher.get("/tickets/" + number_in(sent));
    };
    CHECK(page_of("B049").says("Konfidentiellt: bara du"));
    CHECK_FALSE(page_of("B017").says("Konfidentiellt"));
}

TEST_CASE("a form from another site changes nothing") {
    auto& school = ServedSchool::shared();
    auto teacher = school.browser("larare");
    const auto body = "body=" + percent_encode("Skickat från en annan sida") + "&area=B003";
    const std::string form = "Content-Type: application/x-www-form-urlencoded";
    CHECK(teacher.ask("POST", "/tickets", body, {form, "Sec-Fetch-Site: cross-site"}).status == 403);
    CHECK_FALSE(teacher.get("/tickets/mine").says("Skickat från en annan"));
    CHECK(teacher.ask("POST", "/tickets", body, {form, "Sec-Fetch-Site: same-origin"}).status == 303);
}

TEST_CASE("both languages are whole, and the choice is kept") {
    auto& school = ServedSchool::shared();
    auto visitor = school.anonymous();
    CHECK(visitor.get("/tickets/new").says("<html lang=\"sv\""));
    CHECK(visitor.post_form("/language", {{"language", "en"}, {"next", "/tickets/new"}}).status == 303);
    const auto english = visitor.get("/tickets/new");
    CHECK(english.says("<html lang=\"en\""));
    CHECK_FALSE(english.says("Vad behöver du hjälp med"));
    CHECK(school.anonymous().get("/matrix", {"Accept-Language: en"}).says("<html lang=\"en\""));
}
