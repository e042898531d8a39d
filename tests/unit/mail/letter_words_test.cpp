// What administrators may make of the letters' words, and what they cannot.
#include <catch2/catch.hpp>

#include <nlohmann/json.hpp>

#include "core/text.hpp"
#include "identity/principal.hpp"
#include "mail/letter_pages.hpp"
#include "mail/letter_samples.hpp"
#include "mail/letter_text_store.hpp"
#include "mail/letter_words.hpp"
#include "school.hpp"
#include "web/request.hpp"
#include "web/route_table.hpp"

using namespace ansvar;
using namespace ansvar::mail;
using namespace ansvar::mail::tests;
using web::Language;

namespace {

const LetterTexts& letter_texts() {
    static const LetterTexts texts{pages().templates(), pages().texts()};
    return texts;
}

const LetterWords fine{"[{number}] Vi har ditt ärende: {subject}", "Tack, {requester}!", "Hos {who} nu.\n\n{link}\n\n{message}"};

/// "body unknown numer": what is wrong, in one word each.
std::vector<std::string> faults(const std::string& folder, const LetterWords& words) {
    std::vector<std::string> list;
    for (const auto& fault : letter_texts().check(folder, words)) {
        list.push_back(fault.part + " " + fault.key + (fault.field.empty() ? "" : " " + fault.field));
    }
    return list;
}

LetterWords with_body(const std::string& body) { return {fine.subject, fine.heading, body}; }
using Faults = std::vector<std::string>;

std::string receipt_of(School& school) {
    Composer composer{school.settings, pages().templates(), pages().texts(), [](const Letter&) { return std::string{}; }};
    for (const auto& letter : school.outbox.claim(school.clock.now(), 20)) {
        if (letter.kind == LetterKind::Receipt) {
            return composer.compose(school.database.database(), letter).message;
        }
    }
    return {};
}

bool change(School& school, const std::string& letter, std::int64_t seen, const std::optional<LetterWords>& words) {
    return school.database.database().in_transaction([&](db::Transaction& tx) {
        return letter_text_store::add(tx, {.letter = letter, .language = Language::Sv, .version = seen, .words = {}}, words, school.people.erik, school.clock.now());
    });
}

/// The pages, used by somebody.
struct LetterDesk {
    School school;
    web::Response ask(web::Method method, const std::string& path, const std::string& form = {}) {
        web::RouteTable routes;
        for (auto& route : letter_routes({school.database.database(), school.clock, own.pages(), school.settings})) {
            routes.add(std::move(route));
        }
        web::Request request{{.method = method,
                              .target = path,
                              .headers = {{"content-type", "application/x-www-form-urlencoded"}},
                              .body = form}};
        auto found = routes.find(method, path);
        REQUIRE(found);
        request.matched(found->route->path, web::Via::Page, found->values);
        auto person = std::make_shared<identity::Principal>();
        person->person.id = reader;
        person->person.is_administrator = true;
        request.admitted(web::Admission::of<identity::Principal>(person, "test"));
        return found->route->handler(request);
    }
    PersonId reader{2};
    ansvar::tests::TestPages own;
};

std::string form_of(const LetterWords& words, std::int64_t version) {
    return "subject=" + percent_encode(words.subject) + "&heading=" + percent_encode(words.heading) + "&body=" + percent_encode(words.body) +
           "&version=" + std::to_string(version);
}

}  // namespace

TEST_CASE("every shipped letter keeps the rules for letters, spelled out or not, in both languages", "[mail]") {
    for (const auto& folder : all_letter_folders()) {
        for (const auto language : {Language::Sv, Language::En}) {
            CAPTURE(folder, web::to_string(language));
            for (const bool spelled : {false, true}) {
                const auto words = letter_texts().shipped(language, folder, spelled);
                CHECK(faults(folder, words) == Faults{});
                const auto shown = letter_texts().as_shown(language, words);
                CHECK(letter_texts().as_stored(language, shown) == words);
            }
        }
    }
    CHECK(letter_texts().shipped(Language::Sv, "question", true).body.starts_with("{author} behöver veta mer"));
    CHECK(letter_texts().as_shown(Language::Sv, fine).subject == "[{nummer}] Vi har ditt ärende: {ämne}");
}

TEST_CASE("what a letter must not lack or hold is refused by name", "[mail]") {
    CHECK(faults("receipt", fine) == Faults{});
    CHECK(faults("receipt", with_body("Hej {numer}\n\n{link}")) == Faults{"body unknown numer"});
    CHECK(faults("receipt", with_body("Hej")) == Faults{"body missing link"});
    CHECK(faults("receipt", with_body("Se {link} här")) == Faults{"body alone link"});
    CHECK(faults("receipt", with_body("{link}\n\nHej {who")) == Faults{"body brace"});
    CHECK(faults("receipt", with_body("{link}\n\nHej who}")) == Faults{"body brace"});
    CHECK(faults("receipt", with_body("{link}\n\n{survey}")) == Faults{"body elsewhere survey"});
    CHECK(faults("receipt", {"Ditt ärende", "Hej", "{link}"}) == Faults{"subject number number"});
    CHECK(faults("receipt", {"[{number}] {link}", "Hej", "{link}"}) == Faults{"subject alone link"});
    CHECK(faults("receipt", {"[{number}] a\r\nBcc: b", "", "{link}"}) == Faults{"subject line", "heading empty"});
    CHECK(faults("receipt", with_body("{link}\n" + std::string(5'001, 'x'))) == Faults{"body body"});
    CHECK(faults("outside", {"Om {number}", "Hej", "Hej"}) == Faults{"body missing message"});
    CHECK(faults("outside", {"Hej", "Hej", "{message}"}) == Faults{"subject missing number"});
    CHECK(faults("outside", {"Om {number}", "Hej", "{message}\n\n{requester}"}) == Faults{"body elsewhere requester"});
    CHECK(faults("digest", {"Nytt", "Nytt", "{link}"}) == Faults{"body missing tickets"});
    CHECK(faults("monday", {"Vecka {week}", "Så gick {week}", "{link}"}) == Faults{"body missing figures"});
    CHECK(faults("sign_in", {"Logga in", "Logga in", "Hej"}) == Faults{"body missing link"});
    for (const std::string folder : {"confidential", "named_reader", "glass_broken"}) {
        CAPTURE(folder);
        CHECK(faults(folder, {"[{number}] Ärende", "Hej", "Från {school}.\n\n{link}"}) == Faults{});
        for (const std::string field : {"subject", "author", "who", "requester", "why"}) {
            CHECK(faults(folder, {"[{number}] {" + field + "}", "Hej", "{link}"}) == Faults{"subject confidential " + field});
        }
        CHECK(faults(folder, {"[{number}] Ärende", "Hej", "{link}\n\n{message}"}) == Faults{"body confidential message"});
    }
}

TEST_CASE("words and what people wrote stay words: no HTML comes of them but ours", "[mail]") {
    auto view = sample_view("receipt", Language::Sv, School{}.settings, pages().texts(), *from_rfc3339("2026-11-23T11:00:00Z"));
    view["foot"] = view["stop_url"] = "";
    view["subject"] = "<b>{link}</b> {who}";
    view["who"] = "A\r\nBcc: b@c";
    const auto letter = letter_texts().render(Language::Sv, "receipt", {"[{number}] {subject} {who}", "<i>Hej</i>", "<script>x</script>\nrad två {subject}\n\n\n{link}\n{standing}\nslut"}, view);
    CHECK(letter.subject == "[#1042] <b>{link}</b> {who} A  Bcc: b@c");
    CHECK(letter.html.find("<script") == std::string::npos);
    CHECK(letter.html.find("<h1>&lt;i&gt;Hej&lt;/i&gt;</h1>") != std::string::npos);
    CHECK(letter.html.find("<p>&lt;script&gt;x&lt;/script&gt;<br>\nrad två &lt;b&gt;{link}&lt;/b&gt; {who}</p>") != std::string::npos);
    CHECK(letter.text.find("<script>x</script>\nrad två <b>{link}</b> {who}\n\nFölj ärendet:\nhttps://ansvar.skola.example/tickets/1042\n\nslut\n\n-- \n") != std::string::npos);
}

TEST_CASE("a changed letter is the next one sent, by every instance, until it is put back", "[mail][db]") {
    School school;
    school.open();
    CHECK(receipt_of(school).find("Vi har f=C3=A5tt ditt =C3=A4rende") != std::string::npos);
    REQUIRE(change(school, "receipt", 0, fine));
    school.run("UPDATE letters SET state = 'waiting', worker = NULL, lease_until = NULL");
    const auto changed = receipt_of(school);
    CHECK(changed.find("Tack, ") != std::string::npos);
    CHECK(changed.find("/tickets/1042") != std::string::npos);
    REQUIRE(change(school, "receipt", 1, LetterWords{"[{number}] x", "x", "{gone}"}));  // as another version of the program would write
    school.run("UPDATE letters SET state = 'waiting', worker = NULL, lease_until = NULL");
    CHECK(receipt_of(school).find("Vi har f=C3=A5tt ditt =C3=A4rende") != std::string::npos);
    CHECK_FALSE(change(school, "receipt", 1, fine));
    REQUIRE(change(school, "receipt", 2, std::nullopt));
    const auto now = school.database.database().read([](db::Session& session) { return letter_text_store::current(session, "receipt", Language::Sv); });
    CHECK(now.version == 3);
    CHECK_FALSE(now.words);
}

TEST_CASE("a confidential ticket's letter says nothing more, whatever has been written for letters of its kind", "[mail][db]") {
    School school;
    REQUIRE(change(school, "receipt", 0, LetterWords{"[{number}] {subject}", "{requester}", "{link}\n\n{message}"}));
    school.draft.confidential = true;
    school.open("Om eleven.");
    const auto letter = receipt_of(school);
    REQUIRE_FALSE(letter.empty());
    CHECK(letter.find("eleven") == std::string::npos);
    CHECK(letter.find("/tickets/1042") != std::string::npos);
}

TEST_CASE("two who change a letter at once: the second is shown the first one's words and keeps their own", "[mail][db]") {
    LetterDesk desk;
    const std::string path = "/admin/letters/receipt/sv";
    const auto shown = letter_texts().as_shown(Language::Sv, fine);
    CHECK(desk.ask(web::Method::Get, path).body.find("Följ ärendet") == std::string::npos);
    REQUIRE(desk.ask(web::Method::Post, path, form_of(shown, 0)).status == 303);
    desk.reader = PersonId{3};
    const auto second = desk.ask(web::Method::Post, path, form_of({"[{nummer}] Min", "Min rubrik", "Min text\n\n{länk}"}, 0));
    CHECK(second.status == 409);
    CHECK(second.body.find("Tack, {anmälare}!") != std::string::npos);
    CHECK(second.body.find("Min rubrik") != std::string::npos);
    CHECK(second.body.find("name=\"version\" value=\"1\"") != std::string::npos);
    CHECK(desk.ask(web::Method::Post, path, form_of({"[{nummer}] Min", "Min rubrik", "Min text\n\n{länk}"}, 1)).status == 303);
    CHECK(desk.ask(web::Method::Post, path + "/restore", "to=1").status == 303);
    const auto now = desk.school.database.database().read([](db::Session& session) { return letter_text_store::current(session, "receipt", Language::Sv); });
    CHECK(now.version == 3);
    CHECK(now.words == fine);
    CHECK(desk.ask(web::Method::Post, path + "/restore").status == 303);
    CHECK_THROWS(desk.ask(web::Method::Post, path + "/restore", "to=77"));
    CHECK_THROWS(desk.ask(web::Method::Get, "/admin/letters/nothing/sv"));
    CHECK_THROWS(desk.ask(web::Method::Get, "/admin/letters/receipt/de"));
    const db::Query noted{"test/noted", "SELECT COUNT(*) AS n FROM audit_log WHERE object_id = 'receipt/sv' AND action LIKE 'letter_text.%'"};
    CHECK(desk.school.database.database().read([&](db::Session& session) { return session.row(noted, {})->integer("n"); }) == 4);
}

TEST_CASE("a letter is looked at before it is saved, also with a real ticket one may read, and never with a confidential one", "[mail][db]") {
    LetterDesk desk;
    const std::string path = "/admin/letters/receipt/sv";
    desk.school.open();
    const auto shown = letter_texts().as_shown(Language::Sv, fine);
    const auto preview = [&](const std::string& ticket, const std::string& letter = "receipt") {
        return desk.ask(web::Method::Post, "/admin/letters/" + letter + "/sv/preview", form_of(shown, 0) + "&ticket=" + ticket);
    };
    const auto invented = preview("");
    CHECK(invented.status == 200);
    CHECK(invented.body.find("Tack, Anna Lindqvist!") != std::string::npos);
    CHECK(invented.header("Content-Security-Policy").value_or("").starts_with("sandbox;"));
    CHECK(preview("%231042").body.find("Den blinkar r") != std::string::npos);
    CHECK(preview("1042", "sign_in").status == 422);
    CHECK(preview("4711").status == 422);
    desk.school.run("UPDATE tickets SET confidential = 1");
    const auto secret = preview("1042");
    CHECK(secret.status == 422);
    CHECK(secret.body.find("Den blinkar") == std::string::npos);
    const auto wrong = desk.ask(web::Method::Post, path + "/preview", form_of({"x", "x", "{lnk}"}, 0));
    CHECK(wrong.status == 422);
    CHECK(wrong.body.find("{lnk}") != std::string::npos);
    CHECK(wrong.body.find("{länk}") != std::string::npos);
}

TEST_CASE("every letter can be looked at, in both languages", "[mail][db]") {
    LetterDesk desk;
    CHECK(desk.ask(web::Method::Get, "/admin/letters").body.find("/admin/letters/confidential/en") != std::string::npos);
    for (const auto& folder : all_letter_folders()) {
        for (const std::string language : {"sv", "en"}) {
            CAPTURE(folder, language);
            CHECK(desk.ask(web::Method::Get, "/admin/letters/" + folder + "/" + language).status == 200);
            CHECK(desk.ask(web::Method::Get, "/admin/letters/" + folder + "/" + language + "/preview").body.find("<h1>") != std::string::npos);
        }
    }
}
