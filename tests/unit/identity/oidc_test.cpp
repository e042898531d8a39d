#include <catch2/catch.hpp>
#include <fmt/format.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <functional>
#include <thread>

#include "core/secret.hpp"
#include "identity/oidc_client.hpp"
#include "identity/oidc_fetch.hpp"
#include "identity/provider.hpp"
#include "identity/provider_claims.hpp"
#include "identity/school_settings.hpp"
#include "identity/sessions.hpp"
#include "unit/identity/fake_provider.hpp"
#include "unit/identity/school.hpp"

using namespace ansvar;
using namespace ansvar::tests;
using namespace std::chrono_literals;
using identity::Refusal;
using nlohmann::json;

namespace {

/// In the audit.
constexpr auto refused_lines = "audit_log WHERE action = 'session.refused'";

/// A school whose sign-in is a provider of the test's own.
struct OidcSchool : School {
    explicit OidcSchool(const std::string& public_url = "http://127.0.0.1:8080") : School{public_url} {
        auto with_fake = services();
        with_fake.fetch = [this](const identity::HttpCall& call) { return fake.answer(call); };
        routes = {};
        for (auto& route : identity::identity_routes(with_fake)) {
            routes.add(std::move(route));
        }
        begin_anew();
    }

    /// Nothing is spoilt any more.
    void begin_anew() {
        fake = {};
        const auto id = provider.id;
        provider = {};
        provider.id = id;
        put({});
        fake.show("subject-1", now(), "anna.ny@skola.example", "Anna Ny");
    }

    /// Writes the provider anew, as `change` wants it.
    void put(const std::function<void(identity::Provider&)>& change) {
        provider.slug = "kommun";
        provider.name = "Kommunen";
        provider.issuer = fake.issuer;
        provider.client_id = fake.client_id;
        provider.sealed_client_secret = identity::seal_secret(settings.seal_key, "s3cret/with:odd chars");
        if (change) {
            change(provider);
        }
        db().in_transaction([&](db::Transaction& tx) {
            if (provider.id) {
                identity::update_provider(tx, provider);
            } else {
                provider.id = identity::insert_provider(tx, provider, now());
            }
        });
    }

    /// Goes to the provider and gives what the browser must bring back: "state=…&code=good-code".
    std::string set_out(Browser& browser, const std::string& next = "/tickets/mine", const std::string& more = "") {
        const auto answer = browser.get("/sign-in/with/kommun?next=" + percent_encode(next) + more);
        REQUIRE(answer.status == 303);
        const auto address = location(answer);
        fake.challenge = parameter(address, "code_challenge");
        fake.claims["nonce"] = parameter(address, "nonce");
        return "state=" + parameter(address, "state") + "&code=good-code";
    }
    web::Response come_back(Browser& browser, const std::string& query) { return browser.get("/sign-in/with/kommun/back?" + query); }
    web::Response sign_in(Browser& browser, const std::string& next = "/tickets/mine") { return come_back(browser, set_out(browser, next)); }

    /// The first row of a question that only a test asks.
    db::Row ask(const std::string& sql) {
        const db::Query query{"test/ask", sql};
        return db().read([&](db::Session& session) { return session.row(query).value(); });
    }
    std::string last_reason() {
        const auto details = ask("SELECT details FROM audit_log WHERE action = 'session.refused' ORDER BY id DESC LIMIT 1").text("details");
        return json::parse(details).at("reason");
    }
    std::uint64_t count(const std::string& what) { return ask("SELECT COUNT(*) AS n FROM " + what).unsigned_integer("n"); }
    std::optional<identity::Person> by_mail(const std::string& address) {
        return db().read([&](db::Session& session) { return identity::find_person_by_email(session, mail(address), now()); });
    }

    FakeProvider fake;
    identity::Provider provider;
};

std::int64_t seconds(Timestamp time) { return std::chrono::duration_cast<std::chrono::seconds>(time.time_since_epoch()).count(); }

bool says(const web::Response& response, std::string_view words) { return response.body.find(words) != std::string::npos; }

std::vector<std::string> codes(const std::vector<RoleCode>& roles) {
    std::vector<std::string> all;
    for (const auto& role : roles) {
        all.push_back(role.value);
    }
    return all;
}

}  // namespace

// --- the identity token ----------------------------------------------------------------------------------------------------------------------

TEST_CASE("an identity token counts only when everything about it is right", "[oidc]") {
    const auto now = *from_sql("2026-11-20 09:00:00");
    FakeProvider fake;
    fake.show("subject-1", now);
    fake.claims["nonce"] = "n-1";
    const identity::TokenExpectation expected{.issuer = fake.issuer, .client_id = "ansvar", .nonce = "n-1", .access_token = "access"};
    const auto jwks = fake.keys().dump();
    const auto outcome = [&](const std::string& token, const std::string& keys) -> std::string {
        const auto claims = identity::verify_id_token(token, keys, expected, now);
        return claims ? "good" : std::string{identity::code(claims.error())};
    };
    const auto with = [&](const json& patch) {
        auto claims = fake.claims;
        claims.merge_patch(patch);
        return outcome(sign(claims, first_key(), "RS256", "first"), jwks);
    };
    const auto at = [&](std::chrono::seconds away) { return seconds(now + away); };

    CHECK(with(json::object()) == "good");
    CHECK(with({{"iss", "http://127.0.0.1:4998"}}) == "issuer");
    CHECK(with({{"iss", nullptr}}) == "issuer");
    CHECK(with({{"aud", "another"}}) == "audience");
    CHECK(with({{"aud", nullptr}}) == "audience");
    CHECK(with({{"aud", {"ansvar"}}}) == "good");
    CHECK(with({{"aud", {"ansvar", "another"}}}) == "authorized-party");
    CHECK(with({{"aud", {"ansvar", "another"}}, {"azp", "ansvar"}}) == "good");
    CHECK(with({{"aud", {"ansvar", "another"}}, {"azp", "another"}}) == "authorized-party");
    CHECK(with({{"azp", "another"}}) == "authorized-party");
    CHECK(with({{"exp", at(-59s)}}) == "good");
    CHECK(with({{"exp", at(-60s)}}) == "expired");
    CHECK(with({{"exp", nullptr}}) == "malformed");
    CHECK(with({{"exp", "2030"}}) == "malformed");
    CHECK(with({{"exp", 1e300}}) == "malformed");
    CHECK(with({{"iat", at(60s)}}) == "good");
    CHECK(with({{"iat", at(61s)}}) == "not-yet-valid");
    CHECK(with({{"iat", nullptr}}) == "malformed");
    CHECK(with({{"nbf", at(120s)}}) == "not-yet-valid");
    CHECK(with({{"nbf", "soon"}}) == "not-yet-valid");
    CHECK(with({{"nonce", "n-2"}}) == "nonce");
    CHECK(with({{"nonce", nullptr}}) == "nonce");
    CHECK(with({{"at_hash", identity::sha256_base64url("access", 16)}}) == "good");
    CHECK(with({{"at_hash", identity::sha256_base64url("other", 16)}}) == "access-token-hash");
    CHECK(with({{"sub", ""}}) == "subject");
    CHECK(with({{"sub", std::string(256, 'x')}}) == "subject");
    CHECK(with({{"sub", "r\nd"}}) == "subject");

    SECTION("whoever signed it, and how") {
        const auto good = sign(fake.claims, first_key(), "RS256", "first");
        CHECK(outcome(sign(fake.claims, first_key(), "PS256", "first"), jwks) == "good");
        CHECK(outcome(sign(fake.claims, first_key(), "RS512", "first"), jwks) == "algorithm");
        CHECK(outcome(sign(fake.claims, second_key(), "RS256", "first"), jwks) == "signature");
        CHECK(outcome(sign(fake.claims, second_key(), "RS256", "second"), jwks) == "unknown-key");
        CHECK(outcome(base64url(R"({"alg":"none"})") + "." + base64url(fake.claims.dump()) + ".", jwks) == "algorithm");
        CHECK(outcome(base64url(R"({"alg":"None","kid":"first"})") + "." + base64url(fake.claims.dump()) + ".", jwks) == "algorithm");
        const auto public_text = public_part(first_key()).at("n").get<std::string>();
        CHECK(outcome(sign(fake.claims, shared_key(public_text, "first"), "HS256", "first"), jwks) == "algorithm");
        auto tampered = good;
        const auto middle = good.find('.') + 20;
        tampered[middle] = tampered[middle] == 'A' ? 'B' : 'A';
        CHECK((outcome(tampered, jwks) == "signature" || outcome(tampered, jwks) == "malformed"));
        auto claims = fake.claims;
        claims["sub"] = "subject-2";
        const auto parts = split(good, '.');
        CHECK(outcome(std::string{parts[0]} + "." + base64url(claims.dump()) + "." + std::string{parts[2]}, jwks) == "signature");
        CHECK(outcome(good.substr(0, good.rfind('.') + 1), jwks) == "signature");
        CHECK(outcome(base64url(R"({"alg":"RS256","kid":"first","crit":["exp"]})") + good.substr(good.find('.')), jwks) == "malformed");
        CHECK(outcome("", jwks) == "malformed");
        CHECK(outcome("a.b", jwks) == "malformed");
        CHECK(outcome("a.b.c.d.e", jwks) == "malformed");
        CHECK(outcome(good + std::string(100'000, 'A'), jwks) == "malformed");
    }
    SECTION("keys of other kinds, or meant for something else") {
        const auto curve = ec_key("curve");
        const json curved{{"keys", {public_part(first_key()), public_part(curve)}}};
        CHECK(outcome(sign(fake.claims, curve, "ES256", "curve"), curved.dump()) == "good");
        CHECK(outcome(sign(fake.claims, first_key(), "RS256", "curve"), curved.dump()) == "unknown-key");
        CHECK(outcome(sign(fake.claims, first_key(), "RS256", ""), curved.dump()) == "good");  // the only one that fits
        const json two{{"keys", {public_part(first_key()), public_part(second_key())}}};
        CHECK(outcome(sign(fake.claims, first_key(), "RS256", ""), two.dump()) == "unknown-key");
        auto for_encryption = public_part(first_key());
        for_encryption["use"] = "enc";
        CHECK(outcome(sign(fake.claims, first_key(), "RS256", "first"), json{{"keys", {for_encryption}}}.dump()) == "unknown-key");
        auto for_another = public_part(first_key());
        for_another["alg"] = "RS512";
        CHECK(outcome(sign(fake.claims, first_key(), "RS256", "first"), json{{"keys", {for_another}}}.dump()) == "unknown-key");
        const auto weak = rsa_key("weak", 1024);
        CHECK(outcome(sign(fake.claims, weak, "RS256", "weak"), json{{"keys", {public_part(weak)}}}.dump()) == "unknown-key");
        CHECK(outcome(sign(fake.claims, first_key(), "RS256", "first"), "{}") == "unknown-key");
        CHECK(outcome(sign(fake.claims, first_key(), "RS256", "first"), "no json") == "unknown-key");
        CHECK(outcome(sign(fake.claims, first_key(), "RS256", "first"), R"({"keys":[7,{"kty":"RSA","kid":"first","n":"!","e":5}]})") == "unknown-key");
    }
}

TEST_CASE("providers are reached over https alone, on this machine by http too", "[oidc]") {
    for (const auto* good : {"https://a.example", "https://a.example:8443/x?y=1", "http://127.0.0.1:4999/x", "http://localhost/x", "http://[::1]:80/"}) {
        CHECK(identity::is_safe_address(good));
    }
    for (const auto* bad : {"http://a.example", "http://127.0.0.1.evil.example/", "http://localhost@evil.example/", "https://u:p@a.example/", "https:///x",
                            "https://a.example/\r\nX: y", "ftp://a.example", "file:///etc/passwd", "", "//a.example", "http://10.0.0.1/", "https://a b/"}) {
        CHECK_FALSE(identity::is_safe_address(bad));
    }
    CHECK_FALSE(identity::may_lead_to("https://a.example", "http://127.0.0.1:3306/"));
    CHECK(identity::may_lead_to("http://127.0.0.1:1", "http://127.0.0.1:2/"));
    CHECK(identity::fetch_by_curl({.url = "http://a.example/"}).status == 0);
}

TEST_CASE("a provider that is silent takes three workers at most, each for a while", "[oidc]") {
    const int listener = socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    REQUIRE(bind(listener, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0);
    REQUIRE(listen(listener, 8) == 0);
    socklen_t size = sizeof address;
    getsockname(listener, reinterpret_cast<sockaddr*>(&address), &size);
    const identity::HttpCall call{.url = fmt::format("http://127.0.0.1:{}/", ntohs(address.sin_port)), .limit = 1500ms};
    std::vector<std::thread> waiting;
    std::atomic<int> in_vain{0};
    for (int i = 0; i < 3; ++i) {
        waiting.emplace_back([&] { in_vain += identity::fetch_by_curl(call).status == 0; });
    }
    std::this_thread::sleep_for(300ms);
    const auto began = std::chrono::steady_clock::now();
    CHECK_THROWS_AS(identity::fetch_by_curl(call), web::Unavailable);
    CHECK(std::chrono::steady_clock::now() - began < 300ms);
    for (auto& thread : waiting) {
        thread.join();
    }
    CHECK(in_vain == 3);
    CHECK(identity::fetch_by_curl({.url = call.url, .limit = 100ms}).status == 0);  // the places are free again
    close(listener);
}

// --- there and back --------------------------------------------------------------------------------------------------------------------------

TEST_CASE("setting out draws state, nonce and PKCE, and keeps them sealed in a cookie of this browser", "[oidc]") {
    OidcSchool school{"https://ansvar.skola.example"};
    Browser browser{school};
    const auto answer = browser.get("/sign-in/with/kommun?next=/matrix");
    CHECK(answer.status == 303);
    const auto address = location(answer);
    CHECK(address.starts_with(school.fake.issuer + "/auth?"));
    CHECK(parameter(address, "response_type") == "code");
    CHECK(parameter(address, "client_id") == "ansvar");
    CHECK(parameter(address, "redirect_uri") == "https://ansvar.skola.example/sign-in/with/kommun/back");
    CHECK(parameter(address, "scope") == "openid email profile");
    CHECK(parameter(address, "code_challenge_method") == "S256");
    CHECK(parameter(address, "state").size() >= 43);
    CHECK(parameter(address, "nonce").size() >= 43);
    CHECK(parameter(address, "code_challenge").size() == 43);
    CHECK(answer.header("cache-control") == "no-store");
    const auto cookie = cookie_header(answer, "__Host-ansvar-errand");
    for (const auto* part : {"HttpOnly", "Secure", "SameSite=Lax", "Path=/", "Max-Age=600"}) {
        CHECK(cookie.find(part) != std::string::npos);
    }
    CHECK(cookie.find(parameter(address, "state")) == std::string::npos);
    const auto again = location(browser.get("/sign-in/with/kommun"));
    for (const auto* drawn : {"state", "nonce", "code_challenge"}) {
        CHECK(parameter(again, drawn) != parameter(address, drawn));
    }
    CHECK(browser.get("/sign-in/with/nobody").status == 404);
}

TEST_CASE("somebody new is made known once, by issuer and subject, and comes to where they wanted", "[oidc]") {
    OidcSchool school;
    school.fake.claims["locale"] = "en-GB";
    Browser browser{school};
    const auto in = school.sign_in(browser, "/tickets/mine");
    CHECK(in.status == 303);
    CHECK(location(in) == "/tickets/mine");
    CHECK(browser.is_signed_in());
    const auto person = school.by_mail("anna.ny@skola.example").value();
    CHECK(person.name == "Anna Ny");
    CHECK(person.language == web::Language::En);
    CHECK_FALSE(person.is_staff());
    school.fake.claims["email"] = "anna.gift@skola.example";  // a new name, a new address: the same subject
    Browser later{school};
    school.sign_in(later);
    CHECK(later.is_signed_in());
    CHECK(school.count("people") == 1);
    CHECK(school.count("external_identities WHERE last_used_at IS NOT NULL") == 1);
    CHECK(school.count("sessions WHERE method = 'provider' AND provider_id IS NOT NULL AND sealed_id_token IS NOT NULL") == 2);
    CHECK(school.count("audit_log WHERE action = 'person.added'") == 1);
    CHECK(school.fake.calls["/.well-known/openid-configuration"] == 1);
    CHECK(school.fake.calls["/keys"] == 1);
}

TEST_CASE("wherever somebody wants to go afterwards, it is a page of ours", "[oidc]") {
    OidcSchool school;
    for (const auto* bad : {"https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "/sign-out", "/sign-in/with/kommun", ""}) {
        Browser browser{school};
        INFO(bad);
        CHECK(location(school.sign_in(browser, bad)) == "/");
    }
}

TEST_CASE("an answer that does not fit is refused with a clear page and a line in the audit", "[oidc]") {
    struct Wrong {
        const char* what;
        std::function<void(OidcSchool&)> spoil;
        const char* reason;
        int status;
        std::uint64_t lines_of_audit = 1;
    };
    const std::vector<Wrong> table{
        {"expired", [](OidcSchool& s) { s.fake.claims["exp"] = seconds(s.now() - 5min); }, "expired", 403},
        {"not yet valid", [](OidcSchool& s) { s.fake.claims["iat"] = seconds(s.now() + 5min); }, "not-yet-valid", 403},
        {"another client's", [](OidcSchool& s) { s.fake.claims["aud"] = "another"; }, "audience", 403},
        {"of two audiences", [](OidcSchool& s) { s.fake.claims["aud"] = {"ansvar", "another"}; }, "authorized-party", 403},
        {"another issuer's", [](OidcSchool& s) { s.fake.claims["iss"] = "https://evil.example"; }, "issuer", 403},
        {"another sign-in's", [](OidcSchool& s) { s.fake.claims["nonce"] = "of another sign-in"; }, "nonce", 403},
        {"without nonce", [](OidcSchool& s) { s.fake.claims.erase("nonce"); }, "nonce", 403},
        {"unsigned", [](OidcSchool& s) { s.fake.token = base64url(R"({"alg":"none"})") + "." + base64url(s.fake.claims.dump()) + "."; }, "algorithm", 403},
        {"of an unknown key", [](OidcSchool& s) { s.fake.key = second_key(); }, "unknown-key", 403},
        {"without a token", [](OidcSchool& s) { s.fake.token = ""; }, "no-token", 502},
        {"a wrong secret", [](OidcSchool& s) { s.fake.client_secret = "changed"; }, "client", 502},
        {"a code of another sign-in", [](OidcSchool& s) { s.fake.challenge = "another"; }, "code", 400},
        {"nobody there", [](OidcSchool& s) { s.fake.is_there = false; }, "unreachable", 503},
        {"no mail", [](OidcSchool& s) { s.fake.claims.erase("email"); }, "no-mail", 403},
        {"mail not verified", [](OidcSchool& s) { s.fake.claims["email_verified"] = false; }, "no-mail", 403},
        {"mail elsewhere", [](OidcSchool& s) { s.put([](auto& p) { p.allowed_domains = {"kommun.example"}; }); }, "mail-domain", 403},
        {"nobody is made known", [](OidcSchool& s) { s.put([](auto& p) { p.makes_people = false; }); }, "unknown-person", 403},
        {"switched off meanwhile", [](OidcSchool& s) { s.put([](auto& p) { p.is_enabled = false; }); }, "disabled", 403, 0},
    };
    OidcSchool school;
    for (const auto& wrong : table) {
        for (const auto* language : {"sv", "en"}) {
            school.begin_anew();
            Browser browser{school};
            browser.cookies["language"] = language;
            const auto back = school.set_out(browser);
            wrong.spoil(school);
            const auto before = school.count(refused_lines);
            const auto answer = school.come_back(browser, back);
            INFO(wrong.what << ", " << language);
            CHECK(answer.status == wrong.status);
            CHECK(says(answer, std::string{" "} + wrong.reason + "</p>"));
            CHECK(says(answer, language == std::string_view{"sv"} ? "Felkod:" : "Error code:"));
            CHECK(school.count(refused_lines) - before == wrong.lines_of_audit);
            CHECK((wrong.lines_of_audit == 0 || school.last_reason() == wrong.reason));
            CHECK_FALSE(browser.is_signed_in());
            CHECK(school.count("people") == 0);
            CHECK(school.count("sessions") == 0);
        }
    }
}

TEST_CASE("the answer must belong to this browser's own sign-in, and counts once", "[oidc]") {
    OidcSchool school;
    Browser browser{school};
    const auto back = school.set_out(browser);
    const auto cookie = browser.cookies.at("ansvar-errand");
    const auto refused = [&](const std::string& query, const std::optional<std::string>& with) {
        if (with) {
            browser.cookies["ansvar-errand"] = *with;
        } else {
            browser.cookies.erase("ansvar-errand");
        }
        const auto answer = school.come_back(browser, query);
        CHECK(answer.status == 400);
        CHECK(says(answer, " state</p>"));
        CHECK(school.fake.calls["/token"] == 0);
    };
    refused(back, std::nullopt);
    auto tampered = cookie;
    tampered[tampered.size() / 2] = tampered[tampered.size() / 2] == 'A' ? 'B' : 'A';
    refused(back, tampered);
    refused(back, "nonsense");
    refused(back, identity::seal_secret(school.settings.seal_key, "{}"));  // sealed by us, for something else
    refused("code=good-code", cookie);
    refused("state=&code=good-code", cookie);
    refused("state=x" + back.substr(7), cookie);
    Browser stranger{school};
    school.set_out(stranger);
    refused(back, stranger.cookies.at("ansvar-errand"));  // login CSRF: somebody else's errand

    const auto own = school.set_out(browser);
    const auto errand = browser.cookies.at("ansvar-errand");
    CHECK(school.come_back(browser, own).status == 303);
    CHECK(browser.cookies.count("ansvar-errand") == 0);
    Browser copy{school};
    copy.cookies["ansvar-errand"] = errand;  // replayed, cookie and all
    CHECK(school.come_back(copy, own).status == 400);

    Browser slow{school};
    const auto late = school.set_out(slow);
    school.clock.time += 10min;
    CHECK(school.come_back(slow, late).status == 400);
    CHECK(school.count(refused_lines) == 0);
}

TEST_CASE("an errand for one provider is no good at another", "[oidc]") {
    OidcSchool school;
    auto other = school.provider;
    other.slug = "annan";
    school.db().in_transaction([&](db::Transaction& tx) { identity::insert_provider(tx, other, school.now()); });
    Browser browser{school};
    const auto back = school.set_out(browser);
    const auto answer = browser.get("/sign-in/with/annan/back?" + back);
    CHECK(answer.status == 400);
    CHECK(says(answer, " state</p>"));
    CHECK(school.count(refused_lines) == 0);
}

TEST_CASE("a provider's answer that is an error, or names another provider, ends the sign-in", "[oidc]") {
    OidcSchool school;
    const auto reason = [&](const std::function<std::string(std::string)>& change) {
        Browser browser{school};
        const auto back = school.set_out(browser);
        school.come_back(browser, change(back));
        CHECK_FALSE(browser.is_signed_in());
        return school.last_reason();
    };
    const auto state_of = [](const std::string& back) { return back.substr(0, back.find('&')); };
    CHECK(reason([&](const auto& back) { return state_of(back) + "&error=access_denied"; }) == "denied");
    CHECK(reason([&](const auto& back) { return state_of(back) + "&error=login_required&error_description=<script>"; }) == "provider-error");
    CHECK(reason([&](const auto& back) { return state_of(back) + "&error=temporarily_unavailable"; }) == "unreachable");
    CHECK(reason([&](const auto& back) { return state_of(back); }) == "no-code");
    CHECK(reason([](const auto& back) { return back + "&iss=https%3A%2F%2Fevil.example"; }) == "response-issuer");
    Browser named{school};
    CHECK(school.come_back(named, school.set_out(named) + "&iss=" + percent_encode(school.fake.issuer)).status == 303);
    school.clock.time += 61min;  // the description is read again
    school.fake.show("subject-1", school.now(), "anna.ny@skola.example");
    school.fake.discovery = {{"authorization_response_iss_parameter_supported", true}};
    CHECK(reason([](const auto& back) { return back; }) == "response-issuer");
}

TEST_CASE("a provider's description is not believed when it is another's or lacks what we need", "[oidc]") {
    const std::vector<std::pair<json, const char*>> table{{{{"issuer", "https://evil.example"}}, "other-issuer"},
                                                          {{{"token_endpoint", nullptr}}, "discovery"},
                                                          {{{"jwks_uri", "http://evil.example/keys"}}, "discovery"},
                                                          {{{"authorization_endpoint", "javascript:alert(1)"}}, "discovery"},
                                                          {{{"response_types_supported", {"id_token"}}}, "unsupported"},
                                                          {{{"code_challenge_methods_supported", {"plain"}}}, "unsupported"},
                                                          {{{"id_token_signing_alg_values_supported", {"HS256"}}}, "unsupported"},
                                                          {{{"token_endpoint_auth_methods_supported", {"private_key_jwt"}}}, "unsupported"}};
    OidcSchool school;
    for (const auto& [patch, reason] : table) {
        school.clock.time += 61min;  // what was kept of the description is too old
        school.fake.discovery = patch;
        Browser browser{school};
        const auto answer = browser.get("/sign-in/with/kommun");
        INFO(patch.dump());
        CHECK(answer.status == 502);
        CHECK(says(answer, std::string{" "} + reason + "</p>"));
        CHECK(browser.cookies.count("ansvar-errand") == 0);
    }
    CHECK(school.count(refused_lines) == 0);  // a stranger's click writes nothing
}

TEST_CASE("a client's secret goes in the form when the provider wants it there", "[oidc]") {
    OidcSchool school;
    school.fake.discovery = {{"token_endpoint_auth_methods_supported", {"client_secret_post"}}};
    Browser browser{school};
    CHECK(school.sign_in(browser).status == 303);
    CHECK(browser.is_signed_in());
}

TEST_CASE("a provider may change its keys: an unknown one is asked for, once a minute", "[oidc]") {
    OidcSchool school;
    Browser browser{school};
    CHECK(school.sign_in(browser).status == 303);
    CHECK(school.fake.calls["/keys"] == 1);
    school.fake.key = second_key();
    school.fake.published = {second_key()};
    Browser second{school};
    CHECK(school.sign_in(second).status == 303);
    CHECK(school.fake.calls["/keys"] == 2);
    static const auto third = rsa_key("third");
    school.fake.key = third;
    school.fake.published = {third};
    Browser impatient{school};
    CHECK(school.sign_in(impatient).status == 403);
    CHECK(school.last_reason() == "unknown-key");
    CHECK(school.fake.calls["/keys"] == 2);
    school.clock.time += 1min;
    Browser patient{school};
    CHECK(school.sign_in(patient).status == 303);
    CHECK(school.fake.calls["/keys"] == 3);
}

TEST_CASE("who somebody is may stand in a place of its own, for the same subject alone", "[oidc]") {
    OidcSchool school;
    school.fake.show("subject-1", school.now());
    school.fake.userinfo = {{"sub", "subject-2"}, {"email", "fel@skola.example"}, {"email_verified", true}};
    Browser browser{school};
    CHECK(school.sign_in(browser).status == 403);
    CHECK(school.last_reason() == "no-mail");
    school.fake.userinfo["sub"] = "subject-1";
    school.fake.userinfo["email"] = "ratt@skola.example";
    CHECK(school.sign_in(browser).status == 303);
    CHECK(school.by_mail("ratt@skola.example"));
}

// --- conventions -----------------------------------------------------------------------------------------------------------------------------

TEST_CASE("Entra: the tenant is the issuer's, a person is tenant and object, and addresses are not simply believed", "[oidc]") {
    const std::string tenant = "11112222-3333-4444-5555-666677778888";
    CHECK(identity::tenant_of("https://login.microsoftonline.com/" + tenant + "/v2.0") == tenant);
    for (const auto* issuer : {"https://login.microsoftonline.com/common/v2.0", "https://login.microsoftonline.com/organizations/v2.0",
                               "https://login.microsoftonline.com/{tenantid}/v2.0", "https://sts.windows.net/11112222-3333-4444-5555-666677778888/"}) {
        CHECK(identity::tenant_of(issuer).empty());
    }
    identity::Provider provider;
    provider.convention = identity::Convention::Entra;
    provider.issuer = "https://login.microsoftonline.com/" + tenant + "/v2.0";
    json claims{{"sub", "pairwise"}, {"tid", tenant}, {"oid", "o-1"}, {"preferred_username", "Anna@skola.example"}, {"email", "rektor@annan.example"}};
    auto read = identity::read_newcomer(provider, claims);
    REQUIRE(read);
    CHECK(read->who.subject == tenant + "/o-1");
    CHECK(read->email == mail("anna@skola.example"));  // what a tenant writes into "email" proves nothing
    provider.allowed_domains = {"skola.example"};
    claims["email"] = "anna.larsson@skola.example";
    CHECK(identity::read_newcomer(provider, claims)->email == mail("anna.larsson@skola.example"));
    claims["email"] = "rektor@annan.example";
    claims["preferred_username"] = "gast@annan.example";
    CHECK(identity::read_newcomer(provider, claims)->has_foreign_email);
    claims["tid"] = "99992222-3333-4444-5555-666677778888";
    CHECK(identity::read_newcomer(provider, claims).error() == Refusal::Tenant);
    claims.erase("tid");
    CHECK(identity::read_newcomer(provider, claims).error() == Refusal::Tenant);
    claims["tid"] = tenant;
    claims.erase("oid");
    CHECK(identity::read_newcomer(provider, claims).error() == Refusal::Subject);
    provider.issuer = "https://login.microsoftonline.com/common/v2.0";
    CHECK(identity::read_newcomer(provider, claims).error() == Refusal::Tenant);
}

TEST_CASE("Google: only the school's own domain comes in", "[oidc]") {
    identity::Provider provider;
    provider.convention = identity::Convention::Google;
    provider.issuer = "https://accounts.google.com";
    provider.allowed_domains = {"skola.example"};
    json claims{{"sub", "1"}, {"hd", "skola.example"}, {"email", "anna@skola.example"}, {"email_verified", true}};
    CHECK(identity::read_newcomer(provider, claims)->email == mail("anna@skola.example"));
    claims["hd"] = "annan.example";
    CHECK(identity::read_newcomer(provider, claims).error() == Refusal::HostedDomain);
    claims.erase("hd");  // a private account, whatever its address
    CHECK(identity::read_newcomer(provider, claims).error() == Refusal::HostedDomain);
    provider.allowed_domains.clear();
    claims["hd"] = "";
    CHECK(identity::read_newcomer(provider, claims).error() == Refusal::HostedDomain);
}

// --- roles -----------------------------------------------------------------------------------------------------------------------------------

TEST_CASE("roles follow the claim at every sign-in; what the school gave stays; a change of rights ends other sessions", "[oidc]") {
    OidcSchool school;
    school.put([](auto& provider) {
        provider.roles_claim = "groups";
        provider.rules = {{"grp-it", RoleCode{"ITS"}}, {"grp-vakt", RoleCode{"VAKT"}}, {"grp-both", RoleCode{"ITS"}}, {"grp-both", RoleCode{"VAKT"}}};
    });
    school.fake.claims["groups"] = {"grp-it", "grp-unknown"};
    Browser first{school};
    CHECK(school.sign_in(first).status == 303);
    const auto id = school.by_mail("anna.ny@skola.example").value().id;
    CHECK(codes(school.person(id).roles) == std::vector<std::string>{"ITS"});
    CHECK(school.count("role_holders WHERE provider_id IS NOT NULL") == 1);
    CHECK(school.count("audit_log WHERE action = 'person.roles'") == 1);

    school.db().in_transaction([&](db::Transaction& tx) { identity::set_holder(tx, {.role = RoleCode{"VAKT"}, .person = id}); });
    Browser same{school};
    school.sign_in(same);
    CHECK(first.is_signed_in());  // nothing changed
    school.fake.claims["groups"] = {"grp-both"};
    Browser both{school};
    school.sign_in(both);
    CHECK(codes(school.person(id).roles) == std::vector<std::string>{"ITS", "VAKT"});
    CHECK(school.count("role_holders WHERE role_code = 'VAKT' AND provider_id IS NULL") == 1);
    school.fake.claims["groups"] = json::array();
    Browser none{school};
    school.sign_in(none);
    CHECK(codes(school.person(id).roles) == std::vector<std::string>{"VAKT"});
    CHECK(none.is_signed_in());
    CHECK_FALSE(first.is_signed_in());
    CHECK_FALSE(both.is_signed_in());
    school.fake.claims["groups"] = "grp-it";  // a provider that sends one as a text; what was held once begins anew
    Browser again{school};
    school.sign_in(again);
    CHECK(codes(school.person(id).roles) == std::vector<std::string>{"ITS", "VAKT"});

    SECTION("too many groups to list: roles are left alone, and that is noted") {
        school.fake.claims.erase("groups");
        school.fake.claims["_claim_names"] = {{"groups", "src1"}};
        Browser many{school};
        CHECK(school.sign_in(many).status == 303);
        CHECK(codes(school.person(id).roles) == std::vector<std::string>{"ITS", "VAKT"});
        CHECK(school.count("audit_log WHERE action = 'provider.roles_unread'") == 1);
        CHECK(again.is_signed_in());
    }
    SECTION("without the claim nothing of it is held") {
        school.fake.claims.erase("groups");
        Browser browser{school};
        school.sign_in(browser);
        CHECK(codes(school.person(id).roles) == std::vector<std::string>{"VAKT"});
    }
    SECTION("disconnecting takes the provider's roles away") {
        CHECK(says(again.get("/account/connections"), "Kommunen"));
        const auto connection = school.ask("SELECT id FROM external_identities").unsigned_integer("id");
        CHECK(again.post(fmt::format("/account/connections/{}/removal", connection + 1)).status == 404);
        CHECK(again.post(fmt::format("/account/connections/{}/removal", connection)).status == 303);
        CHECK(codes(school.person(id).roles) == std::vector<std::string>{"VAKT"});
        CHECK(school.count("external_identities") == 0);
        CHECK(school.count("audit_log WHERE action = 'connection.removed'") == 1);
    }
}

TEST_CASE("whoever must have a second factor is asked for it after this way too", "[oidc]") {
    OidcSchool school;
    Browser browser{school};
    school.sign_in(browser);
    const auto id = school.by_mail("anna.ny@skola.example").value().id;
    auto draft = identity::PersonDraft::of(school.person(id));
    draft.is_administrator = true;
    school.db().in_transaction([&](db::Transaction& tx) {
        identity::update_person(tx, id, draft);
        identity::write_setting(tx, identity::second_factor_setting, "administrators", std::nullopt, school.now());
    });
    Browser administrator{school};
    const auto answer = school.sign_in(administrator);
    CHECK(location(answer).starts_with("/sign-in/second-factor"));
    CHECK_FALSE(administrator.is_signed_in());
}

// --- people who were here before -------------------------------------------------------------------------------------------------------------

TEST_CASE("an address that is somebody's already is not linked until both are proved", "[oidc]") {
    OidcSchool school;
    const auto known = school.add({.email = mail("anna.ny@skola.example"), .name = "Anna"});
    school.add({.email = mail("annan@skola.example"), .name = "Någon annan"});
    Browser browser{school};
    const auto collision = school.sign_in(browser);
    CHECK(collision.status == 409);
    CHECK(says(collision, "anna.ny@skola.example"));
    CHECK(school.last_reason() == "collision");
    CHECK_FALSE(browser.is_signed_in());
    CHECK(school.count("external_identities") == 0);
    CHECK(school.count("sessions") == 0);

    SECTION("somebody else in the same browser is not offered it") {
        browser.enter("annan@skola.example");
        CHECK_FALSE(says(browser.get("/account/connections"), "<form action=\"/account/connections\" method"));
        CHECK(location(browser.post("/account/connections")) == "/account/connections");
        CHECK(school.count("external_identities") == 0);
    }
    SECTION("signed in by a letter, they connect it, and come in that way from then on") {
        CHECK(browser.post("/sign-in", {{"mail", "anna.ny@skola.example"}, {"next", "/account/connections"}}).status == 200);
        browser.enter("anna.ny@skola.example");
        CHECK(says(browser.get("/account/connections"), "Koppla Kommunen"));
        CHECK(school.count("external_identities") == 0);  // looking connects nothing
        CHECK(location(browser.post("/account/connections")) == "/account/connections?connected=yes");
        CHECK(browser.cookies.count("ansvar-connect") == 0);
        CHECK(school.count("audit_log WHERE action = 'connection.added'") == 1);
        Browser later{school};
        CHECK(school.sign_in(later).status == 303);
        CHECK(school.ask("SELECT person_id FROM external_identities").unsigned_integer("person_id") == known.value);
        CHECK(school.count("people") == 2);
    }
    SECTION("what waits grows too old") {
        school.clock.time += 31min;
        browser.enter("anna.ny@skola.example");
        CHECK_FALSE(says(browser.get("/account/connections"), "<form action=\"/account/connections\" method"));
    }
    SECTION("the cookie of another installation, or tampered with, offers nothing") {
        browser.enter("anna.ny@skola.example");
        browser.cookies["ansvar-connect"][10] ^= 1;
        CHECK(location(browser.post("/account/connections")) == "/account/connections");
        CHECK(school.count("external_identities") == 0);
    }
}

TEST_CASE("somebody signed in adds a way of signing in, whatever address the provider knows", "[oidc]") {
    OidcSchool school;
    school.add({.email = mail("anna.privat@skola.example"), .name = "Anna"});
    Browser browser{school};
    browser.enter("anna.privat@skola.example");
    CHECK(says(browser.get("/account/connections"), "/sign-in/with/kommun?connect=yes"));
    CHECK(location(school.come_back(browser, school.set_out(browser, "/", "&connect=yes"))) == "/account/connections");
    CHECK(location(browser.post("/account/connections")) == "/account/connections?connected=yes");
    CHECK(school.count("people") == 1);
    Browser other{school};
    other.enter("larare@skola.example");
    CHECK(location(school.come_back(other, school.set_out(other, "/", "&connect=yes"))) == "/account/connections?taken=yes");
    CHECK(says(other.get("/account/connections?taken=yes"), "kopplat till någon annan"));
}

TEST_CASE("people who have left do not come in that way either", "[oidc]") {
    OidcSchool school;
    Browser browser{school};
    school.sign_in(browser);
    const auto id = school.by_mail("anna.ny@skola.example").value().id;
    school.db().in_transaction([&](db::Transaction& tx) { identity::update_left(tx, id, true, school.now()); });
    Browser later{school};
    CHECK(school.sign_in(later).status == 403);
    CHECK(school.last_reason() == "left");
    school.fake.claims["sub"] = "subject-2";  // the address alone
    CHECK(school.sign_in(later).status == 403);
    CHECK(school.last_reason() == "left");
}

// --- out again -------------------------------------------------------------------------------------------------------------------------------

TEST_CASE("signing out ends our session first and then offers the provider's", "[oidc]") {
    OidcSchool school;
    Browser browser{school};
    school.sign_in(browser);
    const auto out = browser.post("/sign-out");
    CHECK(location(out) == "/sign-out/done");
    CHECK_FALSE(browser.is_signed_in());
    CHECK(school.count("sessions") == 0);
    CHECK(says(browser.get("/sign-out/done"), "href=\"/sign-out/with/kommun\""));
    const auto there = browser.get("/sign-out/with/kommun");
    CHECK(there.status == 303);
    CHECK(location(there).starts_with(school.fake.issuer + "/end?"));
    CHECK(parameter(location(there), "post_logout_redirect_uri") == "http://127.0.0.1:8080/sign-in");
    CHECK(parameter(location(there), "client_id") == "ansvar");
    CHECK(parameter(location(there), "id_token_hint").find('.') != std::string::npos);
    CHECK(location(browser.get("/sign-out/with/kommun")) == "/sign-in");  // once
    CHECK(location(browser.get("/sign-out/done")) == "/sign-in");
    Browser by_letter{school};
    by_letter.enter("annan@skola.example");
    CHECK(location(by_letter.post("/sign-out")) == "/sign-in");
}

// --- the administrator -----------------------------------------------------------------------------------------------------------------------

TEST_CASE("administrators set a provider up, try it, change it and switch it off without a restart", "[oidc]") {
    OidcSchool school;
    const auto id = school.add({.email = mail("admin@skola.example"), .name = "Admin", .is_administrator = true});
    Browser admin{school};
    const auto token = random_token();
    school.db().in_transaction([&](db::Transaction& tx) {
        identity::begin_session(tx, token, school.person(id), {.has_second_factor = true}, school.settings, school.now());
    });
    admin.cookies["ansvar"] = token;
    using Typed = std::vector<std::pair<std::string, std::string>>;
    const Typed good{{"name", "Friskolan"}, {"slug", "fri"}, {"convention", "standard"}, {"issuer", school.fake.issuer}, {"client_id", "ansvar"},
                     {"client_secret", "en-hemlighet"}, {"domains", "Skola.example, kommun.example"}, {"roles_claim", "groups"},
                     {"claim_value", "grp-it"}, {"claim_role", "ITS"}, {"claim_value", ""}, {"claim_role", ""}, {"makes_people", "on"}, {"is_enabled", "on"}};
    const auto with = [&](const std::string& field, const std::string& value) {
        auto typed = good;
        for (auto& [name, held] : typed) {
            if (name == field) {
                held = value;
                break;
            }
        }
        return typed;
    };
    Browser teacher{school};
    teacher.enter("larare@skola.example");
    CHECK(teacher.get("/admin/sign-in/providers").status == 404);
    CHECK(teacher.post("/admin/sign-in/providers", good).status == 404);

    for (const auto& [field, value] : Typed{{"name", ""}, {"slug", "Stor Bokstav"}, {"slug", "kommun"}, {"issuer", "http://a.example"}, {"issuer", ""},
                                            {"client_id", ""}, {"client_secret", ""}, {"domains", "inte en domän!"}, {"roles_claim", ""},
                                            {"claim_role", "FINNS-INTE"}, {"claim_value", ""}}) {
        const auto answer = admin.post("/admin/sign-in/providers", with(field, value));
        INFO(field << "=" << value);
        CHECK(answer.status == 422);
        CHECK(says(answer, "class=\"wrong\""));
        CHECK_FALSE(says(answer, "en-hemlighet"));
    }
    CHECK(admin.post("/admin/sign-in/providers", with("convention", "entra")).status == 422);  // the issuer names no tenant
    CHECK(school.count("identity_providers") == 1);
    CHECK(admin.get("/admin/sign-in/providers/new").status == 200);
    const auto added = admin.post("/admin/sign-in/providers", good);
    REQUIRE(added.status == 303);
    const auto page = location(added).substr(0, location(added).find('?'));
    const auto shown = admin.get(location(added));
    CHECK(says(shown, "http://127.0.0.1:8080/sign-in/with/fri/back"));
    CHECK(says(shown, "grp-it"));
    CHECK_FALSE(says(shown, "en-hemlighet"));
    CHECK(school.count("identity_providers WHERE sealed_client_secret LIKE '%hemlig%'") == 0);
    CHECK(school.count("audit_log WHERE action = 'provider.added' AND details NOT LIKE '%hemlighet%'") == 1);
    Browser visitor{school};
    CHECK(says(visitor.get("/sign-in?next=/matrix"), "/sign-in/with/fri?next=%2Fmatrix"));
    CHECK(says(visitor.get("/sign-in"), "Logga in med Friskolan"));

    CHECK(says(admin.post(page + "/trial"), "Inloggningstjänsten svarar"));
    school.fake.discovery = {{"issuer", "https://nagot.annat.example"}};
    CHECK(says(admin.post(page + "/trial"), "https://nagot.annat.example"));
    school.fake.discovery = {{"code_challenge_methods_supported", {"plain"}}};
    CHECK(says(admin.post(page + "/trial"), "PKCE"));
    school.fake.is_there = false;
    CHECK(says(admin.post(page + "/trial"), "/.well-known/openid-configuration"));
    school.fake.is_there = true;
    school.fake.discovery = json::object();

    const auto sealed = [&] { return school.ask("SELECT sealed_client_secret AS s FROM identity_providers WHERE slug = 'fri'").text("s"); };
    const auto before = sealed();
    CHECK(admin.post(page, with("client_secret", "")).status == 303);
    CHECK(sealed() == before);
    CHECK(admin.post(page, with("client_secret", "en-ny")).status == 303);
    CHECK(sealed() != before);

    auto elsewhere = with("client_secret", "");  // the secret of one provider is not shown to another
    std::find_if(elsewhere.begin(), elsewhere.end(), [](const auto& field) { return field.first == "issuer"; })->second = "https://nagon.annan.example";
    const auto refused = admin.post(page, elsewhere);
    CHECK(refused.status == 422);
    CHECK(says(refused, "id=\"client-secret-error\""));
    CHECK(says(refused, "https://nagon.annan.example"));
    CHECK(school.ask("SELECT issuer FROM identity_providers WHERE slug = 'fri'").text("issuer") == school.fake.issuer);

    CHECK(says(admin.get("/admin/sign-in/providers"), "Friskolan"));
    Browser inside{school};
    school.sign_in(inside);
    CHECK(inside.is_signed_in());
    const auto kommun = "/admin/sign-in/providers/" + school.provider.id.text() + "/state";
    CHECK(admin.post(kommun, {{"enabled", "no"}}).status == 303);
    CHECK_FALSE(inside.is_signed_in());
    CHECK(admin.get("/admin/sign-in/providers").status == 200);
    CHECK_FALSE(says(visitor.get("/sign-in"), "Kommunen"));
    CHECK(visitor.get("/sign-in/with/kommun").status == 403);
    CHECK(school.count(refused_lines) == 0);
    CHECK(admin.post(kommun, {{"enabled", "yes"}}).status == 303);
    CHECK(visitor.get("/sign-in/with/kommun").status == 303);
    CHECK(school.count("audit_log WHERE action = 'provider.changed'") == 4);
    CHECK(admin.get("/admin/sign-in/providers/99999").status == 404);
}
