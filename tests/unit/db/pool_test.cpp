#include "unit/db/counter_table.hpp"

#include <catch2/catch.hpp>

#include <latch>
#include <thread>

using namespace ansvar::db;
using namespace std::chrono_literals;
namespace counters = ansvar::tests::counters;
using ansvar::tests::Counters;

TEST_CASE_METHOD(Counters, "when all connections are in use a caller waits its time and no longer", "[pool]") {
    auto settings = this->settings();
    settings.pool_size = 1;
    settings.acquire_wait = 200ms;
    Database narrow{settings};
    std::latch taken{1}, done{1};
    std::thread holder{[&] {
        narrow.read([&](Session& session) {
            session.row(counters::own_id);
            taken.count_down();
            done.wait();
        });
    }};
    taken.wait();
    const auto started = std::chrono::steady_clock::now();
    CHECK_THROWS_AS(narrow.read([](Session&) {}), Unavailable);
    const auto waited = std::chrono::steady_clock::now() - started;
    CHECK(waited >= 200ms);
    CHECK(waited < 1s);
    CHECK(narrow.stats().timeouts == 1);
    CHECK(narrow.stats().open == 1);
    CHECK_FALSE(narrow.stats().is_cut_off);
    done.count_down();
    holder.join();
    CHECK_NOTHROW(narrow.read([](Session& session) { session.row(counters::own_id); }));
}

TEST_CASE_METHOD(Counters, "the connection given back last is the one given out next", "[pool]") {
    const auto first = database().read([](Session& session) { return connection_of(session); });
    for (int i = 0; i < 10; ++i) {
        CHECK(database().read([](Session& session) { return connection_of(session); }) == first);
    }
}

TEST_CASE_METHOD(Counters, "no more connections are opened than allowed, whatever the crowd", "[pool]") {
    auto settings = this->settings();
    settings.pool_size = 3;
    Database narrow{settings};
    std::atomic<std::uint64_t> most{0};
    std::vector<std::thread> crowd;
    for (int i = 0; i < 12; ++i) {
        crowd.emplace_back([&] {
            for (int j = 0; j < 20; ++j) {
                narrow.in_transaction([](Transaction& tx) { tx.execute(counters::add, {{"id", 1}}); });
                most = std::max(most.load(), narrow.stats().open);
            }
        });
    }
    for (auto& one : crowd) {
        one.join();
    }
    CHECK(most <= 3);
    CHECK(value(1) == 240);
    CHECK(narrow.stats().waiting == 0);
}

TEST_CASE_METHOD(Counters, "a wrong password or schema is said at once, and does not cut off others", "[pool]") {
    auto wrong = settings();
    wrong.password = "wrong";
    Database stranger{wrong};
    try {
        stranger.read([](Session&) {});
        FAIL("the server let a stranger in");
    } catch (const Unavailable& fault) {
        CHECK(fault.code() == 1045);
        CHECK_THAT(fault.what(), !Catch::Contains("wrong"));
    }
    wrong = settings();
    wrong.schema = "ansvar_nowhere";
    Database lost{wrong};
    CHECK_THROWS_AS(lost.read([](Session&) {}), Unavailable);
}

TEST_CASE_METHOD(Counters, "random kills and deadlocks lose nothing and count nothing twice", "[chaos]") {
    constexpr int workers = 6;
    auto settings = this->settings();
    settings.pool_size = 4;
    Database under_attack{settings};
    std::atomic<bool> is_over{false};
    std::atomic<std::int64_t> acknowledged{0}, unknown_stored{0}, unknown{0}, given_up{0}, kills{0}, missing{0};
    std::vector<std::thread> crowd;
    for (int worker = 0; worker < workers; ++worker) {
        crowd.emplace_back([&, worker] {
            for (std::int64_t round = 0; !is_over; ++round) {
                const auto id = worker * 1'000'000 + round;
                const int first = 1 + static_cast<int>((round + worker) % 2);
                const auto is_stored = [&] {
                    for (;;) {
                        try {
                            return database().read([&](Session& session) {
                                return session.row(counters::find_receipt, {{"id", id}}).has_value();
                            });
                        } catch (const Unavailable&) {  // killed as well
                        }
                    }
                };
                try {
                    under_attack.in_transaction([&](Transaction& tx) {
                        tx.execute(counters::note, {{"id", id}, {"counter", first}});
                        tx.execute(counters::add, {{"id", first}});
                        tx.execute(counters::add, {{"id", 3 - first}});
                    });
                    ++acknowledged;
                    missing += is_stored() ? 0 : 1;
                } catch (const CommitUnknown&) {
                    ++unknown;
                    unknown_stored += is_stored() ? 1 : 0;
                } catch (const Unavailable&) {
                    ++given_up;
                }
            }
        });
    }
    std::thread killer{[&] {
        auto own = this->settings();
        own.pool_size = 1;
        Database administrator{own};
        std::minstd_rand random{42};
        while (!is_over) {
            try {
                const auto victims = administrator.read([](Session& session) { return session.rows(counters::list_connections); });
                administrator.execute_once(counters::kill, {{"id", victims.at(random() % victims.size()).integer("id")}});
                ++kills;
            } catch (const Error&) {  // it had ended by itself, or our own connection was hit
            }
            std::this_thread::sleep_for(20ms);
        }
    }};
    std::this_thread::sleep_for(3s);
    is_over = true;
    for (auto& one : crowd) {
        one.join();
    }
    killer.join();
    const auto receipts = database().read([](Session& session) { return session.row(counters::count_receipts)->integer("n"); });
    CAPTURE(acknowledged, unknown, unknown_stored, given_up, kills, under_attack.stats().retries);
    CHECK(missing == 0);
    CHECK(receipts == acknowledged + unknown_stored);
    CHECK(value(1) == receipts);
    CHECK(value(2) == receipts);
    CHECK(acknowledged > 100);
    CHECK(kills > 20);
}
