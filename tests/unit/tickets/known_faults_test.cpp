// Faults that are known: who says so, for how long, and that nothing confidential is told to everybody.
#include <catch2/catch.hpp>

#include "school.hpp"
#include "tickets/known_faults.hpp"

using namespace ansvar;
using namespace ansvar::tests;
using namespace ansvar::tickets;

namespace {

std::vector<std::string> told(School& school) {
    std::vector<std::string> texts;
    for (const auto& fault : school.database.read([&](db::Session& session) { return list_known_faults(session, school.clock.now()); })) {
        texts.push_back(fault.text);
    }
    return texts;
}

const std::vector<std::string> nobody_is_told;

}  // namespace

TEST_CASE("a known fault is told from when an agent says so until its time is up, the ticket is done, or it is taken away", "[tickets]") {
    School school;
    const auto ticket = school.file("Skrivaren i hus B skriver bara vita papper");
    const auto amir = school.person(school.amir);
    const identity::Actor actor;
    REQUIRE(set_known_fault(*school.desk, ticket.id, "  skrivarna i hus B ", 4, amir, actor));
    CHECK(told(school) == std::vector<std::string>{"skrivarna i hus B"});
    CHECK(school.ticket(ticket.id).version == ticket.version);  // nobody who writes in the ticket is held up

    SECTION("time") {
        school.clock.pass(std::chrono::minutes{4 * 60 - 1});
        CHECK(told(school).size() == 1);
        school.clock.pass(std::chrono::minutes{1});
        CHECK(told(school) == nobody_is_told);
    }
    SECTION("done, and open again") {
        REQUIRE(school.desk->set_state(ticket.id, State::Resolved, amir));
        CHECK(told(school) == nobody_is_told);
        REQUIRE(school.desk->set_state(ticket.id, State::InProgress, amir));
        CHECK(told(school).size() == 1);
    }
    SECTION("confidential") {
        REQUIRE(school.desk->set_confidentiality(ticket.id, Confidentiality::Queue, "", amir, actor));
        CHECK(told(school) == nobody_is_told);
    }
    SECTION("taken away, twice") {
        REQUIRE(end_known_fault(*school.desk, ticket.id, amir, actor));
        REQUIRE(end_known_fault(*school.desk, ticket.id, amir, actor));
        CHECK(told(school) == nobody_is_told);
    }
    SECTION("said anew") {
        REQUIRE(set_known_fault(*school.desk, ticket.id, "alla skrivare", 336, amir, actor));
        CHECK(told(school) == std::vector<std::string>{"alla skrivare"});
        school.clock.pass(std::chrono::minutes{14 * 24 * 60});
        CHECK(told(school) == nobody_is_told);
    }
}

TEST_CASE("only those who handle an open ticket that is not confidential tell everybody of it", "[tickets]") {
    School school;
    const auto ticket = school.file("Skrivaren i hus B skriver bara vita papper");
    const auto amir = school.person(school.amir);
    const identity::Actor actor;
    const auto refused = [&](const identity::Person& by, const std::string& text = "skrivarna", int hours = 4) {
        return set_known_fault(*school.desk, ticket.id, text, hours, by, actor).error().kind;
    };
    CHECK(refused(school.person(school.anna)) == Refusal::Kind::NotAllowed);
    CHECK(refused(school.person(school.jonas)) == Refusal::Kind::NotFound);
    CHECK(refused(amir, " ") == Refusal::Kind::Invalid);
    CHECK(refused(amir, std::string(201, 'x')) == Refusal::Kind::Invalid);
    CHECK(refused(amir, "skrivarna", 0) == Refusal::Kind::Invalid);
    CHECK(refused(amir, "skrivarna", 337) == Refusal::Kind::Invalid);
    REQUIRE(school.desk->set_confidentiality(ticket.id, Confidentiality::Queue, "", amir, actor));
    CHECK(refused(amir) == Refusal::Kind::Invalid);
    REQUIRE(school.desk->set_confidentiality(ticket.id, Confidentiality::Open, "Inget känsligt", amir, actor));
    REQUIRE(school.desk->set_state(ticket.id, State::Closed, amir));
    CHECK(refused(amir) == Refusal::Kind::Invalid);
    CHECK(end_known_fault(*school.desk, ticket.id, school.person(school.anna), actor).error().kind == Refusal::Kind::NotAllowed);
    CHECK(told(school) == nobody_is_told);
}
