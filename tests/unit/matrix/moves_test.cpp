#include <catch2/catch.hpp>

#include <thread>

#include "matrix/draft_edits.hpp"
#include "matrix/moves.hpp"
#include "matrix/publication.hpp"
#include "unit/matrix/trial_school.hpp"

using namespace ansvar;
using namespace ansvar::tests;

namespace {

const db::Query count_moving_events{"test/count_moving_events",
                                    "SELECT COUNT(*) AS events, COUNT(DISTINCT ticket_id) AS tickets FROM ticket_events WHERE kind = 'rerouted'"};

struct MovingSchool : TrialSchool {
    MovingSchool() {
        auto read = database.read([&](db::Session& session) { return matrix::drafts::read(session, draft).value(); });
        auto printers = *read.matrix.find("skrivare");
        printers.responsible = {{"VAKT", "", routing::Relation::Lead}};
        REQUIRE(matrix::edit_row(database, draft, {.row = printers.row, .expected = read.revision_of(printers.row), .area = printers, .words = {}}, vera, clock.now()));
    }

    matrix::Misplaced misplaced(PersonId reader) {
        const auto who = person(reader);
        return database.read([&](db::Session& session) {
            const auto read = matrix::drafts::read(session, draft).value();
            return matrix::moves::misplaced(session, current.edition()->matrix(), read.matrix, &who);
        });
    }

    matrix::VersionId publish(const std::vector<TicketId>& numbers, std::optional<Timestamp> from = {}) {
        auto chosen = matrix::moves::choose(misplaced(vera), numbers);
        REQUIRE(chosen);
        const auto done = matrix::publish(database, draft, {.version = "2.0", .from = from, .note = "", .without_replay = true, .moves = *chosen},
                                          identity::Actor::command(), clock.now());
        REQUIRE(done);
        return *done;
    }

    std::size_t run(std::chrono::milliseconds patience = std::chrono::minutes{5}) {
        current.refresh_if_changed(database, clock.now());
        return matrix::moves::run(database, desk->services(), current, patience);
    }

    std::pair<std::int64_t, std::int64_t> moving_events() {
        return database.read([&](db::Session& session) {
            const auto row = session.row(count_moving_events).value();
            return std::pair{row.integer("events"), row.integer("tickets")};
        });
    }
};

}  // namespace

TEST_CASE("chosen open tickets go along when the version is in force, keep what decided, and are no wrong door", "[matrix][moves]") {
    MovingSchool school;
    const auto moved = school.file("Skrivaren drar papper", "skrivare"), stays = school.file("Skrivaren piper", "skrivare");
    const auto done = school.file("Skrivaren blinkar", "skrivare");
    REQUIRE(moved.role.value == "ITS");
    const auto before = school.misplaced(school.vera);
    REQUIRE(before.tickets.size() == 3);
    CHECK(before.tickets.front().is_changed);
    CHECK(before.tickets.front().to.value == "VAKT");

    school.publish({moved.id, done.id}, school.clock.now() + std::chrono::hours{1});
    CHECK(school.run() == 0);  // not in force yet
    CHECK(school.ticket(moved.id).role.value == "ITS");
    REQUIRE(school.desk->set_state(done.id, tickets::State::Resolved, school.person(school.vera)));
    school.clock.pass(std::chrono::minutes{61});
    CHECK(school.run() == 2);
    CHECK(school.run() == 0);

    const auto after = school.ticket(moved.id);
    CHECK(after.role.value == "VAKT");
    CHECK(after.matrix_version == moved.matrix_version);
    CHECK(after.row_ref == moved.row_ref);
    CHECK(after.reason == moved.reason);
    CHECK(after.hops == 0);
    CHECK(after.right_role_minutes == moved.right_role_minutes);
    CHECK(after.version == moved.version + 1);
    CHECK(school.ticket(stays.id).role.value == "ITS");
    CHECK(school.ticket(done.id).role.value == "ITS");
    CHECK(school.moving_events() == std::pair<std::int64_t, std::int64_t>{1, 1});
}

TEST_CASE("who may not see a ticket is told how many there are, and cannot choose it", "[matrix][moves]") {
    MovingSchool school;
    const auto ticket = school.file("Skrivaren drar papper", "skrivare");
    const auto seen = school.misplaced(school.jonas);
    CHECK(seen.tickets.empty());
    CHECK(seen.hidden == 1);
    CHECK_FALSE(matrix::moves::choose(seen, {ticket.id}));
}

TEST_CASE("a version gone back from before its tickets were moved leaves them where they are", "[matrix][moves]") {
    MovingSchool school;
    const auto ticket = school.file("Skrivaren drar papper", "skrivare");
    const auto base = school.current.edition()->id;
    school.publish({ticket.id});
    school.clock.pass(std::chrono::minutes{1});
    REQUIRE(matrix::go_back(school.database, base, "", identity::Actor::command(), school.clock.now()));
    CHECK(school.run() == 1);
    CHECK(school.ticket(ticket.id).role.value == "ITS");
    CHECK(school.moving_events().first == 0);
}

TEST_CASE("hundreds of tickets are moved once each by two instances, one of which stops half-way", "[matrix][moves]") {
    MovingSchool school;
    std::vector<TicketId> numbers;
    for (int made = 0; made < 300; ++made) {
        numbers.push_back(school.file("Skrivaren drar papper " + std::to_string(made), "skrivare").id);
    }
    school.publish(numbers);
    CHECK(school.run(std::chrono::milliseconds{0}) == 1);  // stops after the first, as a killed one does between two transactions
    db::Database other{school.test.settings().patient()};
    std::thread second{[&] { matrix::moves::run(other, school.desk->services(), school.current, std::chrono::minutes{5}); }};
    matrix::moves::run(school.database, school.desk->services(), school.current, std::chrono::minutes{5});
    second.join();
    school.run();
    CHECK(school.moving_events() == std::pair<std::int64_t, std::int64_t>{300, 300});
    const auto outcome = school.database.read([](db::Session& session) { return matrix::moves::outcomes(session); });
    REQUIRE(outcome.size() == 1);
    CHECK(outcome.begin()->second.moved == 300);
}
