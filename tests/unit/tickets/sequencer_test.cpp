// The feed of changes: whoever follows its numbers meets every committed change once, in order.
#include <fmt/format.h>

#include <atomic>
#include <catch2/catch.hpp>
#include <map>
#include <thread>

#include "queries/tickets.hpp"
#include "school.hpp"
#include "support/test_database.hpp"
#include "tickets/sequencer.hpp"

using namespace ansvar;
using namespace ansvar::tickets;
using tests::School;
using tests::TestDatabase;

namespace {

const Timestamp some_day = from_stockholm(2026, 11, 12, 10, 0);

/// Writes a change as a transaction of a ticket's change does; `seq` tells it apart.
void write_change(db::Transaction& tx, std::uint64_t ticket, std::uint64_t seq, Timestamp at = some_day) {
    static const db::Query insert{"test/insert_change",
                                  "INSERT INTO changes (ticket_id, seq, role_code, role_before, made_at) VALUES (:ticket_id, :seq, 'ITS', :role_before, :now)"};
    tx.execute(insert,
               {{"ticket_id", ticket}, {"seq", seq}, {"role_before", ticket % 2 == 0 ? db::Value{"VAKT"} : db::Value{}}, {"now", at}});
}

void write_changes(db::Database& database, std::uint64_t from, std::uint64_t count, Timestamp at = some_day) {
    database.in_transaction([&](db::Transaction& tx) {
        for (auto ticket = from; ticket < from + count; ++ticket) {
            write_change(tx, ticket, 1, at);
        }
    });
}

FeedState state_of(db::Database& database) {
    return database.read([](db::Session& session) { return feed_state(session, some_day); });
}

std::vector<NumberedChange> read_after(db::Database& database, std::uint64_t number, std::size_t limit = 1000) {
    return database.read([&](db::Session& session) { return changes_after(session, number, limit); });
}

/// Keeps the last number and remembers every ticket it met.
struct Follower {
    std::uint64_t position = 0;
    std::vector<std::uint64_t> met;
    std::size_t out_of_order = 0;

    void read(db::Database& database) {
        for (const auto& change : read_after(database, position, 100)) {
            out_of_order += change.number != position + 1 ? 1U : 0U;
            position = change.number;
            met.push_back(change.ticket.value);
        }
    }
};

}  // namespace

TEST_CASE("committed changes get numbers without gaps, and are read after any of them", "[tickets]") {
    TestDatabase test;
    auto& database = test.database();
    CHECK(state_of(database).last_number == 0);
    CHECK_FALSE(state_of(database).waits);
    CHECK(number_changes(database, some_day) == 0);
    write_changes(database, 1, 3);
    CHECK(read_after(database, 0).empty());
    CHECK(state_of(database).waits);
    CHECK(number_changes(database, some_day) == 3);
    CHECK(state_of(database).last_number == 3);
    CHECK_FALSE(state_of(database).waits);
    const auto changes = read_after(database, 1);
    REQUIRE(changes.size() == 2);
    CHECK(changes[0].number == 2);
    CHECK(changes[0].ticket == TicketId{2});
    CHECK(changes[0].role == RoleCode{"ITS"});
    CHECK(changes[0].role_before == RoleCode{"VAKT"});
    CHECK(changes[1].number == 3);
    CHECK_FALSE(changes[1].role_before);
    CHECK(read_after(database, 0, 2).size() == 2);
    write_changes(database, 10, 1'100);
    CHECK(number_changes(database, some_day) == 500);
    CHECK(number_changes(database, some_day) == 500);
    CHECK(number_changes(database, some_day) == 100);
    CHECK(read_after(database, 3, 10'000).size() == 1'100);
}

TEST_CASE("a change that commits late, with a lower id, comes after those that were numbered before it", "[tickets]") {
    TestDatabase test;
    auto& database = test.database();
    std::atomic<int> step{0};
    std::thread late{[&] {
        database.in_transaction([&](db::Transaction& tx) {
            write_change(tx, 1, 1);
            step = 1;
            while (step < 2) {
                std::this_thread::yield();
            }
        });
    }};
    while (step < 1) {
        std::this_thread::yield();
    }
    write_changes(database, 2, 1);
    CHECK(number_changes(database, some_day) == 1);  // does not wait for the other
    Follower follower;
    follower.read(database);
    CHECK(follower.met == std::vector<std::uint64_t>{2});
    step = 2;
    late.join();
    CHECK(number_changes(database, some_day) == 1);
    follower.read(database);
    CHECK(follower.met == std::vector<std::uint64_t>{2, 1});
}

TEST_CASE("of two that would number at once one goes home without waiting", "[tickets]") {
    TestDatabase test;
    auto& database = test.database();
    write_changes(database, 1, 5);
    database.in_transaction([&](db::Transaction& tx) {
        REQUIRE(tx.row(queries::tickets::lock_sequencer));
        const auto began = std::chrono::steady_clock::now();
        CHECK(number_changes(database, some_day) == 0);
        CHECK(std::chrono::steady_clock::now() - began < std::chrono::milliseconds{500});
    });
    CHECK(number_changes(database, some_day) == 5);
}

TEST_CASE("while changes commit in any order and two number them, a follower meets each exactly once and in order", "[tickets]") {
    TestDatabase test;
    auto& database = test.database();
    constexpr std::uint64_t writers = 4, each = 150;
    std::atomic<std::uint64_t> writing{writers};
    std::vector<std::thread> threads;
    for (std::uint64_t writer = 0; writer < writers; ++writer) {
        threads.emplace_back([&, writer] {
            for (std::uint64_t i = 0; i < each; ++i) {
                database.in_transaction([&](db::Transaction& tx) {
                    write_change(tx, 1 + writer * each + i, 1);
                    std::this_thread::sleep_for(std::chrono::microseconds{(writer * 7 + i * 13) % 40 * 100});
                });
            }
            --writing;
        });
    }
    for (int sequencer = 0; sequencer < 2; ++sequencer) {
        threads.emplace_back([&] {
            while (writing > 0) {
                number_changes(database, some_day);
            }
        });
    }
    Follower follower;
    while (writing > 0) {
        follower.read(database);
    }
    for (auto& thread : threads) {
        thread.join();
    }
    number_changes(database, some_day);
    while (follower.position < state_of(database).last_number) {
        follower.read(database);
    }
    std::map<std::uint64_t, int> times;
    for (const auto ticket : follower.met) {
        ++times[ticket];
    }
    CHECK(follower.out_of_order == 0);
    CHECK(follower.met.size() == writers * each);
    CHECK(times.size() == writers * each);
}

TEST_CASE("changes that are old are thrown away, a piece at a time, and numbers go on", "[tickets]") {
    TestDatabase test;
    auto& database = test.database();
    const auto day = std::chrono::hours{24};
    write_changes(database, 1, 1'500, some_day - 31 * day);
    write_changes(database, 5'000, 10, some_day);
    while (number_changes(database, some_day) > 0) {
    }
    write_changes(database, 6'000, 1, some_day - 31 * day);  // not numbered yet: stays
    const auto sweep = [&] { return database.execute_once(queries::tickets::delete_old_changes, {{"before", some_day - 30 * day}}); };
    CHECK(sweep() == 1'000);
    CHECK(sweep() == 500);
    CHECK(sweep() == 0);
    CHECK(read_after(database, 0).size() == 10);
    CHECK(number_changes(database, some_day) == 1);
    CHECK(state_of(database).last_number == 1'511);
    CHECK(database.execute_once(queries::tickets::delete_old_changes, {{"before", some_day + day}}) == 11);  // everything is old
    CHECK(read_after(database, 0).empty());
    CHECK(state_of(database).last_number == 1'511);
}

TEST_CASE("a held answer is told of when it is written, and once more when the requester sees it", "[tickets]") {
    School school;
    const auto ticket = school.file("Skrivaren står", "B017").id;
    const auto amir = school.person(school.amir);
    const auto number = [&] { return number_changes(school.database, school.clock.now()); };
    const auto waits = [&] { return school.database.read([&](db::Session& session) { return feed_state(session, school.clock.now()); }).waits; };
    number();
    REQUIRE(school.desk->write(ticket, {.body = "Jag kommer", .undo = {"ett"}}, amir, IdempotencyKey::random()));
    CHECK(number() == 1);
    CHECK_FALSE(waits());
    school.clock.set(school.clock.now() + usual_undo_time);
    CHECK(waits());
    CHECK(number() == 1);
    CHECK(read_after(school.database, 0).back().ticket == ticket);
    CHECK_FALSE(waits());
    REQUIRE(school.desk->write(ticket, {.is_note = true, .body = "Tonern", .undo = {"två"}}, amir, IdempotencyKey::random()));
    CHECK(number() == 1);
    school.clock.pass(std::chrono::minutes{1});
    CHECK_FALSE(waits());  // those who see notes see them at once
}

TEST_CASE("a change says how confidential the ticket was or is, the lesser of both", "[tickets]") {
    School school;
    const auto amir = school.person(school.amir);
    const auto id = school.file("Skrivaren står", "B017").id;
    const auto seal = [&](Confidentiality to, const std::string& why = "") { REQUIRE(school.desk->set_confidentiality(id, to, why, amir, identity::Actor::command())); };
    seal(Confidentiality::Queue);
    REQUIRE(school.desk->write(id, {.is_note = true, .body = "Hemligt"}, amir, IdempotencyKey::random()));
    seal(Confidentiality::Named);
    REQUIRE(school.desk->write(id, {.is_note = true, .body = "Hemligare"}, amir, IdempotencyKey::random()));
    seal(Confidentiality::Open, "Inget hemligt");
    number_changes(school.database, school.clock.now());
    std::vector<Confidentiality> reach;
    for (const auto& change : read_after(school.database, 0)) {
        reach.push_back(change.reach);
    }
    using enum Confidentiality;
    CHECK(reach == std::vector{Open, Open, Queue, Queue, Named, Open});
}
