#include "unit/db/counter_table.hpp"

#include <catch2/catch.hpp>

#include <atomic>
#include <barrier>
#include <thread>

using namespace ansvar::db;
using namespace std::chrono_literals;
namespace counters = ansvar::tests::counters;
using ansvar::tests::Counters;

TEST_CASE_METHOD(Counters, "a transaction is stored as a whole, and one that throws leaves nothing", "[transaction]") {
    const auto seen = database().in_transaction([](Transaction& tx) {
        tx.execute(counters::add, {{"id", 1}});
        tx.execute(counters::add, {{"id", 2}});
        return tx.row(counters::sum)->integer("n");
    });
    CHECK(seen == 2);
    CHECK_THROWS_AS(database().in_transaction([](Transaction& tx) {
        tx.execute(counters::add, {{"id", 1}});
        throw std::invalid_argument("the person changed their mind");
    }),
                    std::invalid_argument);
    CHECK(value(1) == 1);
    CHECK(database().stats().open == database().stats().idle);
}

TEST_CASE_METHOD(Counters, "a transaction costs its statements and two round trips", "[transaction]") {
    const auto work = [](Transaction& tx) {
        tx.execute(counters::add, {{"id", 1}});
        tx.last_insert_id();
    };
    database().in_transaction(work);
    const auto before = database().stats().round_trips;
    database().in_transaction(work);
    CHECK(database().stats().round_trips - before == 4);
}

TEST_CASE_METHOD(Counters, "a connection lost before COMMIT is a transaction run again, and stored once", "[transaction]") {
    int tries = 0;
    database().in_transaction([&](Transaction& tx) {
        tx.execute(counters::add, {{"id", 1}});
        if (++tries < 3) {
            kill_connection(connection_of(tx));
        }
        tx.execute(counters::add, {{"id", 2}});
    });
    CHECK(tries == 3);
    CHECK(value(1) == 1);
    CHECK(value(2) == 1);
    CHECK(database().stats().retries == 2);
    CHECK(database().stats().discarded >= 2);
}

TEST_CASE_METHOD(Counters, "a connection lost at COMMIT is neither success nor failure, and is not run again", "[transaction]") {
    int tries = 0;
    CHECK_THROWS_AS(database().in_transaction([&](Transaction& tx) {
        ++tries;
        tx.execute(counters::add, {{"id", 1}});
        kill_connection(connection_of(tx));
    }),
                    CommitUnknown);
    CHECK(tries == 1);
    CHECK(value(1) == 0);  // here it was not stored; callers must look
}

TEST_CASE_METHOD(Counters, "two transactions in each other's way both go through", "[transaction]") {
    std::barrier both_hold_one{2};
    std::atomic<int> tries{0};
    const auto take = [&](int first, int second) {
        bool is_first_try = true;
        database().in_transaction([&](Transaction& tx) {
            ++tries;
            tx.execute(counters::add, {{"id", first}});
            if (std::exchange(is_first_try, false)) {
                both_hold_one.arrive_and_wait();
            }
            tx.execute(counters::add, {{"id", second}});
        });
    };
    std::thread other{[&] { take(2, 1); }};
    take(1, 2);
    other.join();
    CHECK(tries >= 3);
    CHECK(value(1) == 2);
    CHECK(value(2) == 2);
}

TEST_CASE_METHOD(Counters, "work that swallows a deadlock stores nothing outside its transaction", "[transaction]") {
    std::barrier both_hold_one{2};
    std::atomic<int> swallowed{0};
    const auto take = [&](int first, int second) {
        bool is_first_try = true;
        database().in_transaction([&](Transaction& tx) {
            tx.execute(counters::add, {{"id", first}});
            if (std::exchange(is_first_try, false)) {
                both_hold_one.arrive_and_wait();
            }
            try {
                tx.execute(counters::add, {{"id", second}});
            } catch (const Conflict&) {
                ++swallowed;
                CHECK_THROWS_AS(tx.execute(counters::note, {{"id", 1}, {"counter", 1}}), Conflict);
            }
        });
    };
    std::thread other{[&] { take(2, 1); }};
    take(1, 2);
    other.join();
    CHECK(swallowed == 1);
    CHECK(value(1) == 2);
    CHECK(value(2) == 2);
    CHECK(database().read([](Session& session) { return session.row(counters::count_receipts)->integer("n"); }) == 0);
}

TEST_CASE_METHOD(Counters, "a lock that never comes free ends in Unavailable, in time, and without a trace", "[transaction]") {
    Database unhurried{settings().patient()};
    unhurried.in_transaction([&](Transaction& holder) {
        holder.execute(counters::add, {{"id", 1}});
        const auto started = std::chrono::steady_clock::now();
        CHECK_THROWS_AS(database().in_transaction([&](Transaction& tx) {
            tx.execute(counters::add, {{"id", 2}});
            tx.execute(counters::add, {{"id", 1}});
        }),
                        Unavailable);
        CHECK(std::chrono::steady_clock::now() - started < 5s);
    });
    CHECK(value(2) == 0);
}

TEST_CASE_METHOD(Counters, "a read goes on when its idle connection has been killed meanwhile", "[read]") {
    const auto id = database().read([](Session& session) { return connection_of(session); });
    auto settings = this->settings();
    Database other{settings};
    other.execute_once(counters::kill, {{"id", id}});
    int tries = 0;
    CHECK(database().read([&](Session& session) {
        ++tries;
        return session.row(counters::read, {{"id", 1}})->integer("n");
    }) == 0);
    CHECK(tries == 2);
    CHECK(database().stats().retries == 1);
}

TEST_CASE_METHOD(Counters, "a read that had answers already is not repeated", "[read]") {
    CHECK_THROWS_AS(database().read([&](Session& session) {
        kill_connection(connection_of(session));
        return session.row(counters::read, {{"id", 1}})->integer("n");
    }),
                    ConnectionLost);
}

TEST_CASE_METHOD(Counters, "a call ends in time however many slow statements it has", "[time]") {
    auto settings = this->settings();
    settings.time_limit = 2000ms;
    settings.read_timeout = 1s;
    Database hurried{settings};
    const auto started = std::chrono::steady_clock::now();
    CHECK_THROWS_AS(hurried.read([](Session& session) {
        for (int i = 0; i < 20; ++i) {
            session.row(counters::nap, {{"seconds", 0.3}});
        }
    }),
                    Unavailable);
    CHECK(std::chrono::steady_clock::now() - started < 2s);
    const DeadlineScope tight{1200ms};
    CHECK_NOTHROW(hurried.read([](Session& session) { session.row(counters::nap, {{"seconds", 0}}); }));
    std::this_thread::sleep_for(300ms);
    CHECK_THROWS_AS(hurried.read([](Session& session) { session.row(counters::nap, {{"seconds", 0}}); }), Unavailable);
}

TEST_CASE_METHOD(Counters, "the server itself ends a statement that takes too long", "[time]") {
    auto settings = this->settings();
    settings.read_timeout = 1s;
    Database hurried{settings};
    const Query endless{"test/endless", "SELECT COUNT(*) AS n FROM seq_1_to_1000000 a, seq_1_to_1000000 b WHERE a.seq * b.seq % 7 = 3"};
    try {
        hurried.read([&](Session& session) { session.row(endless); });
        FAIL("it came to an end");
    } catch (const Unavailable& fault) {
        CHECK(fault.code() == 1969);
    }
    CHECK_FALSE(hurried.stats().is_cut_off);
}
