#include "tickets/placement.hpp"

#include <catch2/catch.hpp>

#include "identity/absences.hpp"
#include "identity/people_store.hpp"
#include "identity/role_store.hpp"
#include "identity/units.hpp"
#include "school.hpp"

using namespace ansvar;
using ansvar::tests::School;

namespace {

void refresh(School& school) {
    school.database.read([&](db::Session& session) {
        school.roles.refresh(session, school.clock.now());
        school.staff.refresh(session, *school.roles.table(), school.clock.now());
    });
}

void go_away(School& school, PersonId person, std::optional<PersonId> substitute) {
    school.database.in_transaction([&](db::Transaction& tx) {
        identity::add_absence(tx, person, {.first_day = "2026-11-10", .last_day = "2026-11-24", .substitute = substitute}, school.clock.now());
    });
    refresh(school);
}

/// What the ticket's newest opened or rerouted event says.
nlohmann::json placed(School& school, TicketId id) {
    return school.database.read([&](db::Session& session) { return tickets::ticket_store::receipt(session, id); });
}

}  // namespace

TEST_CASE("a present holder is named in the receipt, and the ticket stays the queue's", "[tickets][placement]") {
    School school;
    const auto ticket = school.file("Skrivaren skriver inte ut", "skrivare");
    CHECK(ticket.role == RoleCode{"ITS"});
    CHECK_FALSE(ticket.assignee);
    const auto people = placed(school, ticket.id)["people"];
    CHECK(people["answers"] == nlohmann::json::array({{{"id", school.amir.value}, {"name", "Amir Wallin"}}}));
    CHECK(tickets::stand_ins(people).empty());
}

TEST_CASE("the receipt says who answers for a holder who is away, and until when", "[tickets][placement]") {
    School school;
    go_away(school, school.amir, school.sara);
    const auto ticket = school.file("Skrivaren skriver inte ut", "skrivare");
    CHECK(ticket.role == RoleCode{"ITS"});
    CHECK_FALSE(ticket.assignee);
    const auto list = tickets::stand_ins(placed(school, ticket.id)["people"]);
    REQUIRE(list.size() == 1);
    CHECK(list[0].away == "Amir Wallin");
    CHECK(list[0].until == "2026-11-24");
    CHECK(list[0].substitute == "Sara Nordin");
    CHECK(list[0].is_lead);

    school.clock.set(from_stockholm(2026, 11, 25, 10, 0));
    CHECK(tickets::stand_ins(placed(school, school.file("Skrivaren skriver inte ut", "skrivare").id)["people"]).empty());
}

TEST_CASE("what is for a manager away is the substitute's own, also when it is handed over", "[tickets][placement]") {
    School school;
    go_away(school, school.karin, school.vera);
    const auto ticket = school.file("Vem betalar den trasiga datorn?", "juridik-kring-trasig-utrustning");
    CHECK(ticket.role == RoleCode{"Resp chef"});
    CHECK(ticket.assignee == school.vera);

    const auto printer = school.file("Skrivaren skriver inte ut", "skrivare");
    const auto moved = school.desk->reroute(printer.id, "juridik-kring-trasig-utrustning", "", school.person(school.amir));
    REQUIRE(moved);
    CHECK(moved->role == RoleCode{"Resp chef"});
    CHECK(moved->assignee == school.vera);
    CHECK(tickets::stand_ins(placed(school, printer.id)["people"]).at(0).substitute == "Vera Granlund");
}

TEST_CASE("without a manager the head of the unit answers, and without either triage is told", "[tickets][placement]") {
    School school;
    const auto nobody = school.file("Vem betalar den trasiga datorn?", "juridik-kring-trasig-utrustning", school.jonas);
    CHECK(nobody.role == RoleCode{"TRIAGE"});
    CHECK(placed(school, nobody.id)["placed"] == "no-manager");

    school.database.in_transaction([&](db::Transaction& tx) {
        const auto above = identity::add_unit(tx, "Kommunen", {});
        identity::set_unit_head(tx, above, school.karin);
        identity::place_person(tx, school.jonas, identity::add_unit(tx, "Björkens skola", above));
    });
    refresh(school);
    const auto ticket = school.file("Vem betalar den trasiga datorn?", "juridik-kring-trasig-utrustning", school.jonas);
    CHECK(ticket.role == RoleCode{"Resp chef"});
    CHECK(ticket.assignee == school.karin);
}

TEST_CASE("a person without a role is stood in for, and triage has the row of somebody unknown", "[tickets][placement]") {
    School school;
    const std::string row = "B118";
    CHECK(school.file("Musikanläggningen", row).assignee == school.anders);
    go_away(school, school.anders, school.sara);
    const auto ticket = school.file("Musikanläggningen", row);
    CHECK(ticket.role == RoleCode{"TRIAGE"});
    CHECK(ticket.assignee == school.sara);
    school.database.in_transaction([&](db::Transaction& tx) { identity::update_left(tx, school.anders, true, school.clock.now()); });
    refresh(school);
    const auto lost = school.file("Musikanläggningen", row);
    CHECK_FALSE(lost.assignee);
    CHECK(placed(school, lost.id)["placed"] == "no-such-holder");
}

TEST_CASE("a unit's own holder answers its people in place of the municipality's", "[tickets][placement]") {
    School school;
    school.database.in_transaction([&](db::Transaction& tx) {
        const auto unit = identity::add_unit(tx, "Björkens skola", {});
        identity::place_person(tx, school.anna, unit);
        identity::set_holder(tx, {.role = RoleCode{"ITS"}, .person = school.erik, .unit = unit});
        identity::set_holder(tx, {.role = RoleCode{"ITS"}, .person = school.erik, .unit = identity::add_unit(tx, "Lindens skola", {})});
    });
    refresh(school);
    const auto hers = placed(school, school.file("Skrivaren", "skrivare").id)["people"];
    CHECK(hers["answers"][0]["name"] == "Erik Modig");
    CHECK(hers["unit"].is_number());
    CHECK(placed(school, school.file("Skrivaren", "skrivare", school.jonas).id)["people"]["answers"][0]["name"] == "Amir Wallin");
    CHECK(school.person(school.erik).roles.size() == 2);
    const auto holders = school.database.read([&](db::Session& session) { return identity::list_holders(session, RoleCode{"ITS"}, school.clock.now()); });
    CHECK(holders.size() == 3);
}

TEST_CASE("a substitute has the roles of those away, while they are", "[tickets][placement]") {
    School school;
    go_away(school, school.erik, school.jonas);
    const auto stead = school.staff.todays_rights(school.person(school.jonas), school.clock.now());
    CHECK(stead.roles == std::vector<RoleCode>{RoleCode{"VAKT"}});
    CHECK(stead.queues == std::vector<RoleCode>{RoleCode{"TRIAGE"}});  // they are mailed about its tickets, too
    CHECK(school.staff.todays_rights(school.person(school.jonas), from_stockholm(2026, 11, 25, 0, 30)).roles.empty());
    CHECK(school.staff.todays_rights(school.person(school.anna), school.clock.now()).roles.empty());
}

TEST_CASE("opening a ticket asks the database no more for knowing its people", "[tickets][placement]") {
    School school;
    school.file("Skrivaren", "skrivare");
    const auto trips = [&] {
        const auto by = school.person(school.anna);
        const auto before = school.database.stats().round_trips;
        tickets::Draft draft;
        draft.body = "Skrivaren";
        draft.area = "skrivare";
        REQUIRE(school.desk->open(draft, by, tickets::IdempotencyKey::random()));
        return school.database.stats().round_trips - before;
    };
    const auto ordinary = trips();
    go_away(school, school.amir, school.sara);
    CHECK(trips() == ordinary);
}
