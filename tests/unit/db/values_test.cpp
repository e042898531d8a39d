#include "db/database.hpp"
#include "support/test_database.hpp"

#include <catch2/catch.hpp>

#include <limits>

using namespace ansvar;
using namespace ansvar::db;
using ansvar::tests::TestDatabase;

namespace {

const Query make_table{
    "test/make_table",
    "CREATE TABLE things (id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY, small TINYINT NULL, number BIGINT NULL, "
    "big BIGINT UNSIGNED NULL, rate DOUBLE NULL, price DECIMAL(20,4) NULL, word VARCHAR(40) NULL UNIQUE, body LONGBLOB NULL, "
    "at DATETIME(6) NULL, bits BIT(8) NULL, parent BIGINT UNSIGNED NULL, "
    "CONSTRAINT fk_parent FOREIGN KEY (parent) REFERENCES things (id))"};
const Query insert_word{"test/insert_word", "INSERT INTO things (word) VALUES (:word)"};
const Query insert_thing{
    "test/insert_thing",
    "INSERT INTO things (small, number, big, rate, word, body, at) VALUES (:small, :number, :big, :rate, :word, :body, :at)"};
const Query select_thing{"test/select_thing", "SELECT small, number, big, rate, price, word, body, at FROM things WHERE id = :id"};
const Query echo{"test/echo", "SELECT :value AS value"};

struct Things : TestDatabase {
    Things() : TestDatabase{Content::Empty} { database().execute_once(make_table); }
    Row echo_of(const Value& value) {
        return *database().read([&](Session& session) { return session.row(echo, {{"value", value}}); });
    }
};

}  // namespace

TEST_CASE_METHOD(Things, "what is stored is what is read, also at the ends of its range", "[values]") {
    const auto moment = *from_sql("2026-11-21 08:15:00.123456");
    const std::string body{"a\0b \xf0\x9f\x98\x80 åäö", 15};
    const auto row = database().in_transaction([&](Transaction& tx) {
        tx.execute(insert_thing, {{"small", -128},
                                  {"number", std::numeric_limits<std::int64_t>::min()},
                                  {"big", std::numeric_limits<std::int64_t>::max()},
                                  {"rate", 0.1},
                                  {"word", "snö \xf0\x9f\x98\x80"},
                                  {"body", body},
                                  {"at", moment}});
        return *tx.row(select_thing, {{"id", tx.last_insert_id()}});
    });
    CHECK(row.integer("small") == -128);
    CHECK(row.integer("number") == std::numeric_limits<std::int64_t>::min());
    CHECK(row.unsigned_integer("big") == std::uint64_t{std::numeric_limits<std::int64_t>::max()});
    CHECK(row.real("rate") == 0.1);
    CHECK(row.text("word") == "snö \xf0\x9f\x98\x80");
    CHECK(row.text("body") == body);
    CHECK(row.time("at") == moment);
    CHECK(row.is_null("price"));
}

TEST_CASE_METHOD(Things, "the whole range of an unsigned column can be read", "[values]") {
    const Query largest{"test/largest", "SELECT CAST(18446744073709551615 AS UNSIGNED) AS big, b'10000001' + 0 AS bits"};
    const auto row = *database().read([&](Session& session) { return session.row(largest); });
    CHECK(row.unsigned_integer("big") == std::numeric_limits<std::uint64_t>::max());
    CHECK_THROWS_AS(row.integer("big"), std::logic_error);
    CHECK(row.integer("bits") == 129);
    CHECK_THROWS_AS(Value{std::numeric_limits<std::uint64_t>::max()}, std::out_of_range);
}

TEST_CASE_METHOD(Things, "an empty optional is NULL, and empty text is not", "[values]") {
    const auto nothing = echo_of(std::optional<std::string>{});
    CHECK(nothing.is_null("value"));
    CHECK(!nothing.optional_text("value"));
    CHECK_THROWS_AS(nothing.text("value"), std::logic_error);
    const auto empty = echo_of("");
    CHECK(!empty.is_null("value"));
    CHECK(empty.text("value").empty());
    CHECK(!echo_of(std::nullopt).optional_id<TicketId>("value"));
}

TEST_CASE_METHOD(Things, "ids, flags, roles and times are parameters as they are", "[values]") {
    CHECK(echo_of(TicketId{1042}).id<TicketId>("value") == TicketId{1042});
    CHECK(echo_of(std::optional{PersonId{7}}).optional_id<PersonId>("value") == PersonId{7});
    CHECK(echo_of(true).flag("value"));
    CHECK(!echo_of(false).flag("value"));
    CHECK(echo_of(RoleCode{"LÄR"}).text("value") == "LÄR");
    CHECK(echo_of(*from_sql("2026-11-21 08:15:00")).time("value") == *from_sql("2026-11-21 08:15:00.000000"));
}

TEST_CASE_METHOD(Things, "a time without a fraction is read like any other", "[values]") {
    const Query times{"test/times",
                      "SELECT CAST('2026-11-21 08:15:00' AS DATETIME(6)) AS a, CAST('2026-11-21 08:15:00.5' AS DATETIME(6)) AS b, "
                      "CAST('2026-11-21 08:15:00' AS DATETIME) AS c"};
    const auto row = *database().read([&](Session& session) { return session.row(times); });
    CHECK(row.time("a") == row.time("c"));
    CHECK(row.time("b") - row.time("a") == std::chrono::milliseconds{500});
}

TEST_CASE_METHOD(Things, "sums and averages are numbers", "[values]") {
    const Query sums{"test/sums", "SELECT SUM(x) AS total, AVG(x) AS mean, COUNT(*) AS n FROM (SELECT 1 AS x UNION ALL SELECT 2) AS xs"};
    const auto row = *database().read([&](Session& session) { return session.row(sums); });
    CHECK(row.integer("total") == 3);
    CHECK(row.real("mean") == 1.5);
    CHECK_THROWS_AS(row.integer("mean"), std::logic_error);
    CHECK(row.integer("n") == 2);
}

TEST_CASE_METHOD(Things, "a cached statement takes any value after any other: -1 stays -1 and text after NULL is text", "[values][cache]") {
    database().read([&](Session& session) {
        for (int round = 0; round < 3; ++round) {
            CHECK(session.row(echo, {{"value", std::uint64_t{5}}})->integer("value") == 5);
            CHECK(session.row(echo, {{"value", -1}})->integer("value") == -1);
            CHECK(session.row(echo, {{"value", std::nullopt}})->is_null("value"));
            CHECK(session.row(echo, {{"value", "text"}})->text("value") == "text");
            CHECK(session.row(echo, {{"value", 0.25}})->real("value") == 0.25);
            CHECK(session.row(echo, {{"value", std::string(300000, 'x')}})->text("value").size() == 300000);
        }
    });
}

TEST_CASE_METHOD(Things, "a statement is prepared once for each connection, and the cache never outgrows its limit", "[cache]") {
    auto settings = this->settings();
    settings.pool_size = 1;
    settings.statement_cache = 2;
    Database narrow{settings};
    const auto trips = [&](const Query& query, Parameters parameters) {
        const auto before = narrow.stats().round_trips;
        narrow.read([&](Session& session) { session.row(query, parameters); });
        return narrow.stats().round_trips - before;
    };
    const Query one{"test/one", "SELECT 1"}, two{"test/two", "SELECT 2"}, three{"test/three", "SELECT 3"};
    narrow.read([](Session&) {});
    CHECK(trips(one, {}) == 2);
    CHECK(trips(one, {}) == 1);
    CHECK(trips(two, {}) == 2);
    CHECK(trips(one, {}) == 1);
    CHECK(trips(three, {}) == 2);  // throws out two, the least recently used
    CHECK(trips(one, {}) == 1);
    CHECK(trips(two, {}) == 2);
}

TEST_CASE_METHOD(Things, "every parameter is given exactly once", "[values]") {
    database().read([&](Session& session) {
        CHECK_THROWS_AS(session.row(echo), std::logic_error);
        CHECK_THROWS_AS(session.row(echo, {{"value", 1}, {"other", 2}}), std::logic_error);
        CHECK_THROWS_AS(session.row(echo, {{"value", 1}, {"value", 2}}), std::logic_error);
        CHECK(session.row(echo, {{"value", 1}})->integer("value") == 1);
        CHECK_THROWS_AS(session.row(echo, {{"value", 1}})->integer("nothing"), std::logic_error);
    });
}

TEST_CASE_METHOD(Things, "what the server refuses has a kind, a query's name and none of the data", "[errors]") {
    database().in_transaction([&](Transaction& tx) {
        tx.execute(insert_word, {{"word", "asa@skola.example"}});
        try {
            tx.execute(insert_word, {{"word", "asa@skola.example"}});
            FAIL("a second row with the same key went in");
        } catch (const Duplicate& fault) {
            CHECK(fault.key() == "word");
            CHECK_THAT(fault.what(), Catch::Contains("test/insert_word") && !Catch::Contains("asa"));
        }
        CHECK_THROWS_AS(tx.execute(insert_word, {{"word", std::string(41, 'x')}}), TooLong);
        const Query too_big{"test/too_big", "INSERT INTO things (small) VALUES (:n)"};
        CHECK_THROWS_AS(tx.execute(too_big, {{"n", 200}}), OutOfRange);
        const Query orphan{"test/orphan", "INSERT INTO things (parent) VALUES (:id)"};
        CHECK_THROWS_AS(tx.execute(orphan, {{"id", 99}}), ForeignKey);
        const Query nonsense{"test/nonsense", "SELECT FROM"};
        CHECK_THROWS_AS(tx.row(nonsense), QueryFault);
        const Query bad_text{"test/bad_text", "INSERT INTO things (word) VALUES (:word)"};
        CHECK_THROWS_AS(tx.execute(bad_text, {{"word", "\xff\xfe"}}), QueryFault);
        CHECK(tx.execute(insert_word, {{"word", "still open"}}) == 1);
    });
    const Query count{"test/count", "SELECT COUNT(*) AS n FROM things"};
    CHECK(database().read([&](Session& session) { return session.row(count)->integer("n"); }) == 2);
}

TEST_CASE_METHOD(Things, "an update that changes nothing still matches its row", "[values]") {
    const Query same{"test/same", "UPDATE things SET word = :word WHERE word = :word"};
    CHECK(database().execute_once(insert_word, {{"word", "a"}}) == 1);
    CHECK(database().execute_once(same, {{"word", "a"}}) == 1);
    CHECK(database().execute_once(same, {{"word", "b"}}) == 0);
}

TEST_CASE_METHOD(Things, "rows are handed over one by one, and no other query may run meanwhile", "[values]") {
    const Query numbers{"test/numbers", "SELECT seq AS n FROM seq_1_to_1000"};
    std::int64_t total = 0;
    database().read([&](Session& session) {
        session.each(numbers, {}, [&](const Row& row) { total += row.integer("n"); });
        CHECK_THROWS_AS(session.each(numbers, {}, [&](const Row&) { session.row(echo, {{"value", 1}}); }), std::logic_error);
        CHECK(session.rows(numbers).size() == 1000);
    });
    CHECK(total == 500500);
}

TEST_CASE_METHOD(Things, "a session reads what is committed, in UTC, in Swedish order and strictly", "[session]") {
    const Query session_state{
        "test/session_state",
        "SELECT @@time_zone AS zone, @@collation_connection AS collation, @@tx_isolation AS isolation, @@sql_mode AS mode, "
        "@@max_statement_time AS seconds, @@innodb_lock_wait_timeout AS lock_seconds, 'Ö' > 'Z' AS swedish"};
    const auto row = *database().read([&](Session& session) { return session.row(session_state); });
    CHECK(row.text("zone") == "+00:00");
    CHECK(row.text("collation") == "utf8mb4_swedish_ci");
    CHECK(row.text("isolation") == "READ-COMMITTED");
    CHECK_THAT(row.text("mode"), Catch::Contains("STRICT_ALL_TABLES"));
    CHECK(row.real("seconds") == 2.5);
    CHECK(row.integer("lock_seconds") == 1);
    CHECK(row.flag("swedish"));
}
