#include <catch2/catch.hpp>

#include "identity/people_store.hpp"
#include "school.hpp"
#include "tickets/colleagues.hpp"
#include "tickets/queue.hpp"
#include "tickets/search.hpp"

using namespace ansvar;
using namespace ansvar::tickets;
using tests::School;

namespace {

const identity::Actor at_the_terminal = identity::Actor::command();

/// The school with what is asked of it here.
struct Sealed : School {
    Result<Ticket, Refusal> set(TicketId id, Confidentiality to, const std::string& why, PersonId by) {
        return desk->set_confidentiality(id, to, why, person(by), at_the_terminal);
    }
    Result<Ticket, Refusal> name_reader(TicketId id, const std::string& mail, PersonId by, const std::string& why = "Behövs") {
        return desk->add_reader(id, mail, why, person(by), at_the_terminal);
    }
    bool sees(PersonId who, TicketId id) {
        return database.read([&](db::Session& session) {
            const auto found = ticket_store::find(session, id, who, clock.now());
            return may(person(who), Action::View, found->ticket, found->ties);
        });
    }
    void run(const std::string& statement) {
        const db::Query query{"test/statement", statement};
        database.execute_once(query);
    }
    /// The actions noted in the audit about a ticket, in order.
    std::vector<std::string> audited(TicketId id) {
        const db::Query query{"test/audited", "SELECT action FROM audit_log WHERE object_kind = 'ticket' AND object_id = " + id.text() + " ORDER BY id"};
        std::vector<std::string> actions;
        for (const auto& row : database.read([&](db::Session& session) { return session.rows(query); })) {
            actions.push_back(row.text("action"));
        }
        return actions;
    }
    /// How many open tickets the queue's list, its counter, the side bar and the search say there are for somebody.
    std::vector<std::int64_t> counted(PersonId who, const char* queue) {
        return database.read([&](db::Session& session) {
            const auto reader = person(who);
            const Queue one{session, RoleCode{queue}, reader, clock.now()};
            std::int64_t in_menu = 0;
            for (const auto& [role, open] : count_open(session, reader)) {
                in_menu += role.value == queue ? open : 0;
            }
            return std::vector<std::int64_t>{std::ssize(one.page(QueueView::All, {}, 50).rows), one.counts().all, in_menu,
                                             std::ssize(find_tickets(session, Question{"kollega"}, reader, {}, 50).tickets)};
        });
    }
};

using Counted = std::vector<std::int64_t>;
using Words = std::vector<std::string>;

std::string fault_of(const Result<Ticket, Refusal>& result) {
    return result                                              ? "none"
           : result.error().kind == Refusal::Kind::NotAllowed ? "not allowed"
           : result.error().kind == Refusal::Kind::NotFound   ? "not found"
                                                              : result.error().fields.at(0).pointer + " " + result.error().fields.at(0).code;
}

}  // namespace

TEST_CASE("a ticket becomes confidential in one press, and less so only with a reason; both are noted", "[tickets]") {
    Sealed school;
    const auto id = school.file("Om en kollega", "B017").id;
    CHECK(fault_of(school.set(id, Confidentiality::Queue, "", school.jonas)) == "not found");
    CHECK(fault_of(school.set(id, Confidentiality::Queue, "", school.karin)) == "not allowed");  // a manager only looks
    CHECK(fault_of(school.set(id, Confidentiality::Named, "", school.anna)) == "not allowed");   // nobody would be left to answer
    REQUIRE(school.set(id, Confidentiality::Queue, "", school.anna));
    CHECK(school.ticket(id).confidentiality() == Confidentiality::Queue);
    CHECK_FALSE(school.sees(school.karin, id));
    CHECK_FALSE(school.sees(school.vera, id));
    CHECK(fault_of(school.set(id, Confidentiality::Open, "", school.anna)) == "not allowed");
    CHECK(fault_of(school.set(id, Confidentiality::Open, " ", school.amir)) == "/why required");
    CHECK(school.ticket(id).confidential);
    REQUIRE(school.set(id, Confidentiality::Open, "Det var inget hemligt", school.amir));
    CHECK_FALSE(school.ticket(id).confidential);
    CHECK(school.timeline(id) == Words{"opened", "confidentiality_changed", "confidentiality_changed"});
    CHECK(school.audited(id) == Words{"ticket.sealed", "ticket.unsealed"});
}

TEST_CASE("a ticket for named readers is in nobody else's list, count, side bar or search", "[tickets]") {
    Sealed school;
    const auto id = school.file("Om en kollega", "B017").id;
    REQUIRE(school.set(id, Confidentiality::Queue, "", school.amir));
    CHECK(school.counted(school.sara, "ITS") == Counted{1, 1, 1, 1});
    REQUIRE(school.set(id, Confidentiality::Named, "", school.amir));  // who does so reads it
    CHECK(school.counted(school.sara, "ITS") == Counted{0, 0, 0, 0});
    CHECK(school.counted(school.amir, "ITS") == Counted{1, 1, 1, 1});
    CHECK(school.counted(school.vera, "ITS") == Counted{0, 0, 0, 0});
    CHECK_FALSE(school.sees(school.sara, id));

    CHECK(fault_of(school.name_reader(id, "anna@skola.example", school.amir)) == "/reader unknown-staff");  // a teacher without a role
    CHECK(fault_of(school.name_reader(id, "ingen@skola.example", school.amir)) == "/reader unknown-staff");
    CHECK(fault_of(school.name_reader(id, "sara@skola.example", school.amir, "")) == "/why required");
    CHECK(fault_of(school.name_reader(id, "sara@skola.example", school.anna)) == "not allowed");
    REQUIRE(school.name_reader(id, "sara@skola.example", school.amir));
    CHECK(school.counted(school.sara, "ITS") == Counted{1, 1, 1, 1});
    REQUIRE(school.name_reader(id, "erik@skola.example", school.sara));
    CHECK(school.sees(school.erik, id));  // of another queue

    const auto remove = [&](PersonId reader, const std::string& why) {
        return school.desk->remove_reader(id, reader, why, school.person(school.amir), at_the_terminal);
    };
    CHECK(fault_of(remove(school.sara, "")) == "/why required");
    REQUIRE(remove(school.sara, "Behövs inte"));
    REQUIRE(remove(school.erik, "Behövs inte"));
    CHECK_FALSE(school.sees(school.sara, id));
    CHECK(fault_of(remove(school.amir, "Jag vill inte")) == "/reader last-reader");
    CHECK(school.audited(id) ==
          Words{"ticket.sealed", "ticket.sealed", "ticket.reader_added", "ticket.reader_added", "ticket.reader_removed", "ticket.reader_removed"});
}

TEST_CASE("whoever hands over a ticket for named readers stays one of them", "[tickets]") {
    Sealed school;
    const auto id = school.file("Om en kollega", "B017").id;
    REQUIRE(school.desk->assign(id, school.amir, school.person(school.amir)));
    REQUIRE(school.set(id, Confidentiality::Named, "", school.amir));
    REQUIRE(school.desk->assign(id, school.sara, school.person(school.amir)));
    CHECK(school.sees(school.amir, id));
    CHECK(school.sees(school.sara, id));
    REQUIRE(school.desk->assign(id, std::nullopt, school.person(school.sara)));
    CHECK(school.sees(school.sara, id));
    REQUIRE(school.desk->reroute(id, "VAKT", "", school.person(school.sara)));
    CHECK(school.ticket(id).named_only);
    CHECK_FALSE(school.sees(school.erik, id));
    CHECK(school.sees(school.sara, id));
}

TEST_CASE("an area may make a ticket confidential, and none makes it open again", "[tickets]") {
    Sealed school;
    const auto id = school.file("Skrivaren står", "B017").id;
    REQUIRE(school.desk->reroute(id, "B056", "", school.person(school.amir)));
    CHECK(school.ticket(id).confidential);
    const auto timeline = school.timeline(id);
    CHECK(std::count(timeline.begin(), timeline.end(), "confidentiality_changed") == 1);
    REQUIRE(school.desk->reroute(id, "B017", "", school.person(school.erik)));
    CHECK(school.ticket(id).confidential);
}

TEST_CASE("a broken glass opens a confidential ticket to an administrator for an hour, and everybody can see that", "[tickets]") {
    Sealed school;
    const auto id = school.file("Kod till larmet", "B056").id, plain = school.file("Skrivaren står", "B017").id;
    const auto try_it = [&](TicketId which, PersonId who) {
        school.desk->break_glass(which, "Föräldern ringde rektorn", school.person(who), at_the_terminal);
    };
    try_it(id, school.karin);  // no administrator
    CHECK_FALSE(school.sees(school.karin, id));
    try_it(TicketId{999'999}, school.vera);
    try_it(plain, school.vera);
    CHECK(school.timeline(plain) == Words{"opened"});
    CHECK(school.audited(plain).empty());
    CHECK_FALSE(school.sees(school.vera, id));
    try_it(id, school.vera);
    CHECK(school.sees(school.vera, id));
    CHECK(school.timeline(id) == Words{"opened", "glass_broken"});
    try_it(id, school.vera);  // pressed twice
    CHECK(school.timeline(id) == Words{"opened", "glass_broken"});
    CHECK(school.audited(id) == Words{"ticket.glass_broken"});
    CHECK(school.counted(school.vera, "VAKT") == Counted{0, 0, 0, 0});  // by its number alone
    CHECK(fault_of(school.set(id, Confidentiality::Open, "Jag ser den ju", school.vera)) == "not allowed");
    school.clock.pass(std::chrono::minutes{59});
    CHECK(school.sees(school.vera, id));
    school.clock.pass(std::chrono::minutes{1});
    CHECK_FALSE(school.sees(school.vera, id));
}

TEST_CASE("a ticket keeps the unit its requester worked at when it was opened", "[tickets]") {
    Sealed school;
    school.run("INSERT INTO units (id, name) VALUES (5, 'Lindskolan')");
    const auto move = "UPDATE people SET unit_id = 5 WHERE id = " + school.anna.text();
    school.run(move);
    const auto id = school.file("Skrivaren står", "B017").id;
    school.run("UPDATE people SET unit_id = NULL");
    CHECK(school.ticket(id).unit == UnitId{5});
    Draft draft;
    draft.body = "Skrivaren står igen";
    draft.requester = "anna@skola.example";
    school.run(move);
    CHECK(school.desk->open(draft, school.person(school.amir), IdempotencyKey::random()).value().ticket.unit == UnitId{5});  // filed by another
}

TEST_CASE("a ticket can be handed to whoever stands in for a colleague who is away", "[tickets]") {
    Sealed school;
    const auto id = school.file("Skrivaren står", "B017").id;
    CHECK(fault_of(school.desk->assign(id, school.erik, school.person(school.amir))) == "/assignee unknown-person");
    school.run("INSERT INTO absences (person_id, first_day, last_day, substitute_id, created_at) VALUES (" + school.sara.text() +
               ", '2026-11-12', '2026-11-12', " + school.erik.text() + ", '2026-11-01')");
    school.database.read([&](db::Session& session) { school.staff.refresh(session, *school.roles.table(), school.clock.now()); });
    Words names;
    for (const auto& one : colleagues(*school.staff.staff(), RoleCode{"ITS"}, school.clock.now())) {
        names.push_back(one.name);
    }
    CHECK(names == Words{"Amir Wallin", "Sara Nordin", "Erik Modig"});
    REQUIRE(school.desk->assign(id, school.erik, school.person(school.amir)));
    CHECK(school.ticket(id).assignee == school.erik);
}

TEST_CASE("a requester who reopens a ticket does not choose its state", "[tickets]") {
    Sealed school;
    const auto id = school.file("Skrivaren står", "B017").id;
    REQUIRE(school.desk->set_state(id, State::Resolved, school.person(school.amir)));
    REQUIRE(school.desk->set_state(id, State::WaitingOther, school.person(school.anna)));
    CHECK(school.ticket(id).state == State::New);
    CHECK_FALSE(school.ticket(id).paused_at);
}
