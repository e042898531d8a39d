#include <algorithm>
#include <catch2/catch.hpp>
#include <array>
#include <atomic>
#include <chrono>
#include <numeric>
#include <thread>

#include "identity/password_hasher.hpp"
#include "identity/password_rules.hpp"
#include "identity/passwords.hpp"
#include "identity/second_factor.hpp"
#include "identity/sessions.hpp"
#include "identity/totp.hpp"
#include "unit/identity/school.hpp"

using namespace ansvar;
using namespace ansvar::tests;
using namespace std::chrono_literals;
using identity::PasswordFault;

namespace {

const std::string good_password = "korvgryta på spisen";

/// A school where Lena has a password.
struct PasswordSchool : School {
    explicit PasswordSchool(const std::string& password = good_password) : lena{add({.email = mail("lena.ek@skola.example"), .name = "Lena Ek"})} {
        const identity::PasswordHasher hasher{settings};
        const auto hash = hasher.hash(identity::normal_password(password));
        db().in_transaction([&](db::Transaction& tx) { identity::store_password(tx, lena, hash, now()); });
    }
    PersonId lena;
};

web::Response sign_in(Browser& browser, const std::string& address, const std::string& password, const std::string& next = "/") {
    return browser.post("/sign-in/password", {{"mail", address}, {"password", password}, {"next", next}});
}

std::int64_t count(School& school, const std::string& from) { return school.row("SELECT COUNT(*) AS n FROM " + from).integer("n"); }

double median(std::vector<double> times) {
    std::sort(times.begin(), times.end());
    return times[times.size() / 2];
}
double mean(const std::vector<double>& times) { return std::accumulate(times.begin(), times.end(), 0.0) / static_cast<double>(times.size()); }

}  // namespace

TEST_CASE("mail address and password let in, under a new session", "[identity][password][sign-in]") {
    PasswordSchool school;
    Browser browser{school};
    browser.cookies["ansvar"] = "planted";
    CHECK(location(sign_in(browser, "Lena.Ek@skola.example", good_password, "/tickets/1001")) == "/tickets/1001");
    CHECK(browser.cookies.at("ansvar") != "planted");
    CHECK(browser.is_signed_in());
    CHECK(school.row("SELECT method FROM sessions").text("method") == "password");
    CHECK(location(sign_in(browser, "lena.ek@skola.example", good_password, "//evil.example")) == "/");
    // A letter typed on another keyboard is the same letter: a + ring above.
    CHECK(sign_in(browser, "lena.ek@skola.example", "korvgryta pa\u030a spisen").status == 303);
    for (const auto& typed : {std::string{"Korvgryta på spisen"}, good_password + " ", std::string(1024, 'x'), std::string(1025, 'x')}) {
        CHECK(sign_in(browser, "lena.ek@skola.example", typed).status == 422);
        school.clock.time += 24h;
    }
    CHECK(sign_in(browser, "", good_password).body.find("href=\"#password_mail\"") != std::string::npos);
    CHECK(sign_in(browser, "lena.ek@skola.example", "").body.find("href=\"#password\"") != std::string::npos);
}

TEST_CASE("argon2id stands in the database and nothing else of a password", "[identity][password][secrets]") {
    PasswordSchool school;
    CHECK(count(school, "passwords WHERE hash LIKE '$argon2id$v=19$m=8,t=1,p=1$%'") == 1);
    CHECK(count(school, "passwords WHERE hash LIKE '%korvgryta%'") == 0);
    const identity::Settings usual;
    CHECK(usual.password_memory == 19 * 1024 * 1024);
    CHECK(usual.password_passes == 2);
    CHECK(identity::PasswordHasher{usual}.hash(good_password).starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
}

TEST_CASE("a hash made with other parameters is made anew at sign-in", "[identity][password]") {
    PasswordSchool school;
    identity::Settings stronger = school.settings;
    stronger.password_passes = 2;
    const identity::PasswordHasher hasher{stronger};
    std::optional<PersonId> known;
    CHECK_FALSE(identity::find_by_password(school.db(), hasher, mail("lena.ek@skola.example"), "fel", known));
    CHECK(count(school, "passwords WHERE hash LIKE '%t=1,%'") == 1);
    CHECK(identity::find_by_password(school.db(), hasher, mail("lena.ek@skola.example"), good_password, known) == school.lena);
    CHECK(count(school, "passwords WHERE hash LIKE '%t=2,%'") == 1);
    CHECK(identity::find_by_password(school.db(), hasher, mail("lena.ek@skola.example"), good_password, known) == school.lena);
}

TEST_CASE("unknown, without a password, wrong: the same answer", "[identity][password][sign-in]") {
    PasswordSchool school;
    school.add({.email = mail("ulla.utan@skola.example"), .name = "Ulla Utan"});
    const auto gone = school.add({.email = mail("borta@skola.example"), .name = "Bo Borta"});
    school.db().in_transaction([&](db::Transaction& tx) { identity::update_left(tx, gone, true, school.now()); });
    std::vector<std::string> answers;
    for (const std::string name : {"lena.ek", "ulla.utan", "borta", "okand"}) {
        Browser browser{school};
        auto answer = sign_in(browser, name + "@skola.example", "fel lösenord, men långt");
        CHECK(answer.status == 422);
        CHECK(browser.cookies.empty());
        for (auto at = answer.body.find(name); at != std::string::npos; at = answer.body.find(name)) {
            answer.body.replace(at, name.size(), "X");
        }
        answers.push_back(answer.body);
    }
    for (const auto& answer : answers) {
        CHECK(answer == answers.front());
    }
    CHECK(count(school, "audit_log WHERE action = 'session.refused' AND actor_kind = 'unknown'") == 4);
}

TEST_CASE("as much is hashed for somebody unknown as for somebody known", "[identity][password][sign-in]") {
    PasswordSchool school;
    school.add({.email = mail("ulla.utan@skola.example"), .name = "Ulla Utan"});
    const identity::PasswordHasher hasher{school.settings};
    for (const std::string name : {"lena.ek", "ulla.utan", "okand"}) {
        CAPTURE(name);
        const auto before = hasher.count();
        std::optional<PersonId> known;
        CHECK_FALSE(identity::find_by_password(school.db(), hasher, mail(name + "@skola.example"), "fel", known));
        CHECK(known.has_value() == (name != "okand"));
        CHECK(hasher.count() - before == 1);
    }
}

TEST_CASE("the time does not tell whether an address is known: 1,000 comparisons", "[identity][password][sign-in]") {
    PasswordSchool school;
    school.add({.email = mail("ulla.utan@skola.example"), .name = "Ulla Utan"});
    auto services = school.services();
    services.settings.password_memory = 8 * 1024 * 1024;  // long enough to be missed when it is left out
    services.settings.passwords_per_client = services.settings.passwords_per_account_and_client = services.settings.passwords_under_attack = 1'000'000;
    school.routes = web::RouteTable{};
    for (auto& route : identity::identity_routes(services)) {
        school.routes.add(std::move(route));
    }
    const identity::PasswordHasher hasher{services.settings};
    school.db().in_transaction(
        [&, hash = hasher.hash(good_password)](db::Transaction& tx) { identity::store_password(tx, school.lena, hash, school.now()); });
    std::vector<double> known, unknown;
    const auto time = [&](const std::string& address, std::vector<double>& times) {
        Browser browser{school};
        const auto begun = std::chrono::steady_clock::now();
        const auto answer = sign_in(browser, address, "fel lösenord, men långt");
        times.push_back(std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begun).count());
        REQUIRE(answer.status == 422);
    };
    for (int round = 0; round < 1000; ++round) {
        time("lena.ek@skola.example", known);
        time(round % 2 == 0 ? "okand@skola.example" : "ulla.utan@skola.example", unknown);
    }
    CAPTURE(median(known), median(unknown), mean(known), mean(unknown));
    CHECK(std::abs(median(known) - median(unknown)) < 5);
    CHECK(std::abs(mean(known) - mean(unknown)) < 5);
}

TEST_CASE("wrong passwords make one client wait ever longer, and nobody else", "[identity][password][sign-in]") {
    PasswordSchool school;
    Browser attacker{school, "10.0.0.7"}, owner{school, "192.168.4.4"};
    for (int i = 0; i < 5; ++i) {
        CHECK(sign_in(attacker, "lena.ek@skola.example", "fel " + std::to_string(i)).status == 422);
    }
    const auto refused = sign_in(attacker, "lena.ek@skola.example", good_password);
    CHECK(refused.status == 429);
    CHECK(std::stoi(refused.header("retry-after").value_or("0")) == 120);
    SECTION("each further try waits twice as long, up to an hour") {
        std::vector<int> waits;
        for (int i = 0; i < 9; ++i) {
            const auto wait = std::stoi(sign_in(attacker, "lena.ek@skola.example", "fel").header("retry-after").value_or("0"));
            waits.push_back(wait);
            school.clock.time += std::chrono::seconds{wait};
            CHECK(sign_in(attacker, "lena.ek@skola.example", "fel").status == 422);
        }
        CHECK(waits == std::vector{120, 180, 300, 540, 1020, 1980, 3660, 3660, 3660});
    }
    SECTION("the owner gets in from elsewhere, and by letter from anywhere") {
        CHECK(sign_in(owner, "lena.ek@skola.example", good_password).status == 303);
        CHECK(attacker.post("/sign-in", {{"mail", "lena.ek@skola.example"}}).status == 200);
        CHECK(attacker.post(school.link_for("lena.ek@skola.example")).status == 303);
    }
    SECTION("many clients together leave each other fewer tries, and the owner some") {
        int answered = 0;
        for (int client = 0; client < 60; ++client) {
            Browser one{school, "172.16.0." + std::to_string(client)};
            for (int i = 0; i < 5; ++i) {
                answered += sign_in(one, "lena.ek@skola.example", "fel").status == 422 ? 1 : 0;
            }
        }
        CHECK(answered < 60 * 5 / 2 + 25);
        CHECK(sign_in(owner, "lena.ek@skola.example", "fel den här gången").status == 422);
        CHECK(sign_in(owner, "lena.ek@skola.example", good_password).status == 303);
    }
    SECTION("a right password forgets the client's tries") {
        for (int i = 0; i < 4; ++i) {
            CHECK(sign_in(owner, "lena.ek@skola.example", "fel").status == 422);
        }
        CHECK(sign_in(owner, "lena.ek@skola.example", good_password).status == 303);
        CHECK(sign_in(owner, "lena.ek@skola.example", "fel").status == 422);
    }
    SECTION("an unknown address is refused in the same way") {
        for (int i = 0; i < 5; ++i) {
            CHECK(sign_in(attacker, "okand@annan.example", "fel").status == 422);
        }
        CHECK(sign_in(attacker, "okand@annan.example", "fel").headers == refused.headers);
    }
    SECTION("one client cannot try everybody") {
        int answered = 0;
        for (int i = 0; i < 220; ++i) {
            answered += sign_in(attacker, "person" + std::to_string(i) + "@skola.example", "fel").status == 422 ? 1 : 0;
        }
        CHECK(answered == static_cast<int>(school.settings.passwords_per_client) - 5);
    }
}

TEST_CASE("a short password opens nothing alone", "[identity][password][second-factor]") {
    PasswordSchool school{"gr8 kvast"};
    Browser browser{school};
    const auto refused = sign_in(browser, "lena.ek@skola.example", "gr8 kvast");
    CHECK(refused.status == sign_in(browser, "lena.ek@skola.example", "något annat").status);  // without a second factor it is as good as none
    CHECK(location(refused) == "(none)");
    CHECK_FALSE(browser.is_signed_in());
    // The mailed link still does, for a teacher.
    browser.enter("lena.ek@skola.example");
    CHECK(browser.is_signed_in());
}

TEST_CASE("passwords are long and not what others try first", "[identity][password]") {
    identity::Person lena;
    lena.name = "Lena Ekström-Öberg";
    lena.email = mail("lena.ekstrom@skola.example");
    const auto words = identity::words_about(lena, "Björkskolan i Ånge");
    const auto check = [&](const std::string& password, bool has_second_factor = false) {
        return identity::check_password(identity::normal_password(password), has_second_factor, words);
    };
    for (const std::string fine : {"korvgryta på spisen", "correct horse battery staple", "tV9#kQ2!xL7&bN4", "blåbärspaj 1 fredag", "zebran åt min tulpan",
                                   "               ostkaka", "71 93 60 48 25 17 3", "日本語のパスワードは長いです、そうです"}) {
        CAPTURE(fine);
        CHECK(check(fine) == PasswordFault::None);
    }
    for (const std::string common :
         {"sommar2026sommar", "Sommaren2026!!!!", "Vinter2025Vinter2025", "losenordlosenord", "Lösenord123456789", "L0senord12345678", "P@ssw0rdP@ssw0rd",
          "qwertyuiopåasdfgh", "1q2w3e4r5t6y7u8i", "123456789012345", "111111111111111", "aaaaaaaaaaaaaaaaaaaa", "abcabcabcabcabcabc", "lenaekstrom1975!!",
          "Ekström Öberg 2026", "bjorkskolan12345", "Björkskolan-Ånge", "hejhejhejhejhejhej", "iloveyouiloveyou", "administrator2026", "januarifebruari1"}) {
        CAPTURE(common);
        CHECK(check(common) == PasswordFault::TooCommon);
    }
    CHECK(check("fjorton tecken") == PasswordFault::TooShort);
    CHECK(check("gr8 kvas") == PasswordFault::TooShort);
    CHECK(check("gr8 kvas", true) == PasswordFault::None);
    CHECK(check("gr8 kva", true) == PasswordFault::TooShort);
    CHECK(check("Sommar26", true) == PasswordFault::TooCommon);
    CHECK(check(std::string(1025, 'x')) == PasswordFault::TooLong);
}

TEST_CASE("a password is set, changed and removed on one's own page", "[identity][password][account]") {
    School school;
    school.add({.email = mail("lena.ek@skola.example"), .name = "Lena Ek"});
    Browser browser{school}, elsewhere{school};
    browser.enter("lena.ek@skola.example");
    elsewhere.enter("lena.ek@skola.example");
    const auto save = [&](const std::string& password, const std::string& again, const std::string& proof = "") {
        return browser.post("/account/password", {{"password", password}, {"password_again", again}, {"proof", proof}});
    };
    CHECK(browser.get("/account/password").body.find("autocomplete=\"new-password\"") != std::string::npos);
    CHECK(save("kort", "kort").status == 422);
    CHECK(save("lenaeklenaeklenaek", "lenaeklenaeklenaek").status == 422);
    const auto differing = save(good_password, good_password + "!");
    CHECK(differing.status == 422);
    CHECK(differing.body.find(good_password) == std::string::npos);
    CHECK(count(school, "passwords") == 0);
    CHECK(location(save(good_password, good_password)) == "/account/security?done=password");
    CHECK(count(school, "audit_log WHERE action = 'password.set' AND details LIKE '%1%'") == 1);
    CHECK(browser.is_signed_in());
    CHECK_FALSE(elsewhere.is_signed_in());

    // Later it takes the current one.
    school.clock.time += 16min;
    CHECK(save("en helt annan gryta", "en helt annan gryta").status == 422);
    CHECK(save("en helt annan gryta", "en helt annan gryta", "fel").status == 422);
    CHECK(save("en helt annan gryta", "en helt annan gryta", good_password).status == 303);
    Browser fresh{school};
    CHECK(sign_in(fresh, "lena.ek@skola.example", good_password).status == 422);
    CHECK(sign_in(fresh, "lena.ek@skola.example", "en helt annan gryta").status == 303);
    CHECK(location(fresh.post("/account/password/removal")) == "/account/security?done=no-password");
    CHECK(sign_in(fresh, "lena.ek@skola.example", "en helt annan gryta").status == 422);
    CHECK(count(school, "audit_log WHERE action = 'password.removed'") == 1);
    CHECK_FALSE(browser.is_signed_in());
}

TEST_CASE("passwords are hashed two at once; a few wait, who comes then is told to come back", "[identity][password]") {
    identity::Settings settings;
    settings.password_memory = 64 * 1024 * 1024;  // some time each
    settings.password_passes = 3;
    settings.passwords_waiting = 1;
    settings.password_patience = 20s;
    const identity::PasswordHasher hasher{settings};
    std::atomic<int> done{0}, refused{0};
    std::vector<std::thread> threads;
    for (int i = 0; i < 8; ++i) {
        threads.emplace_back([&] {
            try {
                hasher.hash(good_password);
                ++done;
            } catch (const web::Unavailable& busy) {
                refused += busy.status == 503 && !busy.headers.empty() ? 1 : 0;
            }
        });
    }
    for (auto& thread : threads) {
        thread.join();
    }
    CHECK(done >= 3);
    CHECK(refused >= 1);
    CHECK(done + refused == 8);
    settings.passwords_waiting = 8;
    settings.password_patience = 1ms;
    settings.passwords_at_once = 1;
    const identity::PasswordHasher impatient{settings};
    std::atomic<int> gave_up{0};
    std::thread first{[&] { impatient.hash(good_password); }};
    while (impatient.count() < 2) {  // the decoy, and the one that is under way
        std::this_thread::yield();
    }
    try {
        impatient.hash(good_password);
    } catch (const web::Unavailable&) {
        ++gave_up;
    }
    first.join();
    CHECK(gave_up == 1);
}
