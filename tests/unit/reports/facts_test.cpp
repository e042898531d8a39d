// What figures are counted from: followed through the feed of changes it is the same as read from the beginning.
#include "reports/facts.hpp"

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include <random>
#include <thread>

#include "unit/reports/school.hpp"
#include "web/errors.hpp"

using namespace ansvar;
using namespace ansvar::tests;
using namespace std::chrono_literals;
using reports::Fact;
using reports::Table;

namespace {

/// A fact in words, so that two tables with other numbers can be compared.
std::string told(const Table& table, const Fact& fact) {
    auto words = fmt::format("{} {} {} {} {} {} {} {} {} {}/{} {}/{} {} {} {} {} {} {} {} {} {} {}", fact.ticket, fact.requester, fact.opened_at, fact.answered_at,
                             fact.resolved_at, fact.due_at, fact.first_minutes, fact.resolution_minutes, fact.right_role_minutes, table.roles[fact.first_role],
                             table.roles[fact.role], table.areas[fact.first_area], table.areas[fact.area], table.units[fact.unit], table.versions[fact.version],
                             table.reasons[fact.reason], fact.state, fact.priority, fact.channel, fact.hops, fact.reopens, fact.survey, fact.flags);
    for (auto at = fact.later; at != reports::nothing; at = table.later()[at].next) {
        const auto& later = table.later()[at];
        CHECK(table.tickets()[later.fact].ticket == fact.ticket);
        words += fmt::format(" [{} {} {} {}]", later.asked_at, later.answered_at, later.minutes, later.flags);
    }
    return words;
}

std::vector<std::string> told(const reports::Facts& facts) {
    return facts.read([](const Table& table) {
        std::vector<std::string> all;
        for (const auto& fact : table.tickets()) {
            if (!fact.has(Fact::Gone)) {
                all.push_back(told(table, fact));
            }
        }
        return all;
    });
}

void run(db::Database& database, const std::string& sql) {
    const db::Query query{"test/facts", sql};
    database.execute_once(query);
}

/// As a change does it: the row and the feed in one transaction.
void change(db::Database& database, std::uint64_t ticket, const std::string& what) {
    const db::Query update{"test/change", what};
    const db::Query feed{"test/feed", fmt::format("INSERT INTO changes (ticket_id, seq, role_code, reach, made_at) VALUES ({}, 1, 'ITS', 'open', UTC_TIMESTAMP(6))", ticket)};
    database.in_transaction([&](db::Transaction& tx) {
        tx.execute(update);
        tx.execute(feed);
    });
}

std::vector<Filed> some(std::mt19937& random, int count) {
    std::vector<Filed> tickets;
    for (int i = 0; i < count; ++i) {
        Filed one{.role = random() % 2 == 0 ? "ITS" : "VAKT", .state = random() % 2 == 0 ? "in_progress" : "closed", .opened_at = tests::now - 1h * static_cast<int>(random() % 900)};
        one.unit = static_cast<int>(random() % 4);
        one.area = random() % 2 == 0 ? "skrivare" : "brandlarm";
        one.confidential = random() % 7 == 0;
        one.hops = random() % 5 == 0 ? 1 : 0;
        one.first_role = one.hops > 0 ? "SEK" : "";
        one.right_role_minutes = one.hops > 0 ? 30 : 0;
        if (random() % 3 > 0) {
            one.answered_at = one.opened_at + 1h;
            one.answer_minutes = static_cast<int>(random() % 500);
            one.first_target = 100;
            one.later_minutes.assign(random() % 3, static_cast<int>(random() % 90));
        }
        if (one.state == "closed") {
            one.solved_at = one.opened_at + 5h;
            one.solution_minutes = 200;
            one.helped = random() % 2 == 0 ? std::optional{random() % 2 == 0} : std::nullopt;
        }
        tickets.push_back(one);
    }
    return tickets;
}

const std::vector<std::string> changes{
    "UPDATE tickets SET role_code = 'ITP', hops = hops + 1, right_role_minutes = 77, reason = 'corrected', area_key = 'klasslistor' WHERE id = {}",
    "UPDATE tickets SET state = 'closed', resolved_at = UTC_TIMESTAMP(6), resolution_minutes = 9, resolution_target = 10 WHERE id = {}",
    "UPDATE tickets SET state = 'in_progress', resolved_at = NULL, resolution_minutes = NULL, reopens = reopens + 1 WHERE id = {}",
    "UPDATE tickets SET state = 'waiting_requester' WHERE id = {}",
    "UPDATE tickets SET confidential = 1 WHERE id = {}",
    "UPDATE tickets SET confidential = 0 WHERE id = {}",
    "UPDATE tickets SET first_response_at = UTC_TIMESTAMP(6), first_response_minutes = 44, priority = 3 WHERE id = {}",
    "REPLACE INTO ticket_surveys (ticket_id, helped, answered_at) VALUES ({}, 0, UTC_TIMESTAMP(6))",
    "REPLACE INTO ticket_responses (ticket_id, seq, asked_at, answered_at, minutes) SELECT {}, 1, UTC_TIMESTAMP(6), UTC_TIMESTAMP(6), 17",
    "DELETE FROM ticket_responses WHERE ticket_id = {}",
};

}  // namespace

TEST_CASE("facts that are followed are the same as facts read from the beginning", "[reports][db]") {
    ReportSchool school;
    std::mt19937 random{68};
    auto& followed = school.facts();
    for (int round = 0; round < 40; ++round) {
        if (round % 8 == 0) {
            school.file(some(random, 25));
        }
        for (int i = 0; i < 12; ++i) {
            const auto ticket = 1001 + random() % 25;
            change(school.database(), ticket, fmt::format(fmt::runtime(changes[random() % changes.size()]), ticket));
        }
        followed.refresh(school.database(), tests::now);
        reports::Facts fresh;
        fresh.refresh(school.database(), tests::now);
        REQUIRE(told(followed) == told(fresh));
    }
    CHECK(followed.loads() == 1);
    CHECK(told(followed).size() > 50);
}

TEST_CASE("a ticket that was drawn earlier and committed later takes its place among the facts", "[reports]") {
    Table table;
    const auto put = [&](std::uint32_t ticket, std::vector<reports::Later> answers = {}) {
        Fact fact;
        fact.ticket = ticket;
        table.put(fact, answers);
    };
    put(5, {{.minutes = 1}});
    put(9, {{.minutes = 2}, {.minutes = 3}});
    put(7, {{.minutes = 4}});
    REQUIRE(table.tickets().size() == 3);
    CHECK(table.tickets()[1].ticket == 7);
    const auto minutes = [&](std::size_t place) { return table.later()[table.tickets()[place].later].minutes; };
    CHECK(minutes(0) == 1);
    CHECK(minutes(1) == 4);
    CHECK(minutes(2) == 2);
    for (const auto& later : table.later()) {
        const auto& owner = table.tickets()[later.fact];
        CHECK(owner.ticket == (later.minutes == 1 ? 5 : later.minutes == 4 ? 7 : 9));
    }
    put(9, {{.minutes = 6}});
    table.remove(5, 5);
    CHECK(table.size() == 2);
    CHECK(minutes(2) == 6);
    CHECK(std::count_if(table.later().begin(), table.later().end(), [](const auto& later) { return later.fact != reports::nothing; }) == 2);
}

TEST_CASE("a batch of tickets is one change, and all of it is met", "[reports][db]") {
    ReportSchool school;
    school.facts().refresh(school.database(), tests::now);
    std::mt19937 random{1};
    school.file(some(random, 60));
    school.facts().refresh(school.database(), tests::now);
    CHECK(school.facts().loads() == 1);
    reports::Facts fresh;
    fresh.refresh(school.database(), tests::now);
    CHECK(told(school.facts()) == told(fresh));
    CHECK(told(fresh).size() > 40);
}

TEST_CASE("facts are read anew when the feed has been thrown away or put back, and when somebody wrote around it", "[reports][db]") {
    ReportSchool school;
    std::mt19937 random{2};
    school.file(some(random, 10));
    school.facts().refresh(school.database(), tests::now);
    const auto same_as_fresh = [&] {
        reports::Facts fresh;
        fresh.refresh(school.database(), tests::now);
        return told(school.facts()) == told(fresh);
    };
    SECTION("thrown away") {
        change(school.database(), 1001, "UPDATE tickets SET hops = 9 WHERE id = 1001");
        change(school.database(), 1002, "UPDATE tickets SET hops = 9 WHERE id = 1002");
        reports::Facts other;
        other.refresh(school.database(), tests::now);  // numbers them
        run(school.database(), "DELETE FROM changes ORDER BY id DESC LIMIT 2");
        school.facts().refresh(school.database(), tests::now);
        CHECK(school.facts().loads() == 2);
    }
    SECTION("put back") {
        run(school.database(), "UPDATE change_sequencer SET last_number = 0");
        run(school.database(), "DELETE FROM changes");
        run(school.database(), "UPDATE tickets SET hops = 7");
        school.facts().refresh(school.database(), tests::now);
        CHECK(school.facts().loads() == 2);
    }
    SECTION("written around") {
        CHECK_FALSE(school.facts().check(school.database(), tests::now));
        run(school.database(), "UPDATE tickets SET confidential = 1 - confidential WHERE id <= 1003");
        run(school.database(), "UPDATE tickets SET confidential = 0 WHERE id <= 1003");
        run(school.database(), "UPDATE tickets SET confidential = 1 WHERE id > 1003");
        CHECK(school.facts().check(school.database(), tests::now));
    }
    CHECK(same_as_fresh());
}

TEST_CASE("whoever asks while facts are being read waits a little and is sent away then", "[reports][db]") {
    ReportSchool school;
    std::mt19937 random{3};
    school.file(some(random, 5));
    school.facts().refresh(school.database(), tests::now);
    const db::Query hold{"test/hold", "SELECT last_number FROM change_sequencer WHERE one = 1 FOR UPDATE"};
    run(school.database(), "INSERT INTO changes (ticket_id, seq, role_code, reach, made_at) VALUES (1001, 1, 'ITS', 'open', UTC_TIMESTAMP(6))");
    std::thread slow;
    db::Database second{school.settings()};
    second.in_transaction([&](db::Transaction& tx) {
        tx.row(hold);  // somebody numbers, and takes long
        slow = std::thread{[&] { school.facts().refresh(school.database(), tests::now); }};
        std::this_thread::sleep_for(200ms);
        CHECK_THROWS_AS(school.facts().refresh(school.database(), tests::now, 50ms), web::Unavailable);
    });
    slow.join();
    CHECK_NOTHROW(school.facts().refresh(school.database(), tests::now));
}
