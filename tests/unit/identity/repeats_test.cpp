#include <catch2/catch.hpp>

#include <future>
#include <nlohmann/json.hpp>

#include "identity/api_tokens.hpp"
#include "identity/housekeeping.hpp"
#include "identity/rate_meter.hpp"
#include "identity/repeats.hpp"
#include "unit/identity/school.hpp"
#include "web/errors.hpp"

using namespace ansvar;
using namespace ansvar::tests;
using namespace std::chrono_literals;

namespace {

/// A program, and a route that makes one more token whenever it is asked.
struct Program {
    Program() : person{school.add({.email = mail("its@skola.example"), .name = "Amir Wallin"}, {"ITS"})}, token{make()} {}

    std::string make() {
        return school.db().in_transaction([&](db::Transaction& tx) { return identity::create_api_token(tx, {.name = "test", .person = person}, school.now()); });
    }
    std::size_t made() {
        return school.db().read([](db::Session& session) { return identity::list_api_tokens(session); }).size();
    }
    web::Request request(const std::string& key, const std::string& body, const std::string& bearer) {
        web::Request asked{{.method = web::Method::Post, .target = "/api/v1/things", .headers = {{"authorization", "Bearer " + bearer}}, .body = body}};
        if (!key.empty()) {
            asked = web::Request{{.method = web::Method::Post,
                                  .target = "/api/v1/things",
                                  .headers = {{"authorization", "Bearer " + bearer}, {"idempotency-key", key}},
                                  .body = body}};
        }
        asked.admitted(school.gate->admit(asked, {web::Audience::SignedIn, web::Scope::TicketsWrite}));
        return asked;
    }
    /// The answer's body, or the refusal's status.
    std::string ask(const std::string& key, const std::string& body = "{}") {
        const auto once = repeats.once(handler);
        try {
            return once(request(key, body, token)).body;
        } catch (const web::Error& refused) {
            return std::to_string(refused.status) + " " + refused.code;
        }
    }

    School school;
    PersonId person;
    std::string token;
    identity::Repeats repeats{school.db(), school.clock};
    web::Handler handler = [this](const web::Request&) {
        make();
        return web::Response::created("/api/v1/things/1", {{"made", made()}});
    };
};

}  // namespace

TEST_CASE("the same key and request is done once and answered the same; another request with it is refused") {
    Program program;
    const auto before = program.made();
    const auto first = program.ask("a");
    CHECK(program.made() == before + 1);
    CHECK(program.ask("a") == first);
    CHECK(program.made() == before + 1);
    CHECK(program.ask("a", R"({"other": 1})") == "422 idempotency-mismatch");
    CHECK(program.ask("b") != first);
    CHECK(program.ask("") != program.ask(""));
    CHECK(program.made() == before + 4);
    const auto again = program.repeats.once(program.handler)(program.request("a", "{}", program.token));
    CHECK(again.status == 201);
    CHECK(again.header("Location") == "/api/v1/things/1");
    CHECK(again.header("Idempotent-Replayed") == "true");
    const auto others = program.repeats.once(program.handler)(program.request("a", "{}", program.make()));
    CHECK_FALSE(others.header("Idempotent-Replayed"));
    CHECK(program.ask(std::string(256, 'k')) == "400 bad-request");
}

TEST_CASE("a request that is refused leaves nothing, its key neither") {
    Program program;
    const auto before = program.made();
    const auto well = program.handler;
    program.handler = [&](const web::Request& request) -> web::Response {
        well(request);
        throw web::Forbidden{};
    };
    CHECK(program.ask("a") == "403 forbidden");
    CHECK(program.made() == before);
    program.handler = well;
    CHECK(program.ask("a").starts_with("{"));
    CHECK(program.made() == before + 1);
}

TEST_CASE("a request that comes while the first is under way is told to come again") {
    Program program;
    const auto well = program.handler;
    std::string meanwhile;
    program.handler = [&](const web::Request& request) {
        program.handler = well;
        meanwhile = std::async(std::launch::async, [&] { return program.ask("a"); }).get();
        return well(request);
    };
    const auto first = program.ask("a");
    CHECK(meanwhile == "409 request-under-way");
    CHECK(program.ask("a") == first);
}

TEST_CASE("an answer is kept for a day") {
    Program program;
    const auto first = program.ask("a");
    program.school.clock.time += 23h;
    identity::remove_expired(program.school.db(), program.school.now());
    CHECK(program.ask("a") == first);
    program.school.clock.time += 2h;
    identity::remove_expired(program.school.db(), program.school.now());
    CHECK(program.ask("a") != first);
}

TEST_CASE("a token with a rate is told what is left, and when to come again; the others are let in") {
    identity::RateMeter meter;
    const auto now = *from_sql("2026-11-20 09:00:00");
    const auto header = [](const web::Headers& headers, std::string_view name) {
        for (const auto& [key, value] : headers) {
            if (key == name) {
                return value;
            }
        }
        return std::string{};
    };
    CHECK(header(meter.take(TokenId{1}, 60, now), "RateLimit") == "\"token\";r=59;t=1");
    CHECK(header(meter.take(TokenId{1}, 60, now), "RateLimit-Policy") == "\"token\";q=60;w=60");
    for (int i = 2; i < 60; ++i) {
        meter.take(TokenId{1}, 60, now);
    }
    try {
        meter.take(TokenId{1}, 60, now);
        FAIL("the sixty-first was let in");
    } catch (const web::Error& refused) {
        CHECK(refused.status == 429);
        CHECK(header(refused.headers, "Retry-After") == "1");
        CHECK(header(refused.headers, "RateLimit") == "\"token\";r=0;t=60");
    }
    meter.take(TokenId{2}, 60, now);
    meter.take(TokenId{1}, 60, now + 1s);
    CHECK_THROWS_AS(meter.take(TokenId{1}, 60, now + 1s), web::Error);
    CHECK(header(meter.take(TokenId{1}, 60, now + 10min), "RateLimit") == "\"token\";r=59;t=1");
}

TEST_CASE("the gate counts a token's requests") {
    Program program;
    const auto slow = program.school.db().in_transaction([&](db::Transaction& tx) {
        return identity::create_api_token(tx, {.name = "slow", .person = program.person, .rate = 2}, program.school.now());
    });
    const auto admit = [&](const std::string& token) {
        const web::Request request{{.headers = {{"authorization", "Bearer " + token}}}};
        return program.school.gate->admit(request, {web::Audience::SignedIn, web::Scope::TicketsRead}).headers.size();
    };
    CHECK(admit(program.token) == 0);
    CHECK(admit(slow) == 2);
    CHECK(admit(slow) == 2);
    CHECK_THROWS_AS(admit(slow), web::Error);
    program.school.clock.time += 30s;
    CHECK(admit(slow) == 2);
}
