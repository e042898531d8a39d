#include <algorithm>
#include <atomic>
#include <catch2/catch.hpp>
#include <thread>

#include "core/secret.hpp"
#include "identity/link_entrance.hpp"
#include "identity/sessions.hpp"
#include "identity/sign_in.hpp"
#include "unit/identity/school.hpp"

using namespace ansvar;
using namespace ansvar::tests;
using namespace std::chrono_literals;

namespace {

web::Response ask_for_letter(Browser& browser, const std::string& address, const std::string& next = "/") {
    return browser.post("/sign-in", {{"mail", address}, {"next", next}});
}

std::string replaced(std::string text, const std::string& what, const std::string& with) {
    for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + with.size())) {
        text.replace(at, what.size(), with);
    }
    return text;
}

const db::Query mark_left{"test/mark_left", "UPDATE people SET left_at = :now WHERE email = :email"};

}  // namespace

TEST_CASE("a letter goes to people we know and to allowed domains, and to nobody else", "[identity][sign-in]") {
    School school;
    school.add({.email = mail("konsult@annan.example"), .name = "Kim Konsult"});
    school.add({.email = mail("borta@skola.example"), .name = "Bo Borta"});
    school.db().execute_once(mark_left, {{"email", "borta@skola.example"}, {"now", school.now()}});
    const std::vector<std::pair<std::string, std::size_t>> addresses{
        {"konsult@annan.example", 1},                                      // known
        {"KONSULT@annan.example", 1},     {"ny.larare@skola.example", 1},  // at the school's domain
        {"borta@skola.example", 0},                                        // has left
        {"okand@annan.example", 0},                                        // unknown
        {"x@under.skola.example", 0},                                      // another domain
        {"x@skola.example.evil.test", 0},
    };
    Browser browser{school};
    for (const auto& [address, letters] : addresses) {
        CAPTURE(address);
        school.letters = {};
        CHECK(ask_for_letter(browser, address).status == 200);
        CHECK(school.letters.letters.size() == letters);
        CHECK(school.letters.wakes == 1);
    }
}

TEST_CASE("the answer does not tell whether an address is known", "[identity][sign-in]") {
    School school;
    school.add({.email = mail("konsult@annan.example"), .name = "Kim Konsult"});
    Browser one{school};
    Browser other{school};
    const auto known = ask_for_letter(one, "konsult@annan.example", "/tickets/1001");
    const auto unknown = ask_for_letter(other, "frammande@annan.example", "/tickets/1001");
    CHECK(school.letters.letters.size() == 1);
    CHECK(known.status == unknown.status);
    CHECK(known.headers == unknown.headers);
    CHECK(replaced(known.body, "konsult@annan.example", "X") == replaced(unknown.body, "frammande@annan.example", "X"));
    CHECK(one.cookies == other.cookies);
}

TEST_CASE("what is no address is said so, and no letter goes out", "[identity][sign-in]") {
    School school;
    Browser browser{school};
    for (const std::string typed : {"", "anna", "anna@", "a b@skola.example", "x@skola.example\r\nBcc: y@z.example", "<x@skola.example>"}) {
        CAPTURE(typed);
        const auto answer = ask_for_letter(browser, typed);
        CHECK(answer.status == 422);
        CHECK(answer.body.find("mail-error") != std::string::npos);
    }
    CHECK(school.letters.letters.empty());
}

TEST_CASE("eight that press one link's button at once: one gets in", "[identity][sign-in]") {
    School school;
    const auto services = school.services();
    const identity::Entrance entrance{services};
    for (int round = 0; round < 10; ++round) {
        const auto link = identity::draw_link(school.db(), school.settings, {.email = mail("larare@skola.example")}, school.now());
        const auto token = link.substr(link.rfind('/') + 1);
        std::atomic<int> inside{0};
        std::atomic<bool> go{false};
        std::vector<std::thread> threads;
        for (int i = 0; i < 8; ++i) {
            threads.emplace_back([&] {
                while (!go) {
                    std::this_thread::yield();
                }
                inside += identity::enter_by_link(services, entrance, token, "/", {}, std::nullopt, school.now()) ? 1 : 0;
            });
        }
        go = true;
        for (auto& thread : threads) {
            thread.join();
        }
        CHECK(inside == 1);
    }
    const auto people = school.db().read([&](db::Session& session) { return identity::list_people(session, school.now()); });
    CHECK(people.size() == 1);
}

TEST_CASE("a link lets in for fifteen minutes", "[identity][sign-in]") {
    School school;
    const std::vector<std::pair<std::chrono::seconds, bool>> ages{{0s, true}, {899s, true}, {900s, false}, {24h, false}};
    for (const auto& [age, gets_in] : ages) {
        CAPTURE(age.count());
        const auto link = school.link_for("larare@skola.example");
        school.clock.time += age;
        Browser browser{school};
        CHECK(browser.get(link).status == (gets_in ? 200 : 410));
        const auto answer = browser.post(link);
        CHECK(answer.status == (gets_in ? 303 : 410));
        CHECK(browser.is_signed_in() == gets_in);
        if (!gets_in) {
            CHECK(answer.body.find("href=\"/sign-in\"") != std::string::npos);
        }
    }
}

TEST_CASE("opening a link uses nothing up; its button does, once", "[identity][sign-in]") {
    School school;
    const auto link = school.link_for("larare@skola.example");
    Browser scanner{school};
    for (int i = 0; i < 3; ++i) {
        const auto page = scanner.get(link);
        CHECK(page.status == 200);
        CHECK(page.header("cache-control") == "no-store");
        CHECK(page.body.find("action=\"" + link + "\"") != std::string::npos);
    }
    CHECK_FALSE(scanner.is_signed_in());
    Browser browser{school};
    CHECK(browser.post(link).status == 303);
    CHECK(browser.is_signed_in());
    CHECK(Browser{school}.post(link).status == 410);
    CHECK(Browser{school}.get(link).status == 410);
    // The same browser pressed twice: it is in already.
    CHECK(browser.post(link).status == 303);
    CHECK(Browser{school}.get("/sign-in/nonsense").status == 410);
}

TEST_CASE("who reads mail at the school is made known at the first sign-in", "[identity][sign-in]") {
    School school;
    Browser browser{school};
    ask_for_letter(browser, "anna.lindqvist@skola.example");
    const auto find = [&] {
        return school.db().read([&](db::Session& session) {
            return identity::find_person_by_email(session, mail("anna.lindqvist@skola.example"), school.now());
        });
    };
    CHECK_FALSE(find());
    browser.enter("anna.lindqvist@skola.example");
    REQUIRE(find());
    CHECK(find()->name == "Anna Lindqvist");
    CHECK(browser.get("/account").body.find("Anna Lindqvist") != std::string::npos);
}

TEST_CASE("a link stops working when its reader leaves the school", "[identity][sign-in]") {
    School school;
    school.add({.email = mail("konsult@annan.example"), .name = "Kim Konsult"});
    const auto link = school.link_for("konsult@annan.example");
    school.db().execute_once(mark_left, {{"email", "konsult@annan.example"}, {"now", school.now()}});
    CHECK(Browser{school}.post(link).status == 410);
}

TEST_CASE("too many letters are refused, without locking others out", "[identity][sign-in]") {
    School school;
    Browser eager{school, "10.0.0.7"};
    for (int i = 0; i < 5; ++i) {
        CHECK(ask_for_letter(eager, "larare@skola.example").status == 200);
    }
    const auto refused = ask_for_letter(eager, "larare@skola.example");
    CHECK(refused.status == 429);
    CHECK(std::stoi(refused.header("retry-after").value_or("0")) == 900);
    CHECK(school.letters.letters.size() == 5);

    SECTION("the owner of the mailbox still gets letters elsewhere") {
        Browser owner{school, "192.168.4.4"};
        CHECK(ask_for_letter(owner, "larare@skola.example").status == 200);
    }
    SECTION("the same client still gets letters to others") {
        CHECK(ask_for_letter(eager, "its@skola.example").status == 200);
    }
    SECTION("after a quarter of an hour it goes again") {
        school.clock.time += 16min;
        CHECK(ask_for_letter(eager, "larare@skola.example").status == 200);
    }
    SECTION("an unknown address is refused in the same way") {
        for (int i = 0; i < 5; ++i) {
            CHECK(ask_for_letter(eager, "okand@annan.example").status == 200);
        }
        const auto also_refused = ask_for_letter(eager, "okand@annan.example");
        CHECK(also_refused.status == refused.status);
        CHECK(also_refused.headers == refused.headers);
    }
    SECTION("many clients together cannot flood one mailbox") {
        int answered = 0;
        for (int client = 0; client < 40; ++client) {
            Browser other{school, "172.16.0." + std::to_string(client)};
            answered += ask_for_letter(other, "larare@skola.example").status == 200 ? 1 : 0;
        }
        CHECK(school.letters.letters.size() == school.settings.tries_per_mailbox);
        CHECK(answered == static_cast<int>(school.settings.tries_per_mailbox) - 5);
    }
    SECTION("one client cannot ask for everybody") {
        int answered = 0;
        for (int i = 0; i < 150; ++i) {
            answered += ask_for_letter(eager, "person" + std::to_string(i) + "@skola.example").status == 200 ? 1 : 0;
        }
        CHECK(answered == static_cast<int>(school.settings.tries_per_client) - 5);
    }
    SECTION("an IPv6 client is its network") {
        Browser first{school, "2001:db8:1:2::1"};
        for (int i = 0; i < 95; ++i) {
            ask_for_letter(first, "person" + std::to_string(i) + "@skola.example");
        }
        int answered = 0;
        for (int i = 0; i < 10; ++i) {
            Browser next{school, "2001:db8:1:2:3::" + std::to_string(i)};
            answered += ask_for_letter(next, "andra" + std::to_string(i) + "@skola.example").status == 200 ? 1 : 0;
        }
        CHECK(answered == 5);
    }
}

TEST_CASE("sign-in leads on to own pages only", "[identity][sign-in]") {
    const std::vector<std::pair<std::string, std::string>> paths{
        {"/tickets/1001", "/tickets/1001"},
        {"/queues/L%C3%84R?view=mine", "/queues/L%C3%84R?view=mine"},
        {"/", "/"},
        {"", "/"},
        {"tickets", "/"},
        {"//evil.example", "/"},
        {"///evil.example", "/"},
        {"/\\evil.example", "/"},
        {"\\\\evil.example", "/"},
        {"/\t/evil.example", "/"},
        {"/\n/evil.example", "/"},
        {"https://evil.example", "/"},
        {"javascript:alert(1)", "/"},
        {" //evil.example", "/"},
        {"/a\r\nSet-Cookie: x=y", "/"},
        {"/\xC3\xA5", "/"},
        {"/sign-in", "/"},
        {"/sign-in/TOKEN", "/"},
        {"/sign-out", "/"},
        {"/" + std::string(2000, 'a'), "/"},
    };
    School school;
    int client = 0;
    for (const auto& [next, leads_to] : paths) {
        CAPTURE(next);
        school.clock.time += 16min;
        CHECK(identity::own_path_after_sign_in(next) == leads_to);
        Browser browser{school, "10.0.0." + std::to_string(++client)};
        CHECK(browser.get("/sign-in?next=" + percent_encode(next)).body.find("name=\"next\" value=\"" + escape_html(leads_to) + "\"") !=
              std::string::npos);
        ask_for_letter(browser, "larare@skola.example", next);
        const auto link = school.link_for("larare@skola.example");
        CHECK(browser.get(link).body.find("name=\"next\" value=\"" + escape_html(leads_to) + "\"") != std::string::npos);
        CHECK(location(browser.post(link, {{"next", next}})) == leads_to);
        CHECK(location(browser.get("/sign-in?next=" + percent_encode(next))) == leads_to);
    }
}

TEST_CASE("where one wanted to go survives the way through the mailbox", "[identity][sign-in]") {
    School school;
    Browser browser{school};
    ask_for_letter(browser, "larare@skola.example", "/tickets/1001?x=a,b;c");
    const auto link = school.link_for("larare@skola.example");
    CHECK(browser.get(link).body.find("/tickets/1001?x=a,b;c") != std::string::npos);
    // Another browser knows nothing of it.
    CHECK(Browser{school}.get(link).body.find("/tickets/1001") == std::string::npos);
    browser.post(link, {{"next", "/"}});
    CHECK(browser.cookies.size() == 1);
}

TEST_CASE("the session's cookie is bound to host and scheme", "[identity][sessions]") {
    const auto [url, name, secure] = GENERATE(table<std::string, std::string, bool>({
        {"https://ansvar.skola.example", "__Host-ansvar", true},
        {"http://127.0.0.1:8080", "ansvar", false},
    }));
    School school{url};
    school.add({.email = mail("its@skola.example"), .name = "Amir Wallin"}, {"ITS"});
    Browser browser{school};
    const auto requester = cookie_header(browser.post(school.link_for("larare@skola.example")), name);
    CAPTURE(requester);
    CHECK(requester.find("; HttpOnly") != std::string::npos);
    CHECK(requester.find("; SameSite=Lax") != std::string::npos);
    CHECK(requester.find("; Path=/") != std::string::npos);
    CHECK(requester.find("Domain") == std::string::npos);
    CHECK((requester.find("; Secure") != std::string::npos) == secure);
    CHECK(requester.find("; Max-Age=2592000") != std::string::npos);
    CHECK(requester.substr(name.size() + 1, requester.find(';') - name.size() - 1).size() == 32);
    const auto agent = cookie_header(browser.post(school.link_for("its@skola.example")), name);
    CHECK(agent.find("; Max-Age=43200") != std::string::npos);
}

TEST_CASE("sign-in always begins a new session and ends the browser's old one", "[identity][sessions]") {
    School school;
    Browser browser{school};
    browser.enter("larare@skola.example");
    const auto first = browser.cookies.at("ansvar");
    browser.enter("larare@skola.example");
    CHECK(browser.cookies.at("ansvar") != first);
    Browser old{school};
    old.cookies["ansvar"] = first;
    CHECK_FALSE(old.is_signed_in());
    // A value that somebody planted is never taken over.
    Browser victim{school};
    victim.cookies["ansvar"] = "planted-by-somebody-else";
    victim.enter("larare@skola.example");
    CHECK(victim.cookies.at("ansvar") != "planted-by-somebody-else");
}

TEST_CASE("sign-out ends the session itself, not just the cookie", "[identity][sessions]") {
    School school;
    Browser browser{school};
    browser.enter("larare@skola.example");
    Browser thief{school};
    thief.cookies = browser.cookies;
    CHECK(thief.is_signed_in());
    const auto answer = browser.post("/sign-out");
    CHECK(answer.status == 303);
    CHECK(browser.cookies.empty());
    CHECK_FALSE(thief.is_signed_in());
    CHECK(Browser{school}.post("/sign-out").status == 303);
}

TEST_CASE("a confirming link makes the waiting ticket a ticket and signs its writer in", "[identity][sign-in]") {
    School school;
    const auto link = school.path_of(
        identity::draw_link(school.db(), school.settings, {.email = mail("foralder@annan.example"), .pending = 7}, school.now()));
    CHECK(Browser{school}.get(link).status == 200);
    CHECK(school.confirmed.empty());
    Browser browser{school};
    const auto answer = browser.post(link, {{"next", "/account"}});
    CHECK(location(answer) == "/tickets/1007");
    REQUIRE(school.confirmed.size() == 1);
    CHECK(school.confirmed.front().first == 7);
    CHECK(school.person(school.confirmed.front().second).email == mail("foralder@annan.example"));
    CHECK(browser.is_signed_in());
    CHECK(Browser{school}.post(link).status == 410);
    CHECK(school.confirmed.size() == 1);
}
