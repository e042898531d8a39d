#include <catch2/catch.hpp>

#include <regex>

#include "identity/browser_name.hpp"
#include "identity/sessions.hpp"
#include "unit/identity/school.hpp"

using namespace ansvar;
using namespace ansvar::tests;
using namespace std::chrono_literals;

namespace {

std::vector<std::string> ends_on(const web::Response& page) {
    std::vector<std::string> paths;
    const std::regex action{"action=\"(/account/sessions/[0-9]+/removal)\""};
    for (auto at = std::sregex_iterator{page.body.begin(), page.body.end(), action}; at != std::sregex_iterator{}; ++at) {
        paths.push_back((*at)[1]);
    }
    return paths;
}

}  // namespace

TEST_CASE("people see where they are signed in, in words, and can end it", "[identity][sessions][account]") {
    School school;
    school.add({.email = mail("its@skola.example"), .name = "Amir Wallin"}, {"ITS"});
    Browser here{school, "10.0.0.7"}, phone{school, "192.168.4.4"}, other{school, "172.16.0.9"}, stranger{school};
    phone.user_agent = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile/15E148 Safari/604.1";
    here.enter("its@skola.example");
    phone.enter("its@skola.example");
    stranger.enter("larare@skola.example");
    const auto page = here.get("/account/security");
    for (const auto* words : {"Firefox på Linux", "Safari på iPhone", "10.0.0.7", "192.168.4.4", "du är här nu"}) {
        CHECK(page.body.find(words) != std::string::npos);
    }
    REQUIRE(ends_on(page).size() == 1);

    SECTION("one of them") {
        CHECK(stranger.post(ends_on(page).front()).status == 303);
        CHECK(phone.is_signed_in());  // it is not the stranger's
        CHECK(location(here.post(ends_on(page).front())) == "/account/security?done=ended");
        CHECK_FALSE(phone.is_signed_in());
        CHECK(here.is_signed_in());
        CHECK(ends_on(here.get("/account/security")).empty());
    }
    SECTION("all but this one") {
        other.enter("its@skola.example");
        CHECK(here.post("/account/sessions/removal").status == 303);
        CHECK_FALSE(phone.is_signed_in());
        CHECK_FALSE(other.is_signed_in());
        CHECK(here.is_signed_in());
        CHECK(stranger.is_signed_in());
        const auto row = school.row("SELECT COUNT(*) AS n FROM audit_log WHERE action = 'session.ended_elsewhere' AND details LIKE '%2%'");
        CHECK(row.integer("n") == 1);
    }
    SECTION("what has ended by itself is not listed") {
        school.clock.time += 50min;
        CHECK(here.is_signed_in());
        school.clock.time += 20min;
        CHECK(ends_on(here.get("/account/security")).empty());
    }
}

TEST_CASE("a browser whose name is no text signs in like any other", "[identity][sessions]") {
    School school;
    school.add({.email = mail("its@skola.example"), .name = "Amir Wallin"}, {"ITS"});
    const auto* user_agent = GENERATE("Firefox \xff\xfe", "\xc3", "\xed\xa0\x80 Linux", "\xf0\x9f\x8f");
    Browser browser{school};
    browser.user_agent = user_agent;
    browser.enter("its@skola.example");
    const auto page = browser.get("/account/security");
    CHECK(page.status == 200);
    CHECK(page.body.find("Okänd webbläsare") != std::string::npos);
    CHECK(school.row("SELECT client FROM sessions").text("client").empty());
}

TEST_CASE("a browser is called what people call it", "[identity][sessions]") {
    const School school;
    const auto name = [&](const std::string& user_agent) {
        return identity::browser_name(school.pages.texts(), web::Language::Sv, user_agent);
    };
    CHECK(name("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/130.0 Safari/537.36 Edg/130.0") == "Edge på Windows");
    CHECK(name("Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 Chrome/130.0.0.0 Safari/537.36") == "Chrome på ChromeOS");
    CHECK(name("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/18.0 Safari/605.1.15") == "Safari på Mac");
    CHECK(name("Mozilla/5.0 (iPad; CPU OS 18_0 like Mac OS X) CriOS/130.0 Mobile Safari/604.1") == "Chrome på iPad");
    CHECK(name("Mozilla/5.0 (Linux; Android 14; SM-S918B) SamsungBrowser/26.0 Chrome/122.0 Mobile Safari/537.36") == "Samsung Internet på Android");
    CHECK(name("curl/8.5.0") == "Okänd webbläsare");
    CHECK(name("") == "Okänd webbläsare");
    CHECK(name("<script>alert(1)</script> Linux") == "Okänd webbläsare på Linux");
}
