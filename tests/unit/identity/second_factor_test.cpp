#include <algorithm>
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <atomic>
#include <regex>
#include <thread>

#include "core/secret.hpp"
#include "identity/entrance.hpp"
#include "identity/housekeeping.hpp"
#include "identity/recovery_codes.hpp"
#include "identity/second_factor.hpp"
#include "identity/second_factor_policy.hpp"
#include "identity/sessions.hpp"
#include "identity/totp.hpp"
#include "identity/user_commands.hpp"
#include "unit/identity/school.hpp"

using namespace ansvar;
using namespace ansvar::tests;
using namespace std::chrono_literals;

namespace {

const std::string step_path = "/sign-in/second-factor";

void ask_for_second_factor(School& school, const std::string& rule) {
    school.db().in_transaction([&](db::Transaction& tx) { identity::write_setting(tx, "second_factor", rule, std::nullopt, school.now()); });
}

/// Gives somebody an app, as if they had set it up a day ago.
std::string give_app(School& school, PersonId person, const std::vector<std::string>& recovery_codes = {"aaaa-bbbb-cc"}) {
    const auto secret = identity::draw_totp_secret();
    const auto day_ago = school.now() - 24h;
    REQUIRE(school.db().in_transaction([&](db::Transaction& tx) {
        return identity::set_up_second_factor(tx, school.settings, person, secret, identity::totp_code(secret, day_ago), recovery_codes, day_ago);
    }));
    return secret;
}

PersonId add_agent(School& school) { return school.add({.email = mail("its@skola.example"), .name = "Amir Wallin"}, {"ITS"}); }
PersonId add_administrator(School& school) {
    return school.add({.email = mail("admin@skola.example"), .name = "Ada Admin", .is_administrator = true});
}

std::string wrong(const std::string& code) { return code == "000000" ? "000001" : "000000"; }

/// The secret on a page that sets an app up.
std::string secret_on(const web::Response& page) {
    std::smatch found;
    REQUIRE(std::regex_search(page.body, found, std::regex{"id=\"secret\">([A-Z2-7 ]+)<"}));
    auto secret = found[1].str();
    secret.erase(std::remove(secret.begin(), secret.end(), ' '), secret.end());
    return secret;
}

std::vector<std::string> codes_on(const web::Response& page) {
    std::vector<std::string> codes;
    const std::regex code{"<code>([a-z0-9]{4}-[a-z0-9]{4}-[a-z0-9]{2})</code>"};
    for (auto at = std::sregex_iterator{page.body.begin(), page.body.end(), code}; at != std::sregex_iterator{}; ++at) {
        codes.push_back((*at)[1]);
    }
    return codes;
}

std::int64_t count(School& school, const std::string& from) { return school.row("SELECT COUNT(*) AS n FROM " + from).integer("n"); }

}  // namespace

TEST_CASE("codes are those of RFC 6238", "[identity][second-factor]") {
    const std::string secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";  // "12345678901234567890", appendix B
    const auto at = [](std::int64_t seconds) { return Timestamp{std::chrono::seconds{seconds}}; };
    CHECK(identity::totp_code(secret, at(59)) == "287082");
    CHECK(identity::totp_code(secret, at(1111111109)) == "081804");
    CHECK(identity::totp_code(secret, at(2000000000)) == "279037");
    CHECK(identity::draw_totp_secret().size() == 32);
    CHECK(identity::draw_totp_secret() != identity::draw_totp_secret());
}

TEST_CASE("a code is good for its half minute and its neighbours, with or without blanks", "[identity][second-factor]") {
    const auto secret = identity::draw_totp_secret();
    const auto now = *from_sql("2026-11-20 09:00:00");
    const auto taken = [&](Timestamp shown) { return identity::matching_step(secret, identity::totp_code(secret, shown), 0, now).has_value(); };
    CHECK(taken(now));
    CHECK(taken(now - 30s));
    CHECK(taken(now + 59s));
    CHECK_FALSE(taken(now - 31s));
    CHECK_FALSE(taken(now + 60s));
    auto code = identity::totp_code(secret, now);
    code.insert(3, " ");
    CHECK(identity::matching_step(secret, code, 0, now));
    for (const std::string typed : {"", "12345", "1234567", "abcdef", "      "}) {
        CHECK_FALSE(identity::matching_step(secret, typed, 0, now));
    }
}

TEST_CASE("the picture for the app is a QR code of its address", "[identity][second-factor]") {
    const auto address = identity::totp_address("ABCD", "Ansvar Björkskolan", "its@skola.example");
    CHECK(address == "otpauth://totp/Ansvar%20Bj%C3%B6rkskolan:its%40skola.example?secret=ABCD&issuer=Ansvar%20Bj%C3%B6rkskolan");
    const auto picture = identity::draw_qr(address);
    CHECK(picture.size >= 21);
    CHECK(picture.path.starts_with("M0 0h7v1H0z"));  // the finder pattern of the corner
    CHECK(identity::in_groups("ABCDEFGHIJ") == "ABCD EFGH IJ");
}

TEST_CASE("who has a second factor gets no session before it is shown", "[identity][second-factor][sign-in]") {
    School school;
    const auto agent = add_agent(school);
    const auto secret = give_app(school, agent);
    Browser browser{school};
    const auto link = school.link_for("its@skola.example");
    CHECK(location(browser.post(link, {{"next", "/account/away"}})) == step_path);
    CHECK(location(browser.post(link, {{"next", "/account/away"}})) == step_path);  // the button pressed twice
    CHECK(Browser{school}.post(link).status == 410);
    CHECK(count(school, "sessions") == 0);
    CHECK(browser.cookies.count("ansvar") == 0);

    const auto page = browser.get(step_path);
    CHECK(page.status == 200);
    CHECK(page.header("cache-control") == "no-store");
    CHECK(page.body.find("autocomplete=\"one-time-code\"") != std::string::npos);
    CHECK(browser.post(step_path, {{"code", wrong(identity::totp_code(secret, school.now()))}}).status == 422);
    const auto in = browser.post(step_path, {{"code", identity::totp_code(secret, school.now())}});
    CHECK(location(in) == "/account/away");
    CHECK(browser.cookies.count("ansvar-step") == 0);
    CHECK(browser.is_signed_in());
    CHECK(count(school, "sign_in_steps") == 0);
    CHECK(count(school, "audit_log WHERE action = 'session.begun' AND details LIKE '%\"code\"%'") == 1);
    CHECK(count(school, "audit_log WHERE action = 'session.refused'") == 1);
}

TEST_CASE("half signed in opens no page and no API", "[identity][second-factor][sign-in]") {
    School school;
    give_app(school, add_administrator(school));
    Browser browser{school};
    browser.post(school.link_for("admin@skola.example"));
    const auto step = browser.cookies.at("ansvar-step");
    for (const auto& route : school.routes.routes()) {
        if (route.access.audience == web::Audience::Anyone) {
            continue;
        }
        CAPTURE(route.path);
        for (const auto* cookie : {"ansvar-step", "ansvar"}) {
            web::Request request{{.headers = {{"cookie", std::string{cookie} + "=" + step}, {"authorization", "Bearer " + step}}}};
            CHECK_THROWS_AS(school.gate->admit(request, route.access), web::SignInNeeded);
        }
    }
    // Nor does the step take the place of a link, or a session that of a step.
    CHECK(Browser{school}.post("/sign-in/" + step).status == 410);
    Browser other{school};
    other.cookies["ansvar-step"] = "planted";
    CHECK(location(other.get(step_path)) == "/sign-in");
    CHECK(location(other.post(step_path, {{"code", "123456"}})) == "/sign-in");
}

TEST_CASE("a code that was taken is refused when it comes again", "[identity][second-factor][sign-in]") {
    School school;
    const auto agent = add_agent(school);
    const auto secret = give_app(school, agent);
    const auto code = identity::totp_code(secret, school.now());
    Browser first{school}, second{school};
    first.post(school.link_for("its@skola.example"));
    second.post(school.link_for("its@skola.example"));
    CHECK(first.post(step_path, {{"code", code}}).status == 303);
    CHECK(second.post(step_path, {{"code", code}}).status == 422);
    // Nor an older one, which a phone that goes slow might have shown.
    CHECK(second.post(step_path, {{"code", identity::totp_code(secret, school.now() - 30s)}}).status == 422);
    school.clock.time += 30s;
    CHECK(second.post(step_path, {{"code", identity::totp_code(secret, school.now())}}).status == 303);
}

TEST_CASE("of eight that bring one code at once, one is let in", "[identity][second-factor]") {
    School school;
    const auto agent = add_agent(school);
    const auto secret = give_app(school, agent);
    const auto code = identity::totp_code(secret, school.now());
    std::atomic<int> taken{0};
    std::vector<std::thread> threads;
    for (int i = 0; i < 8; ++i) {
        threads.emplace_back([&] {
            taken += school.db().in_transaction([&](db::Transaction& tx) { return identity::take_code(tx, school.settings, agent, code, school.now()); });
        });
    }
    for (auto& thread : threads) {
        thread.join();
    }
    CHECK(taken == 1);
}

TEST_CASE("five wrong codes end the step, and a person's codes are counted over all steps", "[identity][second-factor][sign-in]") {
    School school;
    const auto secret = give_app(school, add_agent(school));
    Browser browser{school};
    browser.post(school.link_for("its@skola.example"));
    for (int i = 0; i < 4; ++i) {
        CHECK(browser.post(step_path, {{"code", wrong(identity::totp_code(secret, school.now()))}}).status == 422);
    }
    CHECK(location(browser.post(step_path, {{"code", wrong(identity::totp_code(secret, school.now()))}})) == "/sign-in?stopped=yes");
    CHECK(count(school, "sign_in_steps") == 0);
    CHECK(location(browser.post(step_path, {{"code", identity::totp_code(secret, school.now())}})) == "/sign-in");

    int refused = 0;
    for (int i = 0; i < 40 && refused == 0; ++i) {
        browser.post(school.link_for("its@skola.example"));
        refused = browser.post(step_path, {{"code", wrong(identity::totp_code(secret, school.now()))}}).status == 429 ? i : 0;
    }
    CHECK(refused == static_cast<int>(school.settings.codes_per_person) - 5);
    school.clock.time += 16min;
    browser.post(school.link_for("its@skola.example"));
    CHECK(browser.post(step_path, {{"code", identity::totp_code(secret, school.now())}}).status == 303);
}

TEST_CASE("a step waits ten minutes", "[identity][second-factor][sign-in]") {
    School school;
    const auto secret = give_app(school, add_agent(school));
    Browser browser{school};
    browser.post(school.link_for("its@skola.example"));
    school.clock.time += 10min;
    CHECK(location(browser.get(step_path)) == "/sign-in");
    CHECK(location(browser.post(step_path, {{"code", identity::totp_code(secret, school.now())}})) == "/sign-in");
    school.clock.time += 25h;
    identity::remove_expired(school.db(), school.now());
    CHECK(count(school, "sign_in_steps") == 0);
}

TEST_CASE("a recovery code works once", "[identity][second-factor][sign-in]") {
    School school;
    const auto agent = add_agent(school);
    give_app(school, agent, {"k7dm-2rqx-9t", "abcd-efgh-jk"});
    Browser browser{school};
    browser.post(school.link_for("its@skola.example"), {{"next", "/account"}});
    CHECK(browser.post(step_path, {{"recovery_code", "k7dm-2rqx-xx"}}).status == 422);
    CHECK(location(browser.post(step_path, {{"recovery_code", " K7DM 2RQX 9T"}})) == "/account");
    CHECK(browser.is_signed_in());
    Browser again{school};
    again.post(school.link_for("its@skola.example"));
    CHECK(again.post(step_path, {{"recovery_code", "k7dm-2rqx-9t"}}).status == 422);
    CHECK(count(school, "audit_log WHERE action = 'recovery_code.used'") == 1);
    const auto left = school.db().read([&](db::Session& session) { return identity::find_second_factor(session, agent)->recovery_codes; });
    CHECK(left == 1);
    // Somebody else's codes are theirs alone, and none stands in the database.
    const auto other = school.add({.email = mail("vakt@skola.example"), .name = "Vera Vakt"}, {"VAKT"});
    CHECK_FALSE(school.db().in_transaction(
        [&](db::Transaction& tx) { return identity::use_recovery_code(tx, school.settings, other, "abcd-efgh-jk", school.now()); }));
    CHECK(count(school, "recovery_codes WHERE code_hash LIKE '%abcd%' OR LENGTH(code_hash) <> 64") == 0);
}

TEST_CASE("whoever must have a second factor and has none sets it up at sign-in", "[identity][second-factor][sign-in]") {
    School school;
    ask_for_second_factor(school, "administrators");
    const auto administrator = add_administrator(school);
    Browser browser{school};
    CHECK(location(browser.post(school.link_for("admin@skola.example"), {{"next", "/admin/people"}})) == step_path);
    const auto page = browser.get(step_path);
    const auto secret = secret_on(page);
    CHECK(page.body.find("<svg") != std::string::npos);
    CHECK(page.body.find("style=") == std::string::npos);
    CHECK(secret_on(browser.get(step_path)) == secret);
    const auto refused = browser.post(step_path, {{"code", wrong(identity::totp_code(secret, school.now()))}});
    CHECK(refused.status == 422);
    CHECK(secret_on(refused) == secret);
    CHECK_FALSE(browser.is_signed_in());

    const auto done = browser.post(step_path, {{"code", identity::totp_code(secret, school.now())}});
    CHECK(done.status == 200);
    CHECK(done.header("cache-control") == "no-store");
    CHECK(done.body.find("href=\"/admin/people\"") != std::string::npos);
    const auto codes = codes_on(done);
    CHECK(codes.size() == 10);
    CHECK(browser.get("/admin/people").status == 200);
    CHECK(browser.get("/admin/people").body.find(codes.front()) == std::string::npos);
    CHECK(count(school, "audit_log WHERE action = 'second_factor.set_up' AND actor_id = " + administrator.text()) == 1);
    // What is stored opens with the installation's secret alone, and the codes work.
    CHECK(count(school, "second_factors WHERE sealed_secret LIKE '%" + secret + "%'") == 0);
    Browser phoneless{school};
    phoneless.post(school.link_for("admin@skola.example"));
    CHECK(phoneless.post(step_path, {{"recovery_code", codes.back()}}).status == 303);
}

TEST_CASE("a waiting ticket is filed, and shown after the second factor", "[identity][second-factor][sign-in]") {
    School school;
    const auto secret = give_app(school, add_agent(school));
    const auto link = school.path_of(identity::draw_link(school.db(), school.settings, {.email = mail("its@skola.example"), .pending = 7}, school.now()));
    Browser browser{school};
    CHECK(location(browser.post(link, {{"next", "/account"}})) == step_path);
    CHECK(school.confirmed.size() == 1);
    CHECK(location(browser.post(step_path, {{"code", identity::totp_code(secret, school.now())}})) == "/tickets/1007");
    CHECK(school.confirmed.size() == 1);
}

TEST_CASE("who must have a second factor is decided by the school's rule, by roles, and by having one", "[identity][second-factor][gate]") {
    using identity::SecondFactorRule;
    identity::Person requester, agent, manager, administrator, owner, auditor;
    agent.roles = {RoleCode{"ITS"}};
    manager.is_manager = true;
    administrator.is_administrator = true;
    owner.is_matrix_owner = true;
    auditor.is_auditor = true;
    const auto covered = [&](SecondFactorRule rule, std::vector<RoleCode> roles = {}) {
        const identity::SecondFactorPolicy policy{.rule = rule, .guarded_roles = std::move(roles)};
        std::string who;
        for (const auto* person : {&requester, &agent, &manager, &owner, &auditor, &administrator}) {
            who += policy.covers(*person) ? '+' : '-';
        }
        return who;
    };
    CHECK(covered(SecondFactorRule::Nobody) == "------");
    CHECK(covered(SecondFactorRule::Administrators) == "-----+");
    CHECK(covered(SecondFactorRule::Staff) == "-+++++");
    CHECK(covered(SecondFactorRule::Nobody, {RoleCode{"ITS"}}) == "-+----");
    CHECK(covered(SecondFactorRule::Nobody, {RoleCode{"VAKT"}}) == "------");
    CHECK(identity::SecondFactorDuty{.policy = {.rule = SecondFactorRule::Nobody}, .owns_one = true}.binds(requester));
    // A school that has chosen nothing asks its administrators.
    CHECK(identity::second_factor_rule_from("") == SecondFactorRule::Administrators);
}

TEST_CASE("a session without the second factor opens nothing once its person must have one", "[identity][second-factor][gate]") {
    School school;
    const auto agent = add_agent(school);
    Browser browser{school};
    browser.enter("its@skola.example");
    CHECK(browser.is_signed_in());
    SECTION("the rule is made stricter") { ask_for_second_factor(school, "staff"); }
    SECTION("the role is made one that needs it") {
        school.db().in_transaction([&](db::Transaction& tx) { identity::guard_roles(tx, {RoleCode{"ITS"}, RoleCode{"VAKT"}}); });
    }
    SECTION("the role comes by date") {
        school.db().in_transaction([&](db::Transaction& tx) {
            identity::guard_roles(tx, {RoleCode{"VAKT"}});
            identity::set_holder(tx, {.role = RoleCode{"VAKT"}, .person = agent, .valid_from = "2026-11-20"});
        });
    }
    SECTION("an app was set up") { give_app(school, agent); }
    SECTION("the role is held in somebody's stead") {
        school.db().in_transaction([&](db::Transaction& tx) { identity::guard_roles(tx, {RoleCode{"VAKT"}}); });
        school.gate = std::make_unique<identity::SessionGate>(school.db(), school.clock, school.settings, [](const identity::Person&, Timestamp) {
            return identity::TodaysRights{.roles = {RoleCode{"VAKT"}}};
        });
    }
    CHECK_FALSE(browser.is_signed_in());
}

TEST_CASE("whoever stands in for somebody with a guarded role is asked at the door", "[identity][second-factor][sign-in]") {
    School school;
    const auto teacher = school.add({.email = mail("larare@skola.example"), .name = "Lena Lärare"});
    school.db().in_transaction([&](db::Transaction& tx) { identity::guard_roles(tx, {RoleCode{"VAKT"}}); });
    auto services = school.services();
    const auto enter = [&] {
        return school.db().in_transaction([&](db::Transaction& tx) {
            return identity::Entrance{services}.let_in(tx, school.person(teacher), {}, {}, {}, std::nullopt, school.now());
        });
    };
    CHECK(enter() == identity::Entered::Inside);
    services.todays_rights = [](const identity::Person&, Timestamp) { return identity::TodaysRights{.roles = {RoleCode{"VAKT"}}}; };
    CHECK(enter() == identity::Entered::AtStep);
}

TEST_CASE("what a provider gave survives the step, sealed", "[identity][second-factor][sign-in]") {
    School school;
    const auto agent = add_agent(school);
    const auto secret = give_app(school, agent);
    const identity::Entrance entrance{school.services()};
    web::Request request{{.method = web::Method::Post}};
    const auto answer =
        entrance.let_in(request, school.person(agent), {.method = identity::Method::Provider, .provider = 3, .id_token = "eyJ.secret.token", .next = "/matrix"});
    CHECK(location(answer) == step_path);
    CHECK(count(school, "sign_in_steps WHERE sealed_id_token LIKE '%secret%'") == 0);
    Browser browser{school};
    const auto cookie = cookie_header(answer, "ansvar-step");
    browser.cookies["ansvar-step"] = cookie.substr(12, cookie.find(';') - 12);
    CHECK(location(browser.post(step_path, {{"code", identity::totp_code(secret, school.now())}})) == "/matrix");
    const auto row = school.row("SELECT method, provider_id, sealed_id_token FROM sessions");
    CHECK(row.text("method") == "provider");
    CHECK(row.integer("provider_id") == 3);
    CHECK(unseal(school.settings.seal_key, "id-token", row.text("sealed_id_token")) == "eyJ.secret.token");
}

TEST_CASE("the step's cookie is bound to host and scheme, and the old session ends before it", "[identity][second-factor][sessions]") {
    const auto [url, prefix, secure] = GENERATE(table<std::string, std::string, bool>({
        {"https://ansvar.skola.example", "__Host-", true},
        {"http://127.0.0.1:8080", "", false},
    }));
    School school{url};
    give_app(school, add_agent(school));
    Browser browser{school};
    browser.enter("larare@skola.example");
    Browser thief{school};
    thief.cookies = browser.cookies;
    const auto answer = browser.post(school.link_for("its@skola.example"));
    CHECK_FALSE(thief.is_signed_in());
    const auto cookie = cookie_header(answer, prefix + "ansvar-step");
    CAPTURE(cookie);
    CHECK(cookie.find("; HttpOnly") != std::string::npos);
    CHECK(cookie.find("; SameSite=Lax") != std::string::npos);
    CHECK(cookie.find("; Path=/") != std::string::npos);
    CHECK(cookie.find("Domain") == std::string::npos);
    CHECK(cookie.find("; Max-Age=600") != std::string::npos);
    CHECK((cookie.find("; Secure") != std::string::npos) == secure);
}

TEST_CASE("an app is set up, renewed and removed on one's own page", "[identity][second-factor][account]") {
    School school;
    const auto agent = add_agent(school);
    Browser browser{school}, elsewhere{school};
    browser.enter("its@skola.example");
    elsewhere.enter("its@skola.example");
    const auto before = browser.cookies.at("ansvar");
    const auto page = browser.get("/account/second-factor");
    const auto secret = secret_on(page);
    std::smatch sealed;
    REQUIRE(std::regex_search(page.body, sealed, std::regex{"name=\"sealed\" value=\"([^\"]+)\""}));
    CHECK(sealed[1].str().find(secret) == std::string::npos);
    CHECK(browser.post("/account/second-factor", {{"sealed", sealed[1]}, {"code", "12"}}).status == 422);
    CHECK(location(browser.post("/account/second-factor", {{"sealed", "mine"}, {"code", identity::totp_code(secret, school.now())}})) == "/account/second-factor");
    const auto done = browser.post("/account/second-factor", {{"sealed", sealed[1]}, {"code", identity::totp_code(secret, school.now())}});
    CHECK(done.status == 200);
    CHECK(codes_on(done).size() == 10);
    CHECK(browser.cookies.at("ansvar") != before);
    CHECK(browser.is_signed_in());
    CHECK_FALSE(elsewhere.is_signed_in());

    SECTION("new recovery codes take the old ones' place") {
        const auto renewed = browser.post("/account/recovery-codes");
        CHECK(renewed.status == 200);
        CHECK(codes_on(renewed).size() == 10);
        CHECK(count(school, "recovery_codes") == 10);
        CHECK_FALSE(school.db().in_transaction([&](db::Transaction& tx) {
            return identity::use_recovery_code(tx, school.settings, agent, codes_on(done).front(), school.now());
        }));
        CHECK(count(school, "audit_log WHERE action = 'recovery_codes.renewed'") == 1);
    }
    SECTION("later it takes a code to change anything") {
        school.clock.time += 16min;
        CHECK(browser.post("/account/second-factor/removal").status == 422);
        CHECK(browser.post("/account/recovery-codes", {{"proof", wrong(identity::totp_code(secret, school.now()))}}).status == 422);
        CHECK(count(school, "audit_log WHERE action = 'proof.refused'") == 1);
        CHECK(location(browser.post("/account/second-factor/removal", {{"proof", identity::totp_code(secret, school.now())}})) ==
              "/account/security?done=removed");
        CHECK(count(school, "second_factors") == 0);
        CHECK(count(school, "audit_log WHERE action = 'second_factor.removed'") == 1);
        CHECK(browser.is_signed_in());
    }
    SECTION("who must have it cannot remove it") {
        ask_for_second_factor(school, "staff");
        CHECK(browser.get("/account/security").body.find("/account/second-factor/removal") == std::string::npos);
        CHECK(browser.post("/account/second-factor/removal").status == 422);
        CHECK(count(school, "second_factors") == 1);
    }
}

TEST_CASE("an old session without password or app signs in again before it sets an app up", "[identity][second-factor][account]") {
    School school;
    Browser browser{school};
    browser.enter("larare@skola.example");
    school.clock.time += 16min;
    const auto page = browser.get("/account/second-factor");
    CHECK(page.body.find("id=\"sign-in-again\"") != std::string::npos);
    std::smatch sealed;
    REQUIRE(std::regex_search(page.body, sealed, std::regex{"name=\"sealed\" value=\"([^\"]+)\""}));
    const auto code = identity::totp_code(secret_on(page), school.now());
    CHECK(browser.post("/account/second-factor", {{"sealed", sealed[1]}, {"code", code}}).status == 422);
    CHECK(count(school, "second_factors") == 0);
}

TEST_CASE("a lost second factor is reset from the terminal, also when the installation's secret is lost", "[identity][second-factor][commands]") {
    School school;
    ask_for_second_factor(school, "administrators");
    const auto ada = add_administrator(school);
    const auto secret = give_app(school, ada);
    Browser inside{school}, half_way{school};
    inside.enter("admin@skola.example");
    REQUIRE(inside.post(step_path, {{"code", identity::totp_code(secret, school.now())}}).status == 303);
    REQUIRE(inside.is_signed_in());
    half_way.enter("admin@skola.example");
    school.settings.seal_key = "the key of a new secret";

    const auto reset = [&](const char* address) { return identity::reset_second_factor_of(school.db(), address, school.now()); };
    CHECK(reset("Admin@skola.example").value() == "admin@skola.example signs in without a second factor until the next one is set up");
    CHECK_FALSE(inside.is_signed_in());
    CHECK(location(half_way.get(step_path)) == "/sign-in");
    CHECK(count(school, "recovery_codes") == 0);
    CHECK(count(school, "audit_log WHERE action = 'second_factor.reset' AND actor_kind = 'command' AND object_id = '" + ada.text() + "'") == 1);
    CHECK(reset("admin@skola.example").error().what == "that person has no second factor");
    CHECK(reset("ingen@skola.example").error().what == "nobody with that mail address is known");
    CHECK(reset("nix").error().what == "nobody with that mail address is known");

    Browser again{school};
    again.enter("admin@skola.example");
    CHECK_FALSE(again.is_signed_in());
    const auto fresh = secret_on(again.get(step_path));
    CHECK(again.post(step_path, {{"code", identity::totp_code(fresh, school.now())}}).status == 200);
    CHECK(again.is_signed_in());
}

TEST_CASE("an administrator says who must have a second factor, and resets a lost one", "[identity][second-factor][admin]") {
    School school;
    const auto agent = add_agent(school);
    const auto administrator = add_administrator(school);
    school.add({.email = mail("vakt@skola.example"), .name = "Vera Vakt"}, {"VAKT"});
    Browser browser{school};
    browser.enter("admin@skola.example");
    // Whoever would sign themselves out is told to set up their own first.
    CHECK(browser.post("/admin/sign-in", {{"rule", "administrators"}}).status == 422);
    CHECK(browser.post("/admin/sign-in", {{"rule", "everybody"}}).status == 400);
    const auto secret = give_app(school, administrator);
    browser.enter("admin@skola.example");
    browser.post(step_path, {{"code", identity::totp_code(secret, school.now())}});
    const auto page = browser.get("/admin/sign-in");
    CHECK(page.body.find("2 utan kod") != std::string::npos);  // staff: the agent and the caretaker
    const auto saved = browser.post("/admin/sign-in", {{"rule", "staff"}, {"role", "VAKT"}, {"role", "FINNS-INTE"}});
    CHECK(location(saved) == "/admin/sign-in?saved=yes");
    CHECK(browser.get("/admin/sign-in?saved=yes").body.find("2 utan kod") != std::string::npos);
    CHECK(count(school, "roles WHERE needs_second_factor = 1") == 1);
    CHECK(count(school, "audit_log WHERE action = 'setting.changed' AND details LIKE '%VAKT%'") == 1);

    const auto lost = give_app(school, agent);
    Browser other{school};
    other.post(school.link_for("its@skola.example"));
    other.post(step_path, {{"code", identity::totp_code(lost, school.now())}});
    CHECK(other.is_signed_in());
    CHECK(browser.post("/admin/people/" + agent.text() + "/second-factor/removal").status == 303);
    CHECK_FALSE(other.is_signed_in());
    CHECK(count(school, "audit_log WHERE action = 'second_factor.reset' AND object_id = '" + agent.text() + "'") == 1);
    CHECK(browser.post("/admin/people/999999/second-factor/removal").status == 404);
    // The next sign-in sets a new one up.
    other.post(school.link_for("its@skola.example"));
    CHECK(secret_on(other.get(step_path)) != lost);
}
