// "Problemet är kvar": for some days it opens the ticket again, later it makes another one beside it.
#include <catch2/catch.hpp>

#include "identity/school_settings.hpp"
#include "queries/tickets.hpp"
#include "school.hpp"
#include "tickets/change.hpp"
#include "tickets/still_there.hpp"

using namespace ansvar;
using namespace ansvar::tests;
using namespace ansvar::tickets;

namespace {

constexpr std::chrono::minutes day = std::chrono::hours{24};

Ticket solved(School& school, const std::string& area = "B003") {
    const auto ticket = school.file("Skrivaren skriver bara vita papper", area);
    return school.desk->set_state(ticket.id, State::Resolved, school.person(school.amir)).value();
}

IdempotencyKey key() { return IdempotencyKey::random(); }

}  // namespace

TEST_CASE("within the time the requester's words open the ticket again, afterwards they are a new ticket", "[tickets]") {
    School school;
    const auto ticket = solved(school);
    const auto anna = school.person(school.anna);

    SECTION("on the last day") {
        school.clock.pass(14 * day);
        const auto said = school.desk->write(ticket.id, {.body = "Den är trasig igen"}, anna, key()).value().ticket;
        CHECK(said.id == ticket.id);
        CHECK(said.is_open());
    }
    SECTION("the day after") {
        school.clock.pass(14 * day + std::chrono::minutes{1});
        const auto said = school.desk->write(ticket.id, {.body = "Den är trasig igen"}, anna, key()).value().ticket;
        CHECK(said.id != ticket.id);
        CHECK(said.subject == ticket.subject);
        CHECK(said.area_key == ticket.area_key);
        CHECK(said.role == ticket.role);
        CHECK(said.requester == school.anna);
        CHECK(school.ticket(ticket.id).state == State::Resolved);
        CHECK(school.timeline(ticket.id).back() == "linked");
        CHECK(school.timeline(said.id) == std::vector<std::string>{"opened", "linked"});
        CHECK(school.ticket(said.id).version == said.version);
    }
    SECTION("by the button, the same") {
        school.clock.pass(15 * day);
        const auto said = school.desk->reopen(ticket.id, "Den är trasig igen", anna, ticket.version).value();
        CHECK(said.id != ticket.id);
        CHECK(school.timeline(ticket.id).back() == "linked");
        // the second press knows the version of before
        CHECK(school.desk->reopen(ticket.id, "Den är trasig igen", anna, ticket.version).error().kind == Refusal::Kind::Changed);
    }
    SECTION("by the button without a word nothing is made, nor by the state") {
        school.clock.pass(15 * day);
        CHECK(school.desk->reopen(ticket.id, " ", anna).error().kind == Refusal::Kind::Invalid);
        CHECK(school.desk->set_state(ticket.id, State::InProgress, anna).error().kind == Refusal::Kind::Invalid);
        CHECK(school.ticket(ticket.id).version == ticket.version);
    }
    SECTION("the same form sent twice is one new ticket") {
        school.clock.pass(15 * day);
        const IdempotencyKey form{"formuläret", "Den är trasig igen"};
        const auto first = school.desk->write(ticket.id, {.body = "Den är trasig igen"}, anna, form).value();
        const auto second = school.desk->write(ticket.id, {.body = "Den är trasig igen"}, anna, form).value();
        CHECK(first.ticket.id == second.ticket.id);
        CHECK(second.replayed);
    }
    SECTION("those who work with it open it whenever they want") {
        school.clock.pass(400 * day);
        CHECK(school.desk->reopen(ticket.id, "", school.person(school.amir)).value().id == ticket.id);
    }
}

TEST_CASE("the school says for how long", "[tickets]") {
    School school;
    const auto ticket = solved(school);
    const auto choose = [&](std::string_view days) {
        school.database.in_transaction([&](db::Transaction& tx) { identity::write_setting(tx, reopening_days_setting, days, school.vera, school.clock.now()); });
        return school.database.read([](db::Session& session) { return reopening_days(session); });
    };
    CHECK(choose("3") == 3);
    school.clock.pass(4 * day);
    CHECK(school.desk->write(ticket.id, {.body = "Den är trasig igen"}, school.person(school.anna), key()).value().ticket.id != ticket.id);
    CHECK(choose("30") == 30);
    CHECK(school.desk->write(ticket.id, {.body = "Den är trasig igen"}, school.person(school.anna), key()).value().ticket.id == ticket.id);
    for (const auto* nonsense : {"", "0", "-1", "366", "tre"}) {
        CHECK(choose(nonsense) == usual_reopening_days);
    }
}

TEST_CASE("a ticket beside a confidential one is confidential too, and one for named readers is always opened again", "[tickets]") {
    School school;
    const auto ticket = solved(school);
    const auto anna = school.person(school.anna), amir = school.person(school.amir);
    const identity::Actor actor;
    SECTION("confidential") {
        REQUIRE(school.desk->set_confidentiality(ticket.id, Confidentiality::Queue, "", amir, actor));
        school.clock.pass(15 * day);
        const auto said = school.desk->write(ticket.id, {.body = "Om eleven igen"}, anna, key()).value().ticket;
        CHECK(said.id != ticket.id);
        CHECK(said.confidential);
    }
    SECTION("for named readers") {
        REQUIRE(school.desk->set_confidentiality(ticket.id, Confidentiality::Named, "", amir, actor));
        school.clock.pass(15 * day);
        CHECK(school.desk->write(ticket.id, {.body = "Om eleven igen"}, anna, key()).value().ticket.id == ticket.id);
    }
}

TEST_CASE("an area that is gone does not keep what remains from being sent", "[tickets]") {
    School school;
    auto ticket = solved(school);
    ticket.area_key = "finns-inte-mer";
    CHECK_FALSE(draft_beside(ticket, *school.router, {.body = "Kvar"}).area);
}
