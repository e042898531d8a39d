// What the log must never tell, whatever happens in the school.
#include <catch2/catch.hpp>
#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <regex>

#include "core/secret.hpp"
#include "core/text.hpp"
#include "identity/totp.hpp"
#include "served_school.hpp"

using namespace ansvar;
using namespace ansvar::tests;

namespace {

std::string first(const std::string& text, const std::string& pattern) {
    std::smatch found;
    return std::regex_search(text, found, std::regex{pattern}) ? found[1].str() : std::string{};
}

std::string hidden(const std::string& page, const std::string& name) { return first(page, "name=\"" + name + "\" value=\"([^\"]*)\""); }

std::string secret_in(const std::string& text, const std::string& pattern) {
    auto secret = first(text, pattern);
    REQUIRE(secret != "");
    keep_out_of_log(secret);
    return secret;
}

std::string link_in(const std::string& letter) { return "/sign-in/" + secret_in(letter, "/sign-in/([A-Za-z0-9_-]+)"); }

/// A day at school in which everybody writes what others may not know.
class SecretDay {
public:
    explicit SecretDay(ServedSchool& school) : school_{school}, admin_{school.browser("admin")} {}

    void somebody_new_comes() {
        const auto added = admin_.post_form("/admin/people", {{"name", "Vera Hemligsson"}, {"mail", mail_}, {"title", "Skolkurator på deltid"}, {"phone", "0701-99 88 77"}, {"room", "Kuratorn 4"}});
        REQUIRE(added.status == 303);
        vera_ = first(added.header("location"), "/admin/people/([0-9]+)");
        if (vera_.empty()) {
            vera_ = first(admin_.get("/admin/people?q=Hemligsson").body, "/admin/people/([0-9]+)");
        }
        REQUIRE(vera_ != "");
        CHECK(admin_.post_form("/admin/people", {{"name", "Vera Dubbelgångare"}, {"mail", mail_}}).status == 422);
        CHECK(admin_.get(searched("/admin/people", "Hemligsson")).says("Vera Hemligsson"));
        CHECK(admin_.get(searched("/admin/audit", "vera.hemligsson", "person")).status < 500);
    }

    void signs_in_by_link() {
        browser_ = school_.anonymous();
        CHECK(browser_.post_form("/sign-in", {{"mail", mail_}, {"next", "/account"}}).status == 200);
        const auto link = link_in(school_.letter("sign_in", mail_));
        CHECK(browser_.get(link).status == 200);
        CHECK(browser_.post_form(link, {{"next", "/account"}}).status == 303);
        CHECK(school_.anonymous().post_form(link, {{"next", "/"}}).status == 410);
        CHECK(browser_.post_form("/account", {{"language", "sv"}, {"phone", "0702-11 22 33"}, {"room", "Rum Hemligt 9"}}).status == 303);
    }

    void sets_password_and_second_factor() {
        CHECK(browser_.post_form("/account/password", {{"password", "kort å gott"}, {"password_again", "något helt annat"}}).status == 422);
        CHECK(browser_.post_form("/account/password", {{"password", password_}, {"password_again", password_}}).status == 303);
        const auto page = browser_.get("/account/second-factor");
        auto secret = first(page.body, "id=\"secret\">([A-Z2-7 ]+)<");
        REQUIRE(secret != "");
        keep_out_of_log(secret);
        secret.erase(std::remove(secret.begin(), secret.end(), ' '), secret.end());
        keep_out_of_log(secret);
        const auto sealed = hidden(page.body, "sealed");
        CHECK(browser_.post_form("/account/second-factor", {{"sealed", sealed}, {"code", "12345x"}}).status == 422);
        const auto codes = browser_.post_form("/account/second-factor", {{"sealed", sealed}, {"code", identity::totp_code(secret, SystemClock{}.now())}});
        INFO(codes.body);
        CHECK(codes.status == 200);
        recovery_ = secret_in(codes.body, "<code>([a-z0-9]{4}-[a-z0-9]{4}-[a-z0-9]{2})</code>");
        CHECK(browser_.post_form("/sign-out", {}).status == 303);
    }

    void signs_in_by_password() {
        CHECK(browser_.post_form("/sign-in/password", {{"mail", mail_}, {"password", "fel lösenord, helt fel"}}).status == 422);
        CHECK(browser_.post_form("/sign-in/password", {{"mail", "ingen.alls@skola.example"}, {"password", password_}}).status == 422);
        const auto in = browser_.post_form("/sign-in/password", {{"mail", mail_}, {"password", password_}, {"next", "/"}});
        CHECK(in.header("location") == "/sign-in/second-factor");
        CHECK(browser_.post_form("/sign-in/second-factor", {{"recovery_code", "zzzz-zzzz-zz"}}).status == 422);
        CHECK(browser_.post_form("/sign-in/second-factor", {{"recovery_code", recovery_}}).status == 303);
        CHECK(browser_.get("/account").says("Vera Hemligsson"));
    }

    void files_tickets() {
        const auto sent = browser_.post_files("/tickets",
                                              {{"subject", "Om eleven Kim Skyddadsson"}, {"body", "Kim Skyddadsson 811218-9876 är hotad\nRing mamman på 0733-44 55 66"},
                                               {"area", "B049"}, {"room", "Aulan bakom scenen"}, {"phone", "0733-44 55 66"}},
                                              "files", {{"kim skyddadsson.txt", "det som står i filen om Kim"}});
        REQUIRE(sent.status == 303);
        place_ = "/tickets/" + first(sent.header("location"), "^/tickets/([0-9]+)");
        file_ = secret_in(browser_.get(place_).body, "/files/([A-Za-z0-9_-]+)");
        CHECK(browser_.get(place_ + "/files/" + file_).says("det som står i filen"));
        CHECK(browser_.post_form("/tickets", {{"subject", std::string(201, 'h') + "emlig"}, {"body", "För långt ämne om Kim"}, {"mail", "inte en adress"}}).status == 422);
        CHECK(browser_.post_form("/tickets/new/answer", {{"body", "Kim är hotad, vad gör jag"}, {"subject", "Hot mot Kim"}}).status == 200);
        auto parent = school_.anonymous();
        CHECK(parent.post_form("/tickets", {{"body", "Mitt barn Robin Olycksson mår dåligt"}, {"area", "B004"}, {"mail", "mamma.olycksson@annan.example"}}).status == 200);
        CHECK(parent.post_form(link_in(school_.letter("confirm_ticket", "mamma.olycksson@annan.example")), {{"next", "/"}}).status == 303);
    }

    void is_answered() {
        auto agent = school_.browser("its"), colleague = school_.browser("sek");
        CHECK(agent.post_form(place_ + "/messages", {{"kind", "reply"}, {"body", "Jag pratar med Kims mamma i kväll"}}).status == 303);
        CHECK(agent.post_form(place_ + "/messages", {{"kind", "note"}, {"body", "Misstänker pappan, säg inget"}}).status == 303);
        CHECK(agent.post_form(place_ + "/messages", {{"kind", "note"}, {"body", ""}}).status == 422);
        CHECK(agent.post_form(place_ + "/readers", {{"reader", "itp@skola.example"}, {"why", "Itp känner familjen Skyddadsson"}}).status < 500);
        CHECK(agent.get(searched("/queues/ITS", "Kim Skyddadsson")).status == 200);
        CHECK(agent.get(searched("/matrix", "hotad av pappan")).status == 200);
        CHECK(colleague.get(place_).status == 404);
        CHECK(colleague.get(place_ + "/files/" + file_).status == 404);
        school_.letter("reply", place_.substr(place_.rfind('/') + 1));
        CHECK(admin_.post_form("/admin/confidential", {{"number", place_.substr(place_.rfind('/') + 1)}, {"reason", "Socialtjänsten frågar om Kim"}}).status == 303);
        CHECK(admin_.get(place_).says("Kim Skyddadsson"));
        CHECK(agent.post_form(place_ + "/reroute", {{"to", "B070"}, {"reason", "Hör till rektorn Ove Bestämd"}}).status < 500);
    }

    void is_administered() {
        const auto page = admin_.post_form("/admin/tokens", {{"name", "Robotens nyckel"}, {"as", "me"}, {"scope", "tickets:read"}, {"scope", "tickets:write"}, {"days", "30"}});
        INFO(page.body);
        const auto token = secret_in(page.body, "(ansvar_[A-Za-z0-9_-]{20,})");
        auto program = school_.anonymous();
        program.bear(token);
        CHECK(program.post_json("/api/v1/tickets", {{"subject", "Om Kim genom roboten"}, {"body", "Roboten vet om Kim"}, {"room", "Robotrummet"}, {"phone", "0744-55 66 77"}}).status == 201);
        CHECK(program.post_json("/api/v1/tickets", {{"body", "Roboten vet ännu mer"}, {"fält om Kim", "hemligt fält"}}).status == 422);
        CHECK(program.ask("POST", "/api/v1/tickets", "{\"body\": \"halv hemlighet", {"Content-Type: application/json"}).status == 400);
        keep_out_of_log("halv hemlighet");
        CHECK(program.get("/api/v1/audit").status >= 403);
        auto thief = school_.anonymous();
        thief.bear("ansvar_stulen_men_fel_nyckel_1234567890");
        CHECK(thief.get("/api/v1/areas").status == 401);

        const auto import = admin_.post_form("/admin/people/import", {{"text", "namn;e-post;telefon\nIris Importerad;iris.importerad@skola.example;0755-66 77 88"}});
        keep_out_of_log("Iris Importerad");
        keep_out_of_log("iris.importerad@skola.example");
        keep_out_of_log("0755-66 77 88");
        REQUIRE(import.status == 303);
        const auto preview = admin_.get(import.header("location"));
        CHECK(admin_.post_form(import.header("location"), {{"fingerprint", hidden(preview.body, "fingerprint")}}).status == 303);
        CHECK(admin_.get("/admin/people.csv").says("Iris Importerad"));
        CHECK(admin_.post_form("/admin/people/import", {{"text", "namn;e-post\nOve Trasig;inte en adress alls"}}).status == 422);
        CHECK(admin_.post_form("/admin/units", {{"name", "Elevhälsans hemliga enhet"}}).status == 303);
        CHECK(admin_.post_form("/admin/sign-in/providers", {{"name", "Kommunens konto"}, {"slug", "kommunen"}, {"convention", "standard"}, {"issuer", "https://inlogg.kommunen.example"},
                                                            {"client_id", "klient-4711-x"}, {"client_secret", "klientens mycket hemliga ord"}})
                  .status < 500);
        CHECK(admin_.post_form("/admin/people/" + vera_ + "/departure", {}).status < 500);
    }

    /// What people and programs send that is no request of ours, with something secret in every part of it.
    void is_attacked() {
        auto nobody = school_.anonymous();
        const std::string secret = "ÖppnaSesamHemligt";
        keep_out_of_log(secret);
        const auto typed = percent_encode(secret);
        const std::vector<std::string> headers{"User-Agent: Mozilla " + secret + "\x1b[31m", "Referer: http://127.0.0.1/x?q=" + typed, "Accept-Language: " + secret, "Cookie: ansvar=" + secret,
                                               "X-Forwarded-For: " + secret, "traceparent: 00-" + secret + "-" + std::string(30, 'a'), "X-Request-Id: " + secret + "\x1b]0;x\x07", "Accept: text/html"};
        for (const auto& place : {"/" + typed, "/tickets/" + typed, "/tickets/mine?q=" + typed, "/sign-in/" + typed, "/api/v1/" + typed, "/api/v1/queues/" + typed + "/tickets", "/admin/people?q=" + typed,
                                  "/x%0d%0aforged%1b%5b31m" + typed, "/tickets/1%0d%0a" + typed, "/%zz" + typed, "/assets/" + typed + ".css", "/sign-in/with/" + typed}) {
            for (const auto* method : {"GET", "POST", "DELETE", "BREW"}) {
                INFO(method << " " << place);
                const auto answer = nobody.ask(method, place, std::string{method} == "GET" ? "" : "body=" + typed, headers);
                CHECK(answer.status >= 300);
                CHECK(answer.status < 502);
                admin_.ask(method, place, std::string{method} == "GET" ? "" : "reason=" + typed);
            }
        }
        CHECK(nobody.get("/", {"X-Long: " + std::string(70'000, 'x') + secret}).status >= 400);
        CHECK(admin_.post_form("/admin/people", {{"name", "Rad ett\r\n{\"forged\":\"Rad två\"}\x1b[2J"}, {"mail", "rad@skola.example\r\nBcc: annan@skola.example"}}).status == 422);
        CHECK(admin_.post_form("/admin/roles", {{"code", "A\r\nB\x1b"}, {"name_sv", "Rad\r\nbruten"}, {"name_en", "broken\x1b[1m"}, {"kind", "queue"}}).status < 500);
    }

    /// The database refuses what is written, and its messages quote it.
    void database_refuses() {
        auto teacher = school_.browser("larare");
        const auto run = [&](const std::string& statement) {
            const db::Query query{"test/break", statement};
            school_.database().execute_once(query);
        };
        const auto fails = [&](const std::string& where, const std::string& words) {
            const auto answer = teacher.post_form("/tickets", {{"body", "Det här kan inte sparas, sade " + words}, {"subject", "Ämnet " + words}, {"room", "Sal " + words}, {"area", "B003"}});
            INFO(where << ": " << answer.status);
            CHECK(answer.status >= 500);
            CHECK_FALSE(answer.says("Duplicate"));
            CHECK_FALSE(answer.says("database error"));
        };
        run("ALTER TABLE tickets RENAME COLUMN room TO elsewhere");
        fails("no such column", "Sixten Sparsam");
        run("ALTER TABLE tickets RENAME COLUMN elsewhere TO room");
        run("CREATE TRIGGER test_quotes BEFORE INSERT ON tickets FOR EACH ROW BEGIN SET @said = NEW.room; SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = @said; END");
        fails("a message that quotes", "Viola Villkorad");
        run("DROP TRIGGER test_quotes");
        CHECK(teacher.post_form("/tickets", {{"body", "Nu sparas det igen"}, {"room", "Sal Dagny"}, {"area", "B003"}}).status == 303);
    }

private:
    /// The path with a search for words that nobody else may know.
    static std::string searched(const std::string& path, const std::string& words, const std::string& field = "q") {
        keep_out_of_log(words);
        return path + "?" + field + "=" + percent_encode(words);
    }

    ServedSchool& school_;
    WebClient admin_, browser_ = school_.anonymous();
    const std::string mail_ = "vera.hemligsson@skola.example", password_ = "en ganska lång hemlig mening";
    std::string vera_, recovery_, place_, file_;
};

std::size_t count(const std::string& text, const std::string& what) {
    std::size_t found = 0;
    for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + 1)) {
        ++found;
    }
    return found;
}

}  // namespace

TEST_CASE("the log tells no name, address, phone, subject, text, file, search, password or token, whatever happens, and no line of it is forged") {
    const WatchedLog watched;
    const auto server = test_server();  // before the school, so that it outlives it
    ServedSchool school;
    const auto before = captured_log().size();
    SecretDay day{school};
    day.somebody_new_comes();
    day.signs_in_by_link();
    day.sets_password_and_second_factor();
    day.signs_in_by_password();
    day.files_tickets();
    day.is_answered();
    day.is_administered();
    day.is_attacked();
    day.database_refuses();
    CHECK(find_leak() == "");
    CHECK(find_control_character() == "");
    // It was the whole log that was looked at: requests, queries, letters and failures.
    const auto log = captured_log().substr(before);
    CHECK(count(log, "\"route\":") > 100);
    CHECK(count(log, "\"principal\":") > 20);
    CHECK(count(log, "query=") > 200);
    CHECK(count(log, "letter ") >= 3);
    CHECK(count(log, " answered 5") + count(log, " failed: ") >= 2);
}

TEST_CASE("a secret in the log is found, however it is spelled there") {
    capture_log();
    const std::string secret = "Åsa Avslöjad & co <asa@skola.example>";
    keep_out_of_log(secret);
    CHECK(find_leak_in("request 7 answered 500: database error 1062") == "");
    for (const auto& line : {"person " + secret + " changed", "GET /people?q=" + percent_encode(secret), std::string{"q=%C3%85sa+Avsl%C3%B6jad+%26+co+%3Casa%40skola.example%3E"},
                             nlohmann::json{{"name", secret}}.dump(-1, ' ', true)}) {
        INFO(line);
        CHECK(find_leak_in("a line\n" + line + "\nanother line") != "");
    }
    // And it is our log that is looked through, of the service and of the access.
    const auto mark = "planted " + random_token(12);
    spdlog::info("{}", mark);
    spdlog::get("access")->info("{} in access", mark);
    CHECK(captured_log().find(mark + "\n") != std::string::npos);
    CHECK(captured_log().find(mark + " in access\n") != std::string::npos);
}
