#include <catch2/catch.hpp>

#include <regex>

#include "identity/api_tokens.hpp"
#include "identity/audit.hpp"
#include "identity/people_store.hpp"
#include "identity/service_accounts.hpp"
#include "identity/token_commands.hpp"
#include "identity/token_pages.hpp"
#include "unit/identity/school.hpp"

using namespace ansvar;
using namespace ansvar::tests;
using namespace std::chrono_literals;
using Fields = std::vector<std::pair<std::string, std::string>>;

namespace {

bool has(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

struct Office {
    Office() {
        admin = school.add({.email = mail("admin@skola.example"), .name = "Ada Admin", .is_administrator = true});
        amir = school.add({.email = mail("its@skola.example"), .name = "Amir Wallin"}, {"ITS"});
        robot = school.db().in_transaction([&](db::Transaction& tx) {
            return identity::get_or_make_service_account(tx, "Skylten", identity::Actor::system(), school.now());
        });
        browser.enter("admin@skola.example");
    }
    Fields form(Fields change = {}) const {
        Fields fields{{"name", "Skylten i receptionen"}, {"as", robot.text()}, {"scope", "tickets:read"}, {"days", "90"}};
        for (const auto& [name, value] : change) {
            std::erase_if(fields, [&](const auto& field) { return field.first == name; });
            if (!value.empty()) {
                fields.emplace_back(name, value);
            }
        }
        return fields;
    }
    /// Makes a token on the page; the token.
    std::string make(const Fields& fields) {
        const auto made = browser.post("/admin/tokens", fields);
        INFO(made.body);
        REQUIRE(made.status == 200);
        std::smatch found;
        REQUIRE(std::regex_search(made.body, found, std::regex{"value=\"(ansvar_[A-Za-z0-9_-]+)\""}));
        return found[1];
    }
    /// What the gate says of a token at a route with that scope: "let in", or the status of the refusal.
    std::string gate(const std::string& token, web::Scope scope) {
        web::Request request{{.headers = {{"authorization", "Bearer " + token}}}};
        try {
            const auto admission = school.gate->admit(request, {web::Audience::SignedIn, scope});
            return "let in";
        } catch (const web::Error& error) {
            return std::to_string(error.status);
        }
    }
    identity::ApiToken newest() {
        return school.db().read([](db::Session& session) { return identity::list_api_tokens(session).front(); });
    }

    School school;
    PersonId admin, amir, robot;
    Browser browser{school};
};

/// Everything that stands in the database, as text.
std::string everything(School& school) {
    std::string text;
    const db::Query tables{"test/tables", "SELECT TABLE_NAME AS name FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE()"};
    const db::Query columns{"test/columns", "SELECT GROUP_CONCAT('COALESCE(CAST(`', COLUMN_NAME, '` AS CHAR), '''')' SEPARATOR ', ') AS list "
                                            "FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = :name"};
    school.db().read([&](db::Session& session) {
        for (const auto& table : session.rows(tables)) {
            const auto list = session.row(columns, {{"name", table.text("name")}})->text("list");
            const auto sql = "SELECT CONCAT_WS('|', " + list + ") AS line FROM `" + table.text("name") + "`";
            const db::Query lines{"test/lines", sql};
            for (const auto& row : session.rows(lines)) {
                text += table.text("name") + ": " + row.text("line") + "\n";
            }
        }
    });
    return text;
}

}  // namespace

TEST_CASE("an API token is shown once, may be kept by no cache, and stands nowhere in the database", "[tokens]") {
    Office office;
    const auto token = office.make(office.form());
    CHECK(office.gate(token, web::Scope::TicketsRead) == "let in");
    const auto stored = everything(office.school);
    REQUIRE(has(stored, "Skylten i receptionen"));
    CHECK_FALSE(has(stored, token));
    CHECK_FALSE(has(stored, token.substr(7)));
    CHECK_FALSE(has(office.browser.get("/admin/tokens").body, token));
    CHECK_FALSE(has(office.browser.get("/admin/audit").body, token));
    CHECK(office.browser.post("/admin/tokens", office.form()).header("cache-control") == "no-store");
}

TEST_CASE("an API token opens what its scopes say and nothing else", "[tokens]") {
    Office office;
    const auto token = office.make(office.form({{"scope", "tickets:read"}}));
    CHECK(office.gate(token, web::Scope::TicketsRead) == "let in");
    for (const auto scope : identity::TokenScopes::each()) {
        if (scope != web::Scope::TicketsRead) {
            INFO(web::to_string(scope));
            CHECK(office.gate(token, scope) == "403");
        }
    }
}

TEST_CASE("an API token ends when it expires, when it is revoked and when its account ends", "[tokens]") {
    Office office;
    SECTION("it expires") {
        const auto token = office.make(office.form({{"days", "30"}}));
        office.school.clock.time += 30 * 24h - 1s;
        CHECK(office.gate(token, web::Scope::TicketsRead) == "let in");
        office.school.clock.time += 2s;
        CHECK(office.gate(token, web::Scope::TicketsRead) == "401");
        CHECK(office.newest().state(office.school.now()) == identity::ApiToken::State::Expired);
    }
    SECTION("it is revoked, after a question") {
        const auto token = office.make(office.form());
        const auto place = "/admin/tokens/" + office.newest().id.text() + "/revocation";
        CHECK(has(office.browser.get(place).body, "Dra in nyckeln Skylten i receptionen?"));
        CHECK(office.gate(token, web::Scope::TicketsRead) == "let in");
        CHECK(office.browser.post(place).status == 303);
        CHECK(office.gate(token, web::Scope::TicketsRead) == "401");
        CHECK(office.browser.get(place).status == 404);
        CHECK(has(office.browser.get("/admin/audit").body, "Drog in en API-nyckel"));
    }
    SECTION("its account ends") {
        const auto token = office.make(office.form());
        office.school.db().in_transaction([&](db::Transaction& tx) { identity::update_left(tx, office.robot, true, office.school.now()); });
        CHECK(office.gate(token, web::Scope::TicketsRead) == "401");
    }
    SECTION("without an end it stays good") {
        const auto token = office.make(office.form({{"days", "none"}}));
        office.school.clock.time += 24h * 3650;
        CHECK(office.gate(token, web::Scope::TicketsRead) == "let in");
    }
}

TEST_CASE("a token's last use is noted, once a minute", "[tokens]") {
    Office office;
    const auto token = office.make(office.form());
    CHECK_FALSE(office.newest().last_used_at);
    office.gate(token, web::Scope::TicketsRead);
    const auto first = office.school.now();
    CHECK(office.newest().last_used_at == first);
    office.school.clock.time += 30s;
    office.gate(token, web::Scope::TicketsRead);
    CHECK(office.newest().last_used_at == first);
    office.school.clock.time += 40s;
    office.gate(token, web::Scope::TicketsRead);
    CHECK(office.newest().last_used_at == office.school.now());
}

TEST_CASE("a form for a token that cannot be is explained beside its fields, and makes none", "[tokens]") {
    Office office;
    const auto [field, value, words] = GENERATE(table<std::string, std::string, std::string>({
        {"name", "", "Skriv vad nyckeln ska användas till"},
        {"name", std::string(101, 'x'), "för lång"},
        {"as", "999999", "Välj vad nyckeln ska gälla som"},
        {"as", "1", "Välj vad nyckeln ska gälla som"},  // the administrator is "me", and others are not to be had
        {"as", "2", "Välj vad nyckeln ska gälla som"},
        {"as", "person", "Välj vad nyckeln ska gälla som"},
        {"scope", "", "Välj minst en sak"},
        {"scope", "everything", "Välj minst en sak"},
        {"days", "4000", "Välj något av det"},
    }));
    INFO(field << " = " << value);
    const auto answer = office.browser.post("/admin/tokens", office.form({{field, value}}));
    CHECK(answer.status == 422);
    CHECK(has(answer.body, words));
    CHECK(office.school.db().read([](db::Session& session) { return identity::list_api_tokens(session).empty(); }));
}

TEST_CASE("a token made on the page acts as oneself or a service account, never as somebody else", "[tokens]") {
    Office office;
    office.make(office.form({{"as", "me"}}));
    CHECK(office.newest().person == office.admin);
    CHECK(office.newest().created_by == office.admin);
    CHECK(office.browser.post("/admin/tokens", office.form({{"as", office.amir.text()}})).status == 422);
}

TEST_CASE("the terminal makes, lists and revokes tokens", "[tokens]") {
    Office office;
    auto& db = office.school.db();
    const auto now = office.school.now();
    const auto made = identity::make_token(db, {.name = "Skärm", .as = "service:Hallen", .scopes = "tickets:read,reports:read", .expires = "2026-12-24"}, now);
    REQUIRE(made);
    CHECK(office.newest().scopes.text() == "tickets:read reports:read");
    CHECK(office.newest().expires_at == from_stockholm(2026, 12, 25, 0, 0));
    CHECK(office.newest().is_of_service_account);
    CHECK(office.gate(*made, web::Scope::ReportsRead) == "let in");
    const auto again = identity::make_token(db, {.name = "Skärm 2", .as = "service:Hallen", .expires = "90d"}, now);
    REQUIRE(again);
    CHECK(office.newest().scopes == identity::TokenScopes::all());
    const auto list = identity::list_tokens_as_text(db, now);
    CHECK(has(list, "Skärm 2  as: Hallen  scopes: all  used: never  expires: 2027-02-18"));
    CHECK_FALSE(has(list, *made));
    const auto accounts = db.read([&](db::Session& session) { return identity::list_service_accounts(session, now); });
    CHECK(accounts.size() == 2);  // Hallen was made once
    REQUIRE(identity::revoke_token_named(db, office.newest().id.text(), now));
    CHECK(office.gate(*again, web::Scope::TicketsRead) == "401");
    CHECK_FALSE(identity::revoke_token_named(db, office.newest().id.text(), now));
    for (const auto& bad : {identity::TokenWish{.name = "x", .as = "admin", .scopes = "tickets:eat"}, {.name = "x", .as = "admin", .scopes = ""},
                            {.name = "x", .as = "admin", .expires = "2020-01-01"}, {.name = "x", .as = "admin", .expires = "soon"},
                            {.name = " ", .as = "admin"}, {.name = "x", .as = "service: "}, {.name = "x", .as = "ingen@skola.example"}}) {
        CHECK_FALSE(identity::make_token(db, bad, now));
    }
}

TEST_CASE("nobody can sign in as a service account", "[tokens]") {
    Office office;
    const auto account = office.school.person(office.robot);
    CHECK_FALSE(account.email);
    CHECK_FALSE(account.is_staff());
    for (const auto* typed : {"Skylten", "skylten@skola.example"}) {
        CHECK_FALSE(office.school.db().read([&](db::Session& session) {
            const auto address = MailAddress::parse(typed);
            const auto found = address ? identity::find_person_by_email(session, *address, office.school.now()) : std::nullopt;
            return found && found->id == office.robot;
        }));
    }
}

TEST_CASE("an administrator makes a service account, gives it rights and ends it; its tokens end with it", "[tokens]") {
    Office office;
    const auto account = [&] {
        return office.school.db().read([&](db::Session& session) { return identity::find_service_account(session, office.robot, office.school.now()).value(); });
    };
    const auto place = "/admin/service-accounts/" + office.robot.text();
    CHECK(has(office.browser.get("/admin/service-accounts").body, "Som vem som helst"));
    REQUIRE(office.browser.post(place, {{"name", "Skylten"}, {"role", "ITS"}, {"is_auditor", "on"}}).status == 303);
    CHECK(account().roles == std::vector{RoleCode{"ITS"}});
    CHECK(account().is_auditor);
    CHECK_FALSE(account().is_administrator);
    const auto token = office.make(office.form({{"scope", "audit:read"}}));
    CHECK(office.gate(token, web::Scope::AuditRead) == "let in");
    CHECK(account().live_tokens == 1);
    REQUIRE(office.browser.post(place + "/end").status == 303);
    CHECK(office.gate(token, web::Scope::AuditRead) == "401");
    CHECK(account().is_disabled);
    CHECK_FALSE(account().is_auditor);
    REQUIRE(office.browser.post(place + "/reopening").status == 303);
    CHECK(office.gate(token, web::Scope::AuditRead) == "401");
    CHECK(office.browser.post("/admin/service-accounts", {{"name", "Skylten"}}).status == 422);
    CHECK(office.browser.post("/admin/service-accounts", {{"name", ""}}).status == 422);
    CHECK(office.browser.post("/admin/service-accounts", {{"name", "Annan"}, {"role", "NOPE"}}).status == 422);
    CHECK(office.browser.get("/admin/service-accounts/" + office.amir.text()).status == 404);
}
