// What somebody has begun to write is there when they come back, for nobody else, and gone when it is sent.
#include "tickets/drafts.hpp"

#include <catch2/catch.hpp>

#include "queries/tickets.hpp"
#include "school.hpp"

using namespace ansvar;
using namespace ansvar::tests;
using namespace ansvar::tickets;
using drafts::Kind;

namespace {

void begin(School& school, TicketId id, PersonId who, Kind kind, const std::string& body) {
    school.database.in_transaction([&](db::Transaction& tx) { drafts::save(tx, id, who, kind, body, school.clock.now()); });
}

drafts::Mine mine(School& school, TicketId id, PersonId who) {
    return school.database.read([&](db::Session& session) { return drafts::load(session, id, who); });
}

}  // namespace

TEST_CASE("a draft is kept for each person and kind, and the newest counts", "[tickets]") {
    School school;
    const auto ticket = school.file("Skrivaren är trasig");
    begin(school, ticket.id, school.amir, Kind::Reply, "Jag");
    begin(school, ticket.id, school.amir, Kind::Reply, "Jag kommer");
    begin(school, ticket.id, school.amir, Kind::Note, "Ring firman");
    begin(school, ticket.id, school.sara, Kind::Reply, "Något annat");
    CHECK(mine(school, ticket.id, school.amir).reply == "Jag kommer");
    CHECK(mine(school, ticket.id, school.amir).note == "Ring firman");
    CHECK(mine(school, ticket.id, school.sara).reply == "Något annat");
    CHECK(mine(school, ticket.id, school.rebecka).reply.empty());
    begin(school, ticket.id, school.amir, Kind::Reply, " \n");
    CHECK(mine(school, ticket.id, school.amir).reply.empty());
}

TEST_CASE("what is sent is no draft any more, in the same transaction, and taken back it is one again", "[tickets]") {
    School school;
    const auto ticket = school.file("Skrivaren är trasig");
    const auto amir = school.person(school.amir);
    begin(school, ticket.id, school.amir, Kind::Reply, "Jag kommer kl. 10");
    begin(school, ticket.id, school.amir, Kind::Note, "Ring firman");

    REQUIRE_FALSE(school.desk->write(ticket.id, {.body = "Jag kommer kl. 10", .ends_draft = true}, amir, IdempotencyKey::random(), ticket.version + 7));
    CHECK(mine(school, ticket.id, school.amir).reply == "Jag kommer kl. 10");  // a colleague was faster: still there

    REQUIRE(school.desk->write(ticket.id, {.body = "Jag kommer kl. 10", .undo = {"ett"}, .ends_draft = true}, amir, IdempotencyKey::random()));
    CHECK(mine(school, ticket.id, school.amir).reply.empty());
    CHECK(mine(school, ticket.id, school.amir).note == "Ring firman");
    CHECK(school.desk->undo("ett", amir).undone.size() == 1);
    CHECK(mine(school, ticket.id, school.amir).reply == "Jag kommer kl. 10");

    REQUIRE(school.desk->write(ticket.id, {.body = "Genom ett program"}, amir, IdempotencyKey::random()));
    CHECK(mine(school, ticket.id, school.amir).reply == "Jag kommer kl. 10");
}

TEST_CASE("what was begun on a ticket that goes on in another is offered there, once", "[tickets]") {
    School school;
    const auto source = school.file("Skrivaren är trasig"), target = school.file("Skrivaren skriver vitt");
    begin(school, source.id, school.amir, Kind::Reply, "Från den ena");
    begin(school, target.id, school.amir, Kind::Reply, "Från den andra");
    static const db::Query merge{"test/merge", "UPDATE tickets SET merged_into_id = :target WHERE id = :source"};
    school.database.execute_once(merge, {{"target", target.id}, {"source", source.id}});
    CHECK(mine(school, target.id, school.amir).reply == "Från den ena\n\nFrån den andra");
    begin(school, target.id, school.amir, Kind::Reply, "Från den ena\n\nFrån den andra, och mer");
    CHECK(mine(school, target.id, school.amir).reply == "Från den ena\n\nFrån den andra, och mer");
}

TEST_CASE("a draft that nobody comes back to for a month is thrown away", "[tickets]") {
    School school;
    const auto ticket = school.file("Skrivaren är trasig");
    begin(school, ticket.id, school.amir, Kind::Reply, "Jag");
    const auto now = school.clock.now();
    CHECK(school.database.execute_once(queries::tickets::delete_old_drafts, {{"before", now}}) == 0);
    CHECK(school.database.execute_once(queries::tickets::delete_old_drafts, {{"before", now + std::chrono::seconds{1}}}) == 1);
}

TEST_CASE("a step back is thrown away when its time is over, and not before", "[tickets]") {
    School school;
    const auto ticket = school.file("Skrivaren är trasig");
    REQUIRE(school.desk->set_state(ticket.id, State::Resolved, school.person(school.amir), {}, {"ett"}));
    const auto over = school.clock.now() + usual_undo_time;
    CHECK(school.database.execute_once(queries::tickets::delete_old_undo_steps, {{"now", over}}) == 0);
    CHECK(school.database.execute_once(queries::tickets::delete_old_undo_steps, {{"now", over + std::chrono::seconds{1}}}) == 1);
}
