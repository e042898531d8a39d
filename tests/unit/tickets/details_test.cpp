// Those who handle a ticket put right its subject, its room and its phone number.
#include <catch2/catch.hpp>

#include "school.hpp"
#include "tickets/details.hpp"
#include "tickets/search.hpp"

using namespace ansvar;
using namespace ansvar::tests;
using namespace ansvar::tickets;

namespace {

bool is_found(School& school, const std::string& words) {
    const auto amir = school.person(school.amir);
    return school.database.read([&](db::Session& session) { return !find_tickets(session, Question{words}, amir, {}, 10).tickets.empty(); });
}

}  // namespace

TEST_CASE("a subject and a room are put right, told in the timeline, and found by the new words", "[tickets]") {
    School school;
    const auto ticket = school.file("Hjälp tack, det blinkar");
    const auto amir = school.person(school.amir);
    const auto changed = set_details(*school.desk, ticket.id, {.subject = " Projektorn i aulan ", .room = "A12"}, amir, ticket.version);
    REQUIRE(changed);
    CHECK(school.ticket(ticket.id).subject == "Projektorn i aulan");
    CHECK(school.ticket(ticket.id).room == "A12");
    CHECK(changed->version == ticket.version + 1);
    CHECK(is_found(school, "aulan"));
    CHECK(is_found(school, "A12"));
    CHECK(is_found(school, "blinkar"));  // still stands in the text
    for (const bool with_notes : {true, false}) {
        const auto timeline = school.database.read(
            [&](db::Session& session) { return ticket_store::timeline(session, ticket.id, with_notes, school.clock.now()); });
        REQUIRE(timeline.back().event.kind == EventKind::DetailsChanged);
        CHECK(timeline.back().event.data == nlohmann::json{{"subject", {{"from", ticket.subject}, {"to", "Projektorn i aulan"}}},
                                                           {"room", {{"from", ""}, {"to", "A12"}}}});
    }
    REQUIRE(set_details(*school.desk, ticket.id, {.subject = "Lampan i aulan"}, amir));
    CHECK_FALSE(is_found(school, "projektorn"));
}

TEST_CASE("a change of details that changes nothing is none, and one can be undone", "[tickets]") {
    School school;
    const auto ticket = school.file("Projektorn blinkar");
    const auto amir = school.person(school.amir);
    const auto same = set_details(*school.desk, ticket.id, {.subject = ticket.subject, .room = "", .phone = ""}, amir);
    REQUIRE(same);
    CHECK(same->version == ticket.version);

    REQUIRE(set_details(*school.desk, ticket.id, {.subject = "Tavlan", .phone = "0920-1"}, amir, {}, {"ett"}));
    CHECK(school.desk->undo("ett", amir).undone == std::vector{ticket.id});
    CHECK(school.ticket(ticket.id).subject == "Projektorn blinkar");
    CHECK(school.ticket(ticket.id).phone.empty());
    CHECK_FALSE(is_found(school, "tavlan"));
    CHECK(is_found(school, "projektorn"));
}

TEST_CASE("details are refused with the field that is wrong, to whoever does not handle the ticket, and to whoever was slower", "[tickets]") {
    School school;
    const auto ticket = school.file("Projektorn blinkar");
    const auto amir = school.person(school.amir);
    const auto kind_of = [&](const Details& details, const identity::Person& by, std::int64_t version) {
        return set_details(*school.desk, ticket.id, details, by, version).error().kind;
    };
    const auto empty = set_details(*school.desk, ticket.id, {.subject = " ", .room = std::string(61, 'x')}, amir);
    REQUIRE_FALSE(empty);
    REQUIRE(empty.error().fields.size() == 2);
    CHECK(empty.error().fields.front().pointer == "/room");
    CHECK(empty.error().fields.back().pointer == "/subject");
    CHECK(kind_of({.subject = "Ny"}, school.person(school.anna), ticket.version) == Refusal::Kind::NotAllowed);
    CHECK(kind_of({.subject = "Ny"}, school.person(school.erik), ticket.version) == Refusal::Kind::NotFound);
    CHECK(kind_of({.subject = "Ny"}, amir, ticket.version + 1) == Refusal::Kind::Changed);
}
