#include <catch2/catch.hpp>

#include "identity/units.hpp"
#include "matrix/unit_exceptions.hpp"
#include "tickets/ticket_store.hpp"
#include "unit/matrix/trial_school.hpp"

using namespace ansvar;
using namespace ansvar::tests;

TEST_CASE("a ticket keeps version, row and exception, and a replay decides each ticket as its unit has it", "[matrix][exceptions][db]") {
    TrialSchool school;
    auto unit = UnitId{};
    school.database.in_transaction([&](db::Transaction& tx) {
        unit = identity::add_unit(tx, "Skola B", {});
        identity::place_person(tx, school.anna, unit);
    });
    const auto by = identity::Actor{.kind = identity::Actor::Kind::Session, .person = school.vera};
    const auto id = matrix::unit_exceptions::add(school.database, {.unit = unit, .area = "skrivare", .role = "SEK", .note = "x"}, by, school.clock.now());
    REQUIRE(id);
    school.current.refresh_if_changed(school.database, school.clock.now());
    school.router = school.current.get();

    const auto ticket = school.file("Skrivaren kr\u00e5nglar", "skrivare");
    CHECK(ticket.row_ref == "B017");
    const auto receipt = school.database.read([&](db::Session& session) { return tickets::ticket_store::receipt(session, ticket.id); });
    CHECK(receipt["receipt"]["exception"]["id"] == id->value);
    CHECK(receipt["receipt"]["exception"]["instead_of"] == "ITS");
    CHECK(receipt["receipt"]["matrix_version"] == "1.4.0");

    const auto replay = school.ask();  // the draft gives printers to the caretaker; at Skola B they are SEK's before and after
    while (school.runner().run_next({})) {
    }
    const auto outcomes = school.outcomes(replay);
    REQUIRE(outcomes.size() == 1);
    CHECK(outcomes[0].before == outcomes[0].after);
    const auto names = school.database.read([&](db::Session& session) { return matrix::replays::compared(session, replay).names(); });
    CHECK(names.role(outcomes[0].after.role) == "SEK");
}
