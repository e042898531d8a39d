#include <catch2/catch.hpp>

#include "core/secret.hpp"
#include "identity/api_tokens.hpp"
#include "identity/command_line.hpp"
#include "identity/token_commands.hpp"
#include "identity/housekeeping.hpp"
#include "identity/sessions.hpp"
#include "unit/identity/school.hpp"

using namespace ansvar;
using namespace ansvar::tests;
using namespace std::chrono_literals;

namespace {

const db::Query list_columns{"test/list_columns",
                             "SELECT TABLE_NAME AS table_name, COLUMN_NAME AS column_name FROM information_schema.COLUMNS "
                             "WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME IN (SELECT TABLE_NAME FROM information_schema.TABLES "
                             "WHERE TABLE_SCHEMA = DATABASE() AND TABLE_TYPE = 'BASE TABLE')"};
const db::Query count_rows{"test/count_rows",
                           "SELECT (SELECT COUNT(*) FROM sign_in_links) AS links, (SELECT COUNT(*) FROM sessions) AS sessions, "
                           "(SELECT COUNT(*) FROM throttles) AS throttles"};

/// Everything that stands in the database, as one text.
std::string dump(db::Database& database) {
    return database.read([](db::Session& session) {
        std::string all;
        for (const auto& column : session.rows(list_columns)) {
            const auto sql = "SELECT CAST(`" + column.text("column_name") + "` AS CHAR) AS cell FROM `" + column.text("table_name") + "`";
            const db::Query query{"test/dump", sql};
            for (const auto& row : session.rows(query)) {
                all += row.optional_text("cell").value_or("") + "\n";
            }
        }
        return all;
    });
}

std::string last_part(const std::string& url) {
    return url.substr(url.rfind('/') + 1);
}

}  // namespace

TEST_CASE("no token stands anywhere in the database, only hashes", "[identity][secrets]") {
    School school;
    Browser browser{school};
    browser.post("/sign-in", {{"mail", "larare@skola.example"}, {"next", "/"}});
    const auto unused = last_part(school.link_for("larare@skola.example"));
    const auto used = last_part(school.link_for("larare@skola.example"));
    browser.post("/sign-in/" + used);
    const auto bearer = identity::make_token(school.db(), {.name = "script", .as = "admin"}, school.now()).value();
    const auto everything = dump(school.db());
    for (const auto& secret : {unused, used, browser.cookies.at("ansvar"), bearer, last_part(bearer)}) {
        CHECK(everything.find(secret) == std::string::npos);
        CHECK(everything.find(sha256(secret)) != std::string::npos);
    }
    // The dump does see what is there; and addresses are counted under keyed hashes.
    CHECK(everything.find("larare@skola.example") != std::string::npos);
    CHECK(everything.find(sha256("larare@skola.example")) == std::string::npos);
}

TEST_CASE("links and tokens are made from the command line for people who are known", "[identity][commands]") {
    School school;
    school.add({.email = mail("its@skola.example"), .name = "Amir Wallin", .language = web::Language::En}, {"ITS"});
    const auto link = identity::make_link(school.db(), school.settings, "ITS@skola.example", school.now());
    REQUIRE(link);
    CHECK(link->starts_with("http://127.0.0.1:8080/sign-in/"));
    Browser browser{school};
    CHECK(browser.post(school.path_of(*link)).status == 303);
    CHECK(browser.is_signed_in());
    CHECK_FALSE(identity::make_link(school.db(), school.settings, "okand@skola.example", school.now()));
    CHECK_FALSE(identity::make_link(school.db(), school.settings, "nonsense", school.now()));
    CHECK_FALSE(identity::make_token(school.db(), {.name = "x", .as = "okand@skola.example"}, school.now()));

    const auto admin_link = identity::make_link(school.db(), school.settings, "admin", school.now(), "admin@skola.example");
    REQUIRE(admin_link);
    Browser admin{school};
    admin.post(school.path_of(*admin_link));
    CHECK(admin.get("/admin/people").status == 200);
    const auto token = identity::make_token(school.db(), {.name = "x", .as = "admin"}, school.now());
    REQUIRE(token);
    CHECK(token->starts_with("ansvar_"));
    const auto live = school.db().read([&](db::Session& session) { return identity::find_api_token(session, *token, school.now()); });
    REQUIRE(live);
    CHECK(live->person.email == mail("admin@skola.example"));
}

TEST_CASE("housekeeping removes what has been of no use for a day", "[identity][housekeeping]") {
    School school;
    school.add({.email = mail("its@skola.example"), .name = "Amir Wallin"}, {"ITS"});
    Browser agent{school};
    Browser requester{school};
    agent.post("/sign-in", {{"mail", "its@skola.example"}, {"next", "/"}});
    agent.enter("its@skola.example");
    requester.enter("larare@skola.example");
    const auto count = [&] {
        const auto row = *school.db().read([](db::Session& session) { return session.row(count_rows); });
        return std::array{row.integer("links"), row.integer("sessions"), row.integer("throttles") > 0 ? 1L : 0L};
    };
    identity::remove_expired(school.db(), school.now() + 24h);
    CHECK(count() == std::array{2L, 2L, 1L});
    identity::remove_expired(school.db(), school.now() + 24h + 16min);
    CHECK(count() == std::array{0L, 2L, 0L});
    identity::remove_expired(school.db(), school.now() + 37h);
    CHECK(count() == std::array{0L, 1L, 0L});
    CHECK(requester.is_signed_in());
}

TEST_CASE("a list of people that was looked at and never imported is gone after a day", "[identity][housekeeping]") {
    School school;
    school.add({.email = mail("ada@skola.example"), .name = "Ada Admin", .is_administrator = true});
    Browser admin{school};
    admin.enter("ada@skola.example");
    const auto paste = [&](const std::string& name) {
        const auto path = location(admin.post("/admin/people/import", {{"text", "mail;name\n" + name + "@skola.example;" + name + "\n"}}));
        REQUIRE(path.starts_with("/admin/people/import/"));
        return path;
    };
    const auto carried_out = paste("bo"), left_lying = paste("eva");
    const auto page = admin.get(carried_out).body;
    const std::string mark = "name=\"fingerprint\" value=\"";
    REQUIRE(admin.post(carried_out, {{"fingerprint", page.substr(page.find(mark) + mark.size(), 64)}}).status == 303);
    const auto kept = [&] { return school.row("SELECT COUNT(*) AS n, COUNT(applied_at) AS applied FROM people_imports"); };
    identity::remove_expired(school.db(), school.now() + 24h);
    CHECK(kept().integer("n") == 2);
    identity::remove_expired(school.db(), school.now() + 24h + 1s);
    CHECK(kept().integer("n") == 1);
    CHECK(kept().integer("applied") == 1);
    CHECK(admin.get(left_lying).status == 404);
    CHECK(admin.get(carried_out).status == 200);
}

TEST_CASE("a lost database is no refusal: it passes through the gate", "[identity][gate]") {
    School school;
    auto settings = school.database.settings();
    settings.socket = "/nonexistent/ansvar.sock";
    db::Database gone{settings};
    identity::SessionGate gate{gone, school.clock, school.settings};
    const web::Request request{{.headers = {{"cookie", "ansvar=whatever"}}}};
    CHECK_THROWS_AS(gate.admit(request, {web::Audience::SignedIn, web::Via::Page}), db::Unavailable);
    const web::Request anonymous{web::RequestParts{}};
    CHECK_FALSE(gate.admit(anonymous, {web::Audience::Anyone, web::Via::Page}).principal);
}
