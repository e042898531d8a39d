#include "unit/db/counter_table.hpp"

#include <catch2/catch.hpp>

using namespace ansvar::db;
namespace counters = ansvar::tests::counters;
using ansvar::tests::Counters;

namespace {

void add(Database& database, int id) {
    database.in_transaction([&](Transaction& tx) { tx.execute(counters::add, {{"id", id}}); });
}

}  // namespace

TEST_CASE_METHOD(Counters, "what is done within a span is stored together, also by those who know nothing of it", "[span]") {
    const auto seen = database().spanning([&](Transaction&) {
        add(database(), 1);
        database().execute_once(counters::add, {{"id", 2}});
        CHECK(database().stats().open - database().stats().idle == 1);
        return database().read([](Session& session) { return session.row(counters::sum)->integer("n"); });
    });
    CHECK(seen == 2);
    CHECK(value(1) + value(2) == 2);
    CHECK_THROWS_AS(database().spanning([&](Transaction&) {
        add(database(), 1);
        throw std::invalid_argument("refused");
    }),
                    std::invalid_argument);
    CHECK(value(1) == 1);
    add(database(), 1);  // the span is over
    CHECK(value(1) == 2);
}

TEST_CASE_METHOD(Counters, "a transaction that fails within a span dooms it, also when that is caught", "[span]") {
    const auto fail = [&] {
        database().in_transaction([](Transaction& tx) {
            tx.execute(counters::add, {{"id", 1}});
            throw std::invalid_argument("refused");
        });
    };
    CHECK_THROWS_AS(database().spanning([&](Transaction&) {
        CHECK_THROWS_AS(fail(), std::invalid_argument);
        add(database(), 2);
    }),
                    std::invalid_argument);
    CHECK(value(1) + value(2) == 0);
}

TEST_CASE_METHOD(Counters, "a span whose connection is lost runs again as a whole, and is stored once", "[span]") {
    int tries = 0, told = 0;
    database().spanning([&](Transaction& tx) {
        add(database(), 1);
        when_stored([&] { ++told; });
        if (++tries == 1) {
            kill_connection(connection_of(tx));
        }
        add(database(), 2);
    });
    CHECK(tries == 2);
    CHECK(told == 1);
    CHECK(value(1) == 1);
    CHECK(value(2) == 1);
}

TEST_CASE_METHOD(Counters, "what is to follow a COMMIT follows that of the span, and nothing follows one that failed", "[span]") {
    std::int64_t stored = -1;
    database().spanning([&](Transaction&) {
        add(database(), 1);
        when_stored([&] { stored = value(1); });
        CHECK(stored == -1);
    });
    CHECK(stored == 1);
    CHECK_THROWS(database().spanning([&](Transaction&) {
        when_stored([&] { stored = 99; });
        throw std::invalid_argument("refused");
    }));
    CHECK(stored == 1);
    when_stored([&] { stored = 7; });
    CHECK(stored == 7);
}
