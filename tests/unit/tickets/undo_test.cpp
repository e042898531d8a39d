// What an agent has done can be taken back for some seconds, and nobody is told meanwhile.
#include <catch2/catch.hpp>

#include "queries/tickets.hpp"
#include "school.hpp"
#include "tickets/queue.hpp"
#include "tickets/undo.hpp"

using namespace ansvar;
using namespace ansvar::tests;
using namespace ansvar::tickets;

namespace {

std::vector<std::string> bodies(School& school, TicketId id, bool with_notes) {
    std::vector<std::string> all;
    for (const auto& entry : school.database.read([&](db::Session& session) { return ticket_store::timeline(session, id, with_notes, school.clock.now()); })) {
        if (entry.body) {
            all.push_back(*entry.body);
        }
    }
    return all;
}

std::string draft_of(School& school, TicketId id, PersonId who) {
    const auto drafts = school.database.read(
        [&](db::Session& session) { return session.rows(queries::tickets::select_my_drafts, {{"ticket_id", id}, {"person_id", who}}); });
    return drafts.size() == 1 && drafts.front().text("kind") == "reply" ? drafts.front().text("body") : "";
}

}  // namespace

TEST_CASE("a reply that is taken back was never there: no state, no clock, no text for the requester, and it is a draft again", "[tickets]") {
    School school;
    const auto before = school.ticket(school.file("Skrivaren skriver bara vita papper").id);
    const auto amir = school.person(school.amir);
    const auto written = school.desk->write(before.id, {.body = "Jag kommer kl. 10", .then = State::Resolved, .undo = {"ett"}}, amir, IdempotencyKey::random());
    REQUIRE(written);
    CHECK(school.listener.told_from == school.clock.now() + usual_undo_time);
    CHECK(bodies(school, before.id, true).size() == 2);
    CHECK(bodies(school, before.id, false).size() == 1);  // Anna does not see it yet

    const auto taken = school.desk->undo("ett", amir);
    CHECK(taken.undone == std::vector{before.id});
    const auto after = school.ticket(before.id);
    CHECK(after.state == State::New);
    CHECK_FALSE(after.assignee);
    CHECK_FALSE(after.first_response_at);
    CHECK_FALSE(after.resolved_at);
    CHECK(after.due_at == before.due_at);
    CHECK(after.version > before.version);
    CHECK(bodies(school, before.id, true) == std::vector<std::string>{"Skrivaren skriver bara vita papper"});
    CHECK(draft_of(school, before.id, school.amir) == "Jag kommer kl. 10");
    CHECK(school.timeline(before.id) == std::vector<std::string>{"opened", "undone"});

    SECTION("once") { CHECK(school.desk->undo("ett", amir).undone.empty()); }
    SECTION("and sent again it counts") {
        REQUIRE(school.desk->write(before.id, {.body = "Jag kommer kl. 11"}, amir, IdempotencyKey::random()));
        CHECK(school.ticket(before.id).first_response_at == school.clock.now());
    }
}

TEST_CASE("what a requester reads appears when it can no longer be undone", "[tickets]") {
    School school;
    const auto ticket = school.file("Skrivaren skriver bara vita papper");
    REQUIRE(school.desk->write(ticket.id, {.body = "Jag kommer", .undo = {"ett"}}, school.person(school.amir), IdempotencyKey::random()));
    CHECK(bodies(school, ticket.id, false).size() == 1);
    school.clock.pass(std::chrono::minutes{1});
    CHECK(bodies(school, ticket.id, false).size() == 2);
    CHECK(school.desk->undo("ett", school.person(school.amir)).undone.empty());
    CHECK(bodies(school, ticket.id, false).size() == 2);
}

TEST_CASE("nobody takes back what another has done, or what somebody has been told", "[tickets]") {
    School school;
    const auto ticket = school.file("Skrivaren skriver bara vita papper");
    REQUIRE(school.desk->assign(ticket.id, school.sara, school.person(school.amir), {}, {"ett"}));
    CHECK(school.desk->undo("ett", school.person(school.sara)).undone.empty());
    CHECK(school.desk->undo("två", school.person(school.amir)).undone.empty());
    school.listener.is_told = true;
    const auto taken = school.desk->undo("ett", school.person(school.amir));
    CHECK(taken.undone.empty());
    CHECK(taken.too_late == std::vector{ticket.id});
    CHECK(school.ticket(ticket.id).assignee == school.sara);
}

TEST_CASE("taking a reply back leaves what a colleague has done since", "[tickets]") {
    School school;
    const auto ticket = school.file("Skrivaren skriver bara vita papper");
    const auto amir = school.person(school.amir);
    REQUIRE(school.desk->write(ticket.id, {.body = "Fel svar", .undo = {"ett"}}, amir, IdempotencyKey::random()));
    REQUIRE(school.desk->set_priority(ticket.id, Priority::Urgent, school.person(school.sara)));
    CHECK(school.desk->undo("ett", amir).undone.size() == 1);
    const auto after = school.ticket(ticket.id);
    CHECK(after.priority == Priority::Urgent);
    CHECK(after.assignee == school.amir);  // not touched: somebody else has worked with the ticket since
    CHECK(bodies(school, ticket.id, true).size() == 1);
}

TEST_CASE("several tickets changed at once are taken back at once", "[tickets]") {
    School school;
    const auto amir = school.person(school.amir);
    const auto one = school.file("Skrivaren är trasig"), two = school.file("Datorn är trasig, skrivaren också");
    for (const auto& id : {one.id, two.id}) {
        REQUIRE(school.desk->set_state(id, State::Resolved, amir, {}, {"båda"}));
    }
    CHECK(school.desk->undo("båda", amir).undone == std::vector{one.id, two.id});
    CHECK(school.ticket(one.id).state == State::New);
    CHECK(school.ticket(two.id).is_open());
}

TEST_CASE("a move that is undone is no reason any more why a ticket is where it is", "[tickets]") {
    School school;
    const auto ticket = school.file("Skrivaren skriver bara vita papper");
    const auto amir = school.person(school.amir);
    const auto receipt = [&] { return school.database.read([&](db::Session& session) { return ticket_store::receipt(session, ticket.id); }); };
    const auto before = receipt();
    REQUIRE(school.desk->reroute(ticket.id, "VAKT", "Papper beställs där", amir, {}, {"ett"}));
    REQUIRE(receipt() != before);
    CHECK(school.desk->undo("ett", amir).undone.size() == 1);
    CHECK(school.ticket(ticket.id).role == ticket.role);
    CHECK(school.ticket(ticket.id).hops == 0);
    CHECK(receipt() == before);
}

TEST_CASE("the columns of a ticket's life agree with the table of states", "[tickets]") {
    School school;
    const auto ticket = school.file("Skrivaren skriver bara vita papper");
    const auto amir = school.person(school.amir);
    for (const auto state : {State::InProgress, State::WaitingRequester, State::WaitingOther, State::Resolved, State::New, State::Closed, State::Rejected}) {
        REQUIRE(school.desk->set_state(ticket.id, state, amir));
        const auto listed = school.database.read([&](db::Session& session) {
            return Queue{session, ticket.role, amir, school.clock.now()}.page(QueueView::All, {}, 10).rows;
        });
        INFO(name(state));
        CHECK(listed.size() == (is_open(state) ? 1 : 0));
        if (!listed.empty()) {
            CHECK((listed.front().sort_at != listed.front().due_at) == is_waiting(state));
        }
    }
}
