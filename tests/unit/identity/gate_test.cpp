#include <catch2/catch.hpp>

#include "identity/api_tokens.hpp"
#include "identity/principal.hpp"
#include "identity/rights.hpp"
#include "identity/sessions.hpp"
#include "unit/identity/school.hpp"

using namespace ansvar;
using namespace ansvar::tests;
using namespace std::chrono_literals;
using identity::Principal;

namespace {

struct People {
    explicit People(School& school)
        : requester{school.add({.email = mail("larare@skola.example"), .name = "Lena Lärare"})},
          agent{school.add({.email = mail("its@skola.example"), .name = "Amir Wallin"}, {"ITS"})},
          manager{school.add({.email = mail("chef@skola.example"), .name = "Karin Ek", .is_manager = true})},
          administrator{school.add({.email = mail("admin@skola.example"), .name = "Ada Admin", .is_administrator = true})} {}
    PersonId requester, agent, manager, administrator;
};

std::string begin_session(School& school, PersonId person) {
    const std::string token = "session-token-of-" + person.text();
    school.db().in_transaction(
        [&](db::Transaction& tx) { identity::begin_session(tx, token, school.person(person), {}, school.settings, school.now()); });
    return token;
}

std::string make_token(School& school, PersonId person) {
    return school.db().in_transaction([&](db::Transaction& tx) { return identity::create_api_token(tx, {.name = "test", .person = person}, school.now()); });
}

/// What the gate says: "in", "nobody" (in, unknown), or the refusal's status.
std::string admit(School& school, const web::Headers& headers, web::Access access) {
    const web::Request request{{.headers = headers}};
    try {
        return school.gate->admit(request, access).principal ? "in" : "nobody";
    } catch (const web::Error& error) {
        return std::to_string(error.status);
    }
}

bool is_alive(School& school, const std::string& token) {
    return admit(school, {{"cookie", "ansvar=" + token}}, {web::Audience::SignedIn, web::Via::Page}) == "in";
}

}  // namespace

TEST_CASE("each audience lets in whom it names, by cookie on pages and by token in the API", "[identity][gate]") {
    School school;
    const People people{school};
    using enum web::Audience;
    struct Line {
        web::Audience audience;
        std::string anonymous, requester, agent, manager, administrator;
    };
    const auto line = GENERATE(values<Line>({
        {Anyone, "nobody", "in", "in", "in", "in"},
        {SignedIn, "401", "in", "in", "in", "in"},
        {Agent, "401", "404", "in", "404", "in"},
        {Manager, "401", "404", "404", "in", "in"},
        {MatrixOwner, "401", "404", "404", "404", "in"},
        {Auditor, "401", "404", "404", "404", "in"},
        {Administrator, "401", "404", "404", "404", "in"},
    }));
    CAPTURE(web::to_string(line.audience));
    const web::Access page{line.audience, web::Via::Page};
    const web::Access api{line.audience, web::Via::Api};
    CHECK(admit(school, {}, page) == line.anonymous);
    CHECK(admit(school, {}, api) == line.anonymous);
    const std::vector<std::pair<PersonId, std::string>> expected{{people.requester, line.requester},
                                                                 {people.agent, line.agent},
                                                                 {people.manager, line.manager},
                                                                 {people.administrator, line.administrator}};
    for (const auto& [person, answer] : expected) {
        CAPTURE(person.value);
        const auto session = begin_session(school, person);
        const auto token = make_token(school, person);
        CHECK(admit(school, {{"cookie", "ansvar=" + session}}, page) == answer);
        CHECK(admit(school, {{"authorization", "Bearer " + token}}, api) == answer);
        CHECK(admit(school, {{"authorization", "bearer  " + token}}, api) == answer);
        // Neither opens the other's door.
        CHECK(admit(school, {{"cookie", "ansvar=" + session}}, api) == line.anonymous);
        CHECK(admit(school, {{"authorization", "Bearer " + token}}, page) == line.anonymous);
        CHECK(admit(school, {{"cookie", "ansvar=" + token}}, page) == line.anonymous);
        CHECK(admit(school, {{"authorization", "Bearer " + session}}, api) == "401");
    }
}

TEST_CASE("a bad bearer token is refused even where anyone may come", "[identity][gate]") {
    School school;
    for (const std::string header : {"", "Bearer", "Bearer ", "Bearer ansvar_wrong", "Basic YTpi", "ansvar_wrong"}) {
        CAPTURE(header);
        CHECK(admit(school, {{"authorization", header}}, {web::Audience::Anyone, web::Via::Api}) == "401");
    }
}

TEST_CASE("whoever asks comes with roles, shared queues and language", "[identity][gate]") {
    School school;
    const auto id =
        school.add({.email = mail("its@skola.example"), .name = "Amir Wallin", .language = web::Language::En}, {"Resp chef", "ITS"});
    web::Request request{{.headers = {{"cookie", "ansvar=" + begin_session(school, id)}}}};
    CHECK(identity::find_principal(request) == nullptr);
    CHECK_THROWS_AS(identity::principal(request), std::logic_error);
    request.admitted(school.gate->admit(request, {web::Audience::Agent, web::Via::Page}));
    const auto& person = identity::principal(request).person;
    CHECK(person.id == id);
    CHECK(person.roles == std::vector{RoleCode{"ITS"}, RoleCode{"Resp chef"}});
    CHECK(person.queues == std::vector{RoleCode{"ITS"}, RoleCode{"Resp chef"}, RoleCode{"TRIAGE"}});
    CHECK(person.works_in(RoleCode{"TRIAGE"}));
    CHECK_FALSE(person.works_in(RoleCode{"VAKT"}));
    CHECK(request.language() == web::Language::En);
    CHECK(identity::principal(request).log_id() == "agent/" + id.text());
    CHECK(request.admission().log_identity == "agent/" + id.text());
}

TEST_CASE("admission costs one round trip, and a note of it once a minute", "[identity][gate]") {
    School school;
    const People people{school};
    const web::Headers cookie{{"cookie", "ansvar=" + begin_session(school, people.agent)}};
    const web::Headers bearer{{"authorization", "Bearer " + make_token(school, people.agent)}};
    const web::Access page{web::Audience::Agent, web::Via::Page};
    const web::Access api{web::Audience::Agent, web::Via::Api};
    const auto cost = [&](const web::Headers& headers, web::Access access) {
        const auto before = school.db().stats().round_trips;
        CHECK(admit(school, headers, access) == "in");
        return school.db().stats().round_trips - before;
    };
    // Once for the preparation of the statements and the first note of the token's use.
    cost(cookie, page);
    cost(bearer, api);
    school.clock.time += 61s;
    cost(cookie, page);
    cost(bearer, api);
    CHECK(cost(cookie, page) == 1);
    CHECK(cost(bearer, api) == 1);
    school.clock.time += 59s;
    CHECK(cost(cookie, page) == 1);
    CHECK(cost(bearer, api) == 1);
    school.clock.time += 1s;
    CHECK(cost(cookie, page) > 1);
    CHECK(cost(bearer, api) > 1);
    CHECK(cost(cookie, page) == 1);
    CHECK(cost(bearer, api) == 1);
    // Without a credential nothing is asked.
    const auto before = school.db().stats().round_trips;
    CHECK(admit(school, {}, {web::Audience::Anyone, web::Via::Page}) == "nobody");
    CHECK(school.db().stats().round_trips == before);
}

TEST_CASE("sessions of agents, managers and administrators end after an idle hour and after twelve in all", "[identity][sessions]") {
    School school;
    const People people{school};
    const auto staff = GENERATE_COPY(people.agent, people.manager, people.administrator);
    const auto token = begin_session(school, staff);
    SECTION("idle") {
        school.clock.time += 59min;
        CHECK(is_alive(school, token));
        school.clock.time += 59min;
        CHECK(is_alive(school, token));
        school.clock.time += 60min;
        CHECK_FALSE(is_alive(school, token));
    }
    SECTION("idle, though the page that stands open asks for what is new") {
        auto headers = GENERATE(web::Headers{{"accept", "text/event-stream"}}, web::Headers{{"ansvar-background", "1"}});
        headers.emplace_back("cookie", "ansvar=" + token);
        for (int i = 0; i < 59; ++i) {
            school.clock.time += 1min;
            CHECK(admit(school, headers, {web::Audience::SignedIn, web::Via::Page}) == "in");
        }
        school.clock.time += 1min;
        CHECK_FALSE(is_alive(school, token));
    }
    SECTION("in all") {
        for (int i = 0; i < 23; ++i) {
            school.clock.time += 30min;
            CHECK(is_alive(school, token));
        }
        school.clock.time += 30min - 1s;
        CHECK(is_alive(school, token));
        school.clock.time += 1s;
        CHECK_FALSE(is_alive(school, token));
    }
}

TEST_CASE("a requester's session lasts thirty days, used or not", "[identity][sessions]") {
    School school;
    const People people{school};
    const auto token = begin_session(school, people.requester);
    school.clock.time += 24h * 15;
    CHECK(is_alive(school, token));
    school.clock.time += 24h * 15 - 1s;
    CHECK(is_alive(school, token));
    school.clock.time += 1s;
    CHECK_FALSE(is_alive(school, token));
}

TEST_CASE("who becomes an agent by date is held to an agent's session", "[identity][sessions]") {
    School school;
    const People people{school};
    const auto token = begin_session(school, people.requester);
    school.db().in_transaction([&](db::Transaction& tx) {
        identity::set_holder(tx,
                             {.role = RoleCode{"VAKT"}, .person = people.requester, .valid_from = "2026-11-22", .valid_to = "2026-11-22"});
    });
    school.clock.time += 24h;
    CHECK(is_alive(school, token));
    school.clock.time += 24h;
    CHECK_FALSE(is_alive(school, token));
}

TEST_CASE("a revoked token and the token of somebody who has left are good for nothing", "[identity][tokens]") {
    School school;
    const People people{school};
    const auto token = make_token(school, people.agent);
    const web::Headers bearer{{"authorization", "Bearer " + token}};
    const web::Access api{web::Audience::SignedIn, web::Via::Api};
    CHECK(admit(school, bearer, api) == "in");
    const auto list = [&] { return school.db().read([&](db::Session& session) { return identity::list_api_tokens(session); }); };
    REQUIRE(list().size() == 1);
    CHECK(list().front().name == "test");
    CHECK(list().front().person_name == "Amir Wallin");
    CHECK(list().front().last_used_at == school.now());
    SECTION("revoked") {
        const auto revoke = [&] {
            return school.db().in_transaction(
                [&](db::Transaction& tx) { return identity::revoke_api_token(tx, list().front().id, school.now()); });
        };
        CHECK(revoke());
        CHECK_FALSE(revoke());
        CHECK(list().front().revoked_at == school.now());
        CHECK(admit(school, bearer, api) == "401");
    }
    SECTION("left") {
        const auto session = begin_session(school, people.agent);
        school.db().in_transaction([&](db::Transaction& tx) { identity::update_left(tx, people.agent, true, school.now()); });
        CHECK(admit(school, bearer, api) == "401");
        CHECK_FALSE(is_alive(school, session));
        school.db().in_transaction([&](db::Transaction& tx) { identity::update_left(tx, people.agent, false, school.now()); });
        CHECK(admit(school, bearer, api) == "in");
    }
}

TEST_CASE("a token opens what its scopes name, until it expires", "[identity][tokens]") {
    School school;
    const People people{school};
    identity::TokenScopes scopes;
    scopes.add(web::Scope::TicketsRead);
    const auto token = school.db().in_transaction([&](db::Transaction& tx) {
        return identity::create_api_token(tx, {.name = "read", .person = people.agent, .scopes = scopes, .expires_at = school.now() + 24h}, school.now());
    });
    const web::Headers bearer{{"authorization", "Bearer " + token}};
    const web::Access reading{web::Audience::Agent, web::Scope::TicketsRead};
    CHECK(admit(school, bearer, reading) == "in");
    CHECK(admit(school, bearer, {web::Audience::Agent, web::Scope::TicketsWrite}) == "403");
    CHECK(admit(school, bearer, {web::Audience::Agent, web::Scope::AuditRead}) == "403");
    school.clock.time += 24h;
    CHECK(admit(school, bearer, reading) == "401");
}

TEST_CASE("scopes are words with blanks between, and nothing else", "[identity][tokens]") {
    using identity::TokenScopes;
    CHECK(TokenScopes::parse("all") == TokenScopes::all());
    CHECK(TokenScopes::parse("tickets:read matrix:read")->text() == "tickets:read matrix:read");
    CHECK(TokenScopes::all().text() == "all");
    for (const auto* words : {"", "everything", "tickets:read,matrix:read", "tickets:read  matrix:read"}) {
        CHECK_FALSE(TokenScopes::parse(words));
    }
}

TEST_CASE("every right stands in the table for those it is meant for", "[identity][rights]") {
    using enum identity::Capacity;
    using enum identity::Right;
    using identity::may;
    CHECK(may(Requester, TicketView, true));
    CHECK_FALSE(may(Requester, TicketNotes));
    CHECK(may(Manager, TicketView));
    CHECK_FALSE(may(Manager, TicketView, true));
    CHECK_FALSE(may(Manager, TicketReply));
    CHECK(may(Administrator, TicketHandle));
    CHECK_FALSE(may(Administrator, TicketView, true));
    CHECK(may(GlassBreaker, TicketNotes, true));
    CHECK_FALSE(may(GlassBreaker, TicketHandle, true));
    CHECK(may(Reader, TicketHandle, true));
    CHECK_FALSE(may(Watcher, TicketUnseal));
    CHECK(may(Auditor, Audit));
    CHECK_FALSE(may(Auditor, People));
    CHECK(may(Auditor | Manager, Reports));
    CHECK_FALSE(may(MatrixOwner, BreakGlass));
}
