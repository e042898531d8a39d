#include "unit/db/throwaway_server.hpp"

#include <catch2/catch.hpp>

#include <chrono>
#include <thread>
#include <vector>

using namespace ansvar::db;
using namespace std::chrono_literals;
using ansvar::tests::ThrowawayServer;
using std::chrono::steady_clock;

namespace {

const Query one{"test/one", "SELECT 1 AS one"};

/// How long a read took, and whether it was answered.
struct Outcome {
    std::chrono::milliseconds time;
    bool is_answered;
};

Outcome read_once(Database& database) {
    const auto started = steady_clock::now();
    bool is_answered = true;
    try {
        database.read([](Session& session) { session.row(one); });
    } catch (const Unavailable&) {
        is_answered = false;
    }
    return {std::chrono::duration_cast<std::chrono::milliseconds>(steady_clock::now() - started), is_answered};
}

std::chrono::milliseconds time_until_answered(Database& database) {
    const auto started = steady_clock::now();
    while (!read_once(database).is_answered && steady_clock::now() - started < 20s) {
        std::this_thread::sleep_for(20ms);
    }
    return std::chrono::duration_cast<std::chrono::milliseconds>(steady_clock::now() - started);
}

}  // namespace

TEST_CASE("when the server is gone everybody hears so at once, and when it is back work goes on", "[away]") {
    ThrowawayServer server;
    Database database{server.settings()};
    REQUIRE(read_once(database).is_answered);
    CHECK(database.is_ready(5s));
    server.send(SIGKILL);
    while (server.server().is_running()) {
        std::this_thread::sleep_for(10ms);
    }
    std::vector<Outcome> outcomes(12);
    std::vector<std::thread> crowd;
    for (auto& outcome : outcomes) {
        crowd.emplace_back([&] { outcome = read_once(database); });
    }
    for (auto& caller : crowd) {
        caller.join();
    }
    for (const auto& outcome : outcomes) {
        CHECK_FALSE(outcome.is_answered);
        CHECK(outcome.time < 1s);
    }
    std::this_thread::sleep_for(300ms);
    CHECK(database.stats().is_cut_off);
    CHECK(read_once(database).time < 50ms);
    CHECK_FALSE(database.is_ready());
    server.start_again();
    CHECK(time_until_answered(database) < 2s);
    CHECK(database.is_ready(5s));
}

TEST_CASE("a frozen server costs nobody more than five seconds, then nothing, until it thaws", "[away]") {
    ThrowawayServer server;
    Database database{server.settings()};
    REQUIRE(read_once(database).is_answered);
    server.send(SIGSTOP);
    const auto asked = steady_clock::now();
    CHECK_FALSE(database.is_ready());
    CHECK(steady_clock::now() - asked < 200ms);
    std::vector<Outcome> outcomes(12);
    std::vector<std::thread> crowd;
    for (auto& outcome : outcomes) {
        crowd.emplace_back([&] { outcome = read_once(database); });
    }
    for (auto& caller : crowd) {
        caller.join();
    }
    for (const auto& outcome : outcomes) {
        CHECK_FALSE(outcome.is_answered);
        CHECK(outcome.time < 5s);
    }
    CHECK(database.stats().is_cut_off);
    CHECK(read_once(database).time < 50ms);
    server.send(SIGCONT);
    CHECK(time_until_answered(database) < 5s);
}

TEST_CASE("a transaction that meets a frozen server ends in five seconds and leaves nothing", "[away]") {
    ThrowawayServer server;
    Database database{server.settings()};
    database.execute_once(Query{"test/make", "CREATE TABLE t (id INT PRIMARY KEY)"});
    const Query insert{"test/insert", "INSERT INTO t VALUES (1)"};
    const auto started = steady_clock::now();
    CHECK_THROWS_AS(database.in_transaction([&](Transaction& tx) {
        tx.execute(insert);
        server.send(SIGSTOP);
        tx.row(one);
    }),
                    Unavailable);
    CHECK(steady_clock::now() - started < 5s);
    server.send(SIGCONT);
    time_until_answered(database);
    const Query count{"test/count", "SELECT COUNT(*) AS n FROM t"};
    CHECK(database.read([&](Session& session) { return session.row(count)->integer("n"); }) == 0);
}
