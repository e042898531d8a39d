// The service's database user beside one that migrates: what it may still do, and what it may not do with the audit.
#include <catch2/catch.hpp>
#include <fmt/format.h>

#include <atomic>
#include <filesystem>
#include <fstream>

#include "app/check_database.hpp"
#include "app/store.hpp"
#include "db/connection.hpp"
#include "db/embedded_server.hpp"
#include "db/errors.hpp"
#include "db/grants.hpp"
#include "served_school.hpp"
#include "support/signal_process.hpp"

using namespace ansvar;
using namespace ansvar::tests;

namespace {

/// A server with a user that may do all with the schema, and one for the service that was given far too much.
class Server {
public:
    Server() : folder_{}, server_{folder_.path(), options()} { own_ = server_.start(); }
    ~Server() {
        if (const int process = server_.process_id(); process > 0) {
            send_signal(process, SIGKILL);
        }
    }
    db::Settings as(const std::string& user) const {
        auto settings = own_;
        settings.user = user;
        settings.password = "a password for tests";
        return settings;
    }

private:
    db::EmbeddedOptions options() const {
        namespace fs = std::filesystem;
        const auto home = folder_.path() / "db";
        fs::create_directory(home);
        fs::permissions(home, fs::perms::owner_all);
        std::ofstream{home / "password"} << "a password for tests";
        fs::permissions(home / "password", fs::perms::owner_read | fs::perms::owner_write);
        std::ofstream statements{folder_.path() / "users.sql"};
        statements << "CREATE DATABASE IF NOT EXISTS ansvar CHARACTER SET utf8mb4 COLLATE utf8mb4_swedish_ci;\n";
        for (const auto* user : {"ansvar", "migrator", "service"}) {
            statements << fmt::format("CREATE USER IF NOT EXISTS '{}'@'localhost' IDENTIFIED BY 'a password for tests';\n", user);
        }
        statements << "GRANT ALL ON ansvar.* TO 'migrator'@'localhost' WITH GRANT OPTION;\n"
                      "GRANT ALL ON ansvar.* TO 'service'@'localhost';\n"
                      "GRANT ALL ON ansvar.* TO 'ansvar'@'localhost';\n";
        db::EmbeddedOptions options;
        options.redo_log_megabytes = 8;
        options.buffer_pool_megabytes = 32;
        options.account = "root";
        options.dies_with_us = true;
        options.extra = {"debug-no-sync", "init-file=" + (folder_.path() / "users.sql").string()};
        return options;
    }

    TemporaryFolder folder_;
    db::EmbeddedServer server_;
    db::Settings own_;
};

/// "done", or "refused" for a lack of rights.
std::string attempt(const db::Settings& who, const std::string& statement) {
    std::atomic<std::uint64_t> round_trips{0};
    db::Connection connection{who, round_trips};
    try {
        connection.run("test", statement);
        return "done";
    } catch (const db::Error& fault) {
        return db::means_no_right(fault.code()) ? "refused" : fault.what();
    }
}

}  // namespace

TEST_CASE("with a user of its own for migrations the service can only add to the audit and read it, and does all its work", "[audit]") {
    const Server server;
    const auto service = server.as("service"), owner = server.as("migrator");
    ServedSchool school{service, owner};

    SECTION("the audit") {
        CHECK(attempt(service, "INSERT INTO audit_log (happened_at, actor_kind, action, object_kind, details) VALUES (NOW(6), 'system', 'x.y', 'x', '{}')") == "done");
        CHECK(attempt(service, "DO (SELECT COUNT(*) FROM audit_log)") == "done");
        for (const auto* statement : {"UPDATE audit_log SET actor_id = NULL", "DELETE FROM audit_log", "TRUNCATE TABLE audit_log", "ALTER TABLE audit_log DROP COLUMN details",
                                      "DROP TABLE audit_log", "RENAME TABLE audit_log TO elsewhere", "REPLACE INTO audit_log SELECT * FROM audit_log",
                                      "CREATE TRIGGER t BEFORE INSERT ON audit_log FOR EACH ROW SET NEW.action = 'x'"}) {
            INFO(statement);
            CHECK(attempt(service, statement) == "refused");
        }
        CHECK(db::rights_beyond_adding(service).empty());
        CHECK_FALSE(db::rights_beyond_adding(owner).empty());
        const auto found = app::check_database(school.config, identity::fetch_by_curl);
        REQUIRE(found.back().about == "audit");
        CHECK(found.back().verdict == app::Finding::Verdict::Ok);
    }
    SECTION("the schema") {
        for (const auto* statement : {"CREATE TABLE mine (id INT)", "ALTER TABLE tickets ADD COLUMN x INT", "DROP TABLE sessions", "DROP DATABASE ansvar",
                                      "UPDATE schema_migrations SET checksum = ''", "GRANT ALL ON ansvar.* TO 'service'@'localhost'"}) {
            INFO(statement);
            CHECK(attempt(service, statement) == "refused");
        }
    }
    SECTION("its work") {
        auto teacher = school.program("larare");
        const auto number = school.file(teacher, "Projektorn i sal 4 lyser inte", "B070");
        auto agent = school.browser("its"), administrator = school.browser("admin");
        const auto place = fmt::format("/tickets/{}", number);
        CHECK(administrator.post_form(place + "/messages", {{"kind", "reply"}, {"body", "Vi kommer"}, {"then", "resolve"}}).status == 303);
        CHECK(agent.get("/queues/ITS").status == 200);
        CHECK(administrator.get("/admin/audit").says("Loggade in"));
        CHECK(agent.post_form("/sign-out", {}).status == 303);
        school.letter("reply", "Vi kommer");
    }
    SECTION("a start without the migrations' user, which has migrated before") {
        auto config = school.config;
        config.migration_database_url = {};
        CHECK_NOTHROW(app::Store{config});
    }
    SECTION("a second grant changes nothing") {
        CHECK_FALSE(db::grant_to_service(owner, service).empty());
        CHECK(db::rights_beyond_adding(service).empty());
    }
}

TEST_CASE("a service whose own user migrates is told that its audit is append-only by habit", "[audit]") {
    const Server server;
    const auto service = server.as("service");
    CHECK_FALSE(db::rights_beyond_adding(service).empty());
    CHECK_THROWS_WITH(db::grant_to_service(service, service), Catch::Contains("the service's own"));
    app::Config config;
    config.migration_database_url = "mysql://migrator:x@localhost/ansvar";
    CHECK_THROWS_WITH(config.effective_migration_url(), Catch::Contains("goes with --database-url"));
}
