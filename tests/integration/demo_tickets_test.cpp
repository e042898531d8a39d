// What `ansvar demo` makes: a school's years, with times that are right.
#include "app/demo_tickets.hpp"

#include <catch2/catch.hpp>

#include "app/demo_openings.hpp"
#include "app/demo_school.hpp"
#include "clock/followed.hpp"
#include "reports/facts.hpp"
#include "schedule/schedule.hpp"
#include "support/test_database.hpp"
#include "tickets/ledger_of.hpp"

using namespace ansvar;
using namespace ansvar::tests;

namespace {

std::int64_t one(db::Database& database, const std::string& select) {
    const db::Query query{"tests/one", select};
    return database.read([&](db::Session& session) { return session.row(query).value().integer("n"); });
}

}  // namespace

TEST_CASE("demo tickets come as a school's year has them: few in July and at night, many in August and on Mondays", "[app]") {
    std::mt19937_64 random{7};
    const auto until = from_stockholm(2026, 11, 20, 10, 0);
    const auto times = app::demo_openings(50'000, from_stockholm(2021, 11, 20, 10, 0), until, clock::plain_week()->hours, random);
    CHECK(times.size() == 50'000);
    CHECK(std::is_sorted(times.begin(), times.end()));
    CHECK(times.back() < until);
    std::map<int, int> month, weekday, hour;
    for (const auto time : times) {
        const auto wall = to_stockholm(time);
        ++month[wall.month], ++weekday[wall.weekday], ++hour[wall.hour];
    }
    CHECK(month[7] * 5 < month[6]);
    CHECK(month[6] * 2 < month[8]);
    CHECK(month[9] < month[8]);
    CHECK(weekday[5] < weekday[1]);
    CHECK(weekday[6] * 10 < weekday[5]);
    CHECK(hour[8] > hour[12]);
    CHECK(hour[12] > hour[20]);
    CHECK(hour[3] == 0);
}

TEST_CASE("demo tickets have histories of every kind, and their times counted again are the same", "[app]") {
    const TestDatabase schema;
    const auto& settings = schema.settings();
    app::make_demo_school(settings);
    const bool is_large = GENERATE(false, true);
    const std::uint64_t count = is_large ? 2500 : 900;
    CAPTURE(count);
    db::Database database{settings.patient()};
    const auto before = one(database, "SELECT COUNT(*) AS n FROM tickets");
    std::uint64_t told = 0;
    app::make_demo_tickets(settings, count, [&](std::uint64_t done) { told = done; }, 2000);
    CHECK(told == count);
    CHECK(one(database, "SELECT COUNT(*) AS n FROM tickets") == before + static_cast<std::int64_t>(count));

    const auto recount = database.read([&](db::Session& session) {
        schedule::Schedule schedule;
        schedule.refresh(session);
        return tickets::ledger_of::recount(session, schedule, 900, SystemClock{}.now());
    });
    CHECK(recount.counted == 900);
    CHECK(recount.differ.empty());
    CHECK(one(database, "SELECT COUNT(*) AS n FROM tickets WHERE last_seq <> (SELECT MAX(seq) FROM ticket_events e WHERE e.ticket_id = id)") == 0);
    CHECK(one(database, "SELECT COUNT(*) AS n FROM tickets t LEFT JOIN ticket_events e ON e.ticket_id = t.id AND e.seq = 1 WHERE e.kind <> 'opened' OR e.kind IS NULL") == 0);
    const auto share = [&](const std::string& condition) { return one(database, "SELECT COUNT(*) * 1000 DIV " + std::to_string(count) + " AS n FROM tickets t WHERE " + condition); };
    CHECK((share("hops > 0") > 40 && share("hops > 0") < 120));
    CHECK(share("reopens > 0") > 15);
    CHECK((is_large || share("is_open = 1") > 50));
    CHECK(share("EXISTS (SELECT 1 FROM ticket_surveys s WHERE s.ticket_id = t.id)") > 100);
    CHECK(share("EXISTS (SELECT 1 FROM ticket_responses s WHERE s.ticket_id = t.id)") > 50);
    CHECK(share("priority >= 2") > 20);
    CHECK(one(database, "SELECT COUNT(DISTINCT role_code) AS n FROM tickets") >= 8);
    CHECK(one(database, "SELECT COUNT(DISTINCT unit_id) AS n FROM tickets") >= 3);
    CHECK(one(database, "SELECT COUNT(*) AS n FROM letters") == 0);

    // Figures hear of them, and their words are found, at once or later.
    reports::Facts facts;
    facts.refresh(database, SystemClock{}.now());
    CHECK(facts.read([](const reports::Table& table) { return table.size(); }) ==
          static_cast<std::size_t>(one(database, "SELECT COUNT(*) AS n FROM tickets WHERE confidential = 0")));
    CHECK((one(database, "SELECT COUNT(*) AS n FROM ticket_terms") > 0) == !is_large);
    CHECK((one(database, "SELECT COUNT(*) AS n FROM search_backlog WHERE next_id <= last_id") == 1) == is_large);
}
