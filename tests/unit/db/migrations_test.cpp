#include "db/migrations.hpp"

#include "core/secret.hpp"
#include "unit/db/counter_table.hpp"

#include <catch2/catch.hpp>

#include <mutex>
#include <thread>

using namespace ansvar::db;
using namespace std::chrono_literals;
namespace counters = ansvar::tests::counters;
using ansvar::tests::TestDatabase;

namespace {

const Query count_a{"test/count_a", "SELECT COUNT(*) AS n FROM a"};
const Query make_b{"test/make_b", "CREATE TABLE b (id INT PRIMARY KEY)"};
const Query dirty_step{"test/dirty_step", "SELECT step FROM schema_migrations WHERE state = 'running'"};
const Query forget_step{"test/forget_step", "UPDATE schema_migrations SET step = :step WHERE state = 'running'"};

/// A list of migrations that keeps its texts.
class Plan {
public:
    Plan& add(std::string name, std::string sql) {
        texts_.push_back(std::make_unique<Texts>(Texts{std::move(name), sql, ansvar::sha256(sql)}));
        const auto& texts = *texts_.back();
        migrations_.push_back({static_cast<unsigned>(std::stoul(texts.name.substr(0, 4))), texts.name, texts.sql, texts.checksum});
        return *this;
    }
    const std::vector<Migration>& list() const { return migrations_; }

private:
    struct Texts {
        std::string name, sql, checksum;
    };
    std::vector<std::unique_ptr<Texts>> texts_;
    std::vector<Migration> migrations_;
};

struct Empty : TestDatabase {
    Empty() : TestDatabase{Content::Empty} {
        plan.add("0001_a", "CREATE TABLE a (id INT PRIMARY KEY); INSERT INTO a VALUES (1);");
        plan.add("0002_more", "INSERT INTO a VALUES (2); INSERT INTO b VALUES (1); INSERT INTO a VALUES (3);");
    }
    std::int64_t number(const Query& query, const char* column) {
        return database().read([&](Session& session) { return session.row(query)->integer(column); });
    }
    Plan plan;
};

}  // namespace

TEST_CASE("the migrations of the build apply to an empty schema, and once only", "[migrations]") {
    TestDatabase school{TestDatabase::Content::Empty};
    const auto newest = embedded_migrations().back().version;
    CHECK(schema_version(school.settings()) == 0);
    const auto first = migrate(school.settings());
    CHECK(first.applied == embedded_migrations().size());
    CHECK(first.version == newest);
    CHECK(schema_version(school.settings()) == newest);
    CHECK(migrate(school.settings()).applied == 0);
}

TEST_CASE_METHOD(Empty, "a migration that stops half-way is refused until somebody resumes it, and then goes on where it stopped",
                 "[migrations]") {
    CHECK_THROWS_WITH(migrate(settings(), plan.list()), Catch::Contains("0002_more statement 2") && Catch::Contains("1146"));
    CHECK(number(dirty_step, "step") == 1);
    CHECK_THROWS_WITH(migrate(settings(), plan.list()), Catch::Contains("after 1 of its 3 statements"));
    CHECK(schema_version(settings()) == 1);
    database().execute_once(make_b);
    const auto report = migrate(settings(), plan.list(), true);
    CHECK(report.applied == 1);
    CHECK(report.version == 2);
    CHECK(number(count_a, "n") == 3);
}

TEST_CASE_METHOD(Empty, "a migration killed at any of its statements can be resumed", "[migrations]") {
    Plan slow;
    slow.add("0001_slow",
             "CREATE TABLE a (id INT PRIMARY KEY); INSERT INTO a SELECT SLEEP(0.4); CREATE TABLE b (id INT PRIMARY KEY);"
             "INSERT INTO a VALUES (7);");
    std::thread killer{[&] {
        std::this_thread::sleep_for(250ms);
        for (const auto& victim : database().read([](Session& session) { return session.rows(counters::list_connections); })) {
            try {
                database().execute_once(counters::kill, {{"id", victim.integer("id")}});
            } catch (const Error&) {  // gone by itself
            }
        }
    }};
    CHECK_THROWS_AS(migrate(settings(), slow.list()), Unavailable);
    killer.join();
    CHECK(number(dirty_step, "step") == 1);
    CHECK(number(count_a, "n") == 0);
    CHECK(migrate(settings(), slow.list(), true).applied == 1);
    CHECK(number(count_a, "n") == 2);
}

TEST_CASE_METHOD(Empty, "a table made just before the kill, and not noted any more, does not stop the resumption", "[migrations]") {
    Plan broken;
    broken.add("0001_broken", "CREATE TABLE a (id INT PRIMARY KEY); INSERT INTO b VALUES (1);");
    CHECK_THROWS_AS(migrate(settings(), broken.list()), MigrationFault);
    database().execute_once(forget_step, {{"step", 0}});
    database().execute_once(make_b);
    CHECK(migrate(settings(), broken.list(), true).applied == 1);
}

TEST_CASE_METHOD(Empty, "migrations that were edited, skipped or come from a newer program are refused", "[migrations]") {
    database().execute_once(make_b);
    migrate(settings(), plan.list());
    Plan edited;
    edited.add("0001_a", "CREATE TABLE a (id BIGINT PRIMARY KEY);");
    CHECK_THROWS_WITH(migrate(settings(), edited.list()), Catch::Contains("0001_a has changed"));
    Plan gap;
    gap.add("0001_a", std::string{plan.list()[0].sql}).add("0003_c", "SELECT 1");
    CHECK_THROWS_WITH(migrate(settings(), gap.list()), Catch::Contains("no migration 2 before 0003_c"));
    Plan older;
    older.add("0001_a", std::string{plan.list()[0].sql});
    CHECK_THROWS_WITH(migrate(settings(), older.list()), Catch::Contains("version 2, newer than this program (1)"));
}

TEST_CASE_METHOD(Empty, "of three that migrate at once, one does the work", "[migrations]") {
    database().execute_once(make_b);
    std::mutex mutex;
    std::vector<std::size_t> applied;
    std::vector<std::thread> starters;
    for (int i = 0; i < 3; ++i) {
        starters.emplace_back([&] {
            const auto report = migrate(settings(), plan.list());
            const std::lock_guard lock{mutex};
            applied.push_back(report.applied);
        });
    }
    for (auto& starter : starters) {
        starter.join();
    }
    std::sort(applied.begin(), applied.end());
    CHECK(applied == std::vector<std::size_t>{0, 0, 2});
    CHECK(number(count_a, "n") == 3);
}
