// "Blev du hjälpt?": who answers, when, and who reads it.
#include <catch2/catch.hpp>

#include <thread>

#include "school.hpp"
#include "tickets/survey.hpp"

using namespace ansvar;
using namespace ansvar::tests;
using namespace ansvar::tickets;

namespace {

std::optional<Survey> survey_of(School& school, TicketId id) {
    return school.database.read([&](db::Session& session) { return find_survey(session, id); });
}

Ticket solved(School& school, State state = State::Resolved) {
    const auto ticket = school.file("Skrivaren skriver bara vita papper");
    return school.desk->set_state(ticket.id, state, school.person(school.amir)).value();
}

std::size_t times_surveyed(School& school, TicketId id) {
    const auto kinds = school.timeline(id);
    return static_cast<std::size_t>(std::count(kinds.begin(), kinds.end(), "surveyed"));
}

}  // namespace

TEST_CASE("the requester says whether it helped, adds words and changes their mind", "[tickets]") {
    School school;
    const auto ticket = solved(school);
    const auto anna = school.person(school.anna);
    REQUIRE(answer_survey(*school.desk, ticket.id, true, {}, anna));
    CHECK(survey_of(school, ticket.id)->helped);
    REQUIRE(answer_survey(*school.desk, ticket.id, true, "  Snabbt och vänligt  ", anna));
    CHECK(survey_of(school, ticket.id)->words == "Snabbt och vänligt");
    CHECK(times_surveyed(school, ticket.id) == 1);
    REQUIRE(answer_survey(*school.desk, ticket.id, false, {}, anna));
    CHECK_FALSE(survey_of(school, ticket.id)->helped);
    CHECK(survey_of(school, ticket.id)->words == "Snabbt och vänligt");
    CHECK(times_surveyed(school, ticket.id) == 2);
}

TEST_CASE("nobody but the requester answers, and only of what is solved or closed", "[tickets]") {
    School school;
    const auto ticket = solved(school);
    CHECK(answer_survey(*school.desk, ticket.id, true, {}, school.person(school.amir)).error().kind == Refusal::Kind::NotAllowed);
    CHECK(answer_survey(*school.desk, ticket.id, true, {}, school.person(school.jonas)).error().kind == Refusal::Kind::NotFound);
    CHECK_FALSE(survey_of(school, ticket.id));
    const auto anna = school.person(school.anna);
    for (const auto& [state, asked] : {std::pair{State::InProgress, false}, {State::Rejected, false}, {State::Closed, true}}) {
        REQUIRE(school.desk->set_state(ticket.id, state, school.person(school.amir)));
        CHECK(answer_survey(*school.desk, ticket.id, true, {}, anna).has_value() == asked);
    }
    CHECK_FALSE(answer_survey(*school.desk, ticket.id, true, std::string(1001, 'x'), anna));
    CHECK(answer_survey(*school.desk, ticket.id, true, std::string(1000, 'x'), anna));
}

TEST_CASE("what was answered of an earlier outcome is no answer of the next", "[tickets]") {
    School school;
    const auto ticket = solved(school);
    const auto anna = school.person(school.anna), amir = school.person(school.amir);
    REQUIRE(answer_survey(*school.desk, ticket.id, false, "Nej", anna));
    school.clock.pass(std::chrono::minutes{5});
    REQUIRE(school.desk->reopen(ticket.id, "", anna));
    school.clock.pass(std::chrono::minutes{5});
    const auto again = school.desk->set_state(ticket.id, State::Resolved, amir).value();
    CHECK_FALSE(survey_of(school, ticket.id)->is_about(again));
    REQUIRE(answer_survey(*school.desk, ticket.id, false, {}, anna));
    CHECK(survey_of(school, ticket.id)->is_about(again));
    CHECK(survey_of(school, ticket.id)->words.empty());
    CHECK(times_surveyed(school, ticket.id) == 2);
}

TEST_CASE("two presses at once are one answer", "[tickets]") {
    School school;
    const auto ticket = solved(school);
    const auto anna = school.person(school.anna);
    std::vector<std::thread> presses;
    for (int press = 0; press < 4; ++press) {
        presses.emplace_back([&] { answer_survey(*school.desk, ticket.id, true, {}, anna).value(); });
    }
    for (auto& press : presses) {
        press.join();
    }
    CHECK(times_surveyed(school, ticket.id) == 1);
}
