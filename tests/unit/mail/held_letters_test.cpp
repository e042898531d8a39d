// Letters about a change that can still be undone wait, and are never sent when it is.
#include <catch2/catch.hpp>

#include "school.hpp"
#include "tickets/undo.hpp"

using namespace ansvar;
using namespace ansvar::mail;
using namespace ansvar::mail::tests;
using tickets::EventKind;

namespace {

/// Erik has answered, and may take it back.
struct Held {
    School school;
    tickets::Ticket ticket = school.open();
    tickets::Event reply;

    Held() {
        school.take_letters();
        reply = {.ticket = ticket.id, .seq = 2, .kind = EventKind::Replied, .actor = school.people.erik, .at = school.clock.now(), .data = {{"by_requester", false}}};
        school.database.database().in_transaction(
            [&](db::Transaction& tx) { school.writer.happened(tx, ticket, {&reply, 1}, reply.at + tickets::usual_undo_time); });
    }
    bool undo() {
        return school.database.database().in_transaction([&](db::Transaction& tx) { return school.writer.undone(tx, ticket.id, 2, 2); });
    }
    std::size_t claimed() { return school.outbox.claim(school.clock.now(), 10).size(); }
};

}  // namespace

TEST_CASE("a letter about what can be undone waits until it cannot", "[mail][db]") {
    Held held;
    CHECK(held.claimed() == 0);
    held.school.clock.advance(tickets::usual_undo_time);
    CHECK(held.claimed() == held.school.letters().size());
}

TEST_CASE("what is undone in time is never sent", "[mail][db]") {
    Held held;
    CHECK(held.undo());
    held.school.clock.advance(tickets::usual_undo_time);
    CHECK(held.claimed() == 0);
    CHECK(held.school.letters().empty());
}

TEST_CASE("a letter on its way is not taken back", "[mail][db]") {
    Held held;
    held.school.clock.advance(tickets::usual_undo_time);
    REQUIRE(held.claimed() > 0);
    const auto letters = held.school.letters().size();
    CHECK_FALSE(held.undo());
    CHECK(held.school.letters().size() == letters);
}

TEST_CASE("when one of several letters is on its way, none is taken back", "[mail][db]") {
    Held held;
    const tickets::Event reply{.ticket = held.ticket.id, .seq = 2, .kind = EventKind::Replied, .actor = held.school.people.erik, .at = held.school.clock.now(), .data = {{"by_requester", false}}};
    held.school.run("INSERT INTO ticket_watchers (ticket_id, person_id) VALUES (" + held.ticket.id.text() + ", " + held.school.people.kim.text() + ")");
    held.school.run("DELETE FROM letters");
    held.school.database.database().in_transaction([&](db::Transaction& tx) { held.school.writer.happened(tx, held.ticket, {&reply, 1}, reply.at); });
    const auto letters = held.school.letters().size();
    REQUIRE(letters > 1);
    REQUIRE(held.school.outbox.claim(held.school.clock.now(), 1).size() == 1);
    CHECK_FALSE(held.undo());
    CHECK(held.school.letters().size() == letters);
    SECTION("nor when one has been tried in vain") {
        held.school.run("UPDATE letters SET state = 'waiting', attempts = 1 WHERE state = 'claimed'");
        CHECK_FALSE(held.undo());
        CHECK(held.school.letters().size() == letters);
    }
}

TEST_CASE("taking a change back leaves the letters of others", "[mail][db]") {
    Held held;
    const tickets::Event other{.ticket = held.ticket.id, .seq = 3, .kind = EventKind::StateChanged, .actor = held.school.people.erik,
                               .at = held.school.clock.now(), .data = {{"from", "new"}, {"to", "resolved"}}};
    held.school.database.database().in_transaction([&](db::Transaction& tx) { held.school.writer.happened(tx, held.ticket, {&other, 1}, other.at); });
    CHECK(held.undo());
    CHECK(held.school.take_letters() == std::vector<std::string>{"closed asa"});
}
