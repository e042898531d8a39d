#include "db/query.hpp"

#include "db/sql_text.hpp"

#include <catch2/catch.hpp>

using namespace ansvar::db;
using Names = std::vector<std::string>;

TEST_CASE("a named parameter becomes a place, as often as it is written", "[query]") {
    const Query query{"test/named", "SELECT a FROM t WHERE a = :id AND b <> :name OR c = :id"};
    CHECK(query.statement() == "SELECT a FROM t WHERE a = ? AND b <> ? OR c = ?");
    CHECK(query.places() == Names{"id", "name", "id"});
}

TEST_CASE("a colon in quotes, comments, times and assignments is no parameter", "[query]") {
    const Query query{"test/colons",
                      "-- who: :nobody\n"
                      "SELECT ':a', \":b\", `:c`, 'it''s :d', 'back\\' :e', /* :f */ @x := 1, '12:30', a::b # :g\n"
                      "FROM t /*! FORCE INDEX (x) */ WHERE y=:real_1;"};
    CHECK(query.places() == Names{"real_1"});
    CHECK(query.statement().starts_with("SELECT ':a', \":b\", `:c`, 'it''s :d', 'back\\' :e',"));
    CHECK(query.statement().ends_with("FROM t /*! FORCE INDEX (x) */ WHERE y=?"));
}

TEST_CASE("a query with a bare question mark is refused, since its parameters would be mixed up", "[query]") {
    CHECK_THROWS_AS((Query{"test/bare", "SELECT ?"}), std::logic_error);
    CHECK_NOTHROW(Query{"test/quoted", "SELECT 'why?'"});
}

TEST_CASE("the build embeds every query file under its name", "[query]") {
    REQUIRE(!all_queries().empty());
    const Query* before = nullptr;
    for (const auto* query : all_queries()) {
        CAPTURE(query->name);
        CHECK(query->name.find('/') != std::string_view::npos);
        CHECK(!query->statement().empty());
        if (before != nullptr) {
            CHECK(before->name < query->name);
        }
        before = query;
    }
}

TEST_CASE("a migration file is cut at its semicolons and nowhere else", "[migrations]") {
    const auto statements = split_statements(
        "-- A table; with a comment\n"
        "CREATE TABLE a (x INT COMMENT 'one; two');\n"
        "# another; comment\n"
        "INSERT INTO a VALUES (1); /* nothing; here */ ;\n"
        "DELIMITER //\n"
        "CREATE TRIGGER b BEFORE INSERT ON a FOR EACH ROW BEGIN SET NEW.x = 1; END//\n"
        "DELIMITER ;\n"
        "SELECT \"a;b\"");
    REQUIRE(statements.size() == 4);
    CHECK(statements[0] == "CREATE TABLE a (x INT COMMENT 'one; two')");
    CHECK(statements[1] == "INSERT INTO a VALUES (1)");
    CHECK(statements[2] == "CREATE TRIGGER b BEFORE INSERT ON a FOR EACH ROW BEGIN SET NEW.x = 1; END");
    CHECK(statements[3] == "SELECT \"a;b\"");
}
