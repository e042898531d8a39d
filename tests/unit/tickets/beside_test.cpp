// What stands beside a ticket's conversation: tags, links, watchers, snooze, checklist, time.
#include <catch2/catch.hpp>

#include "school.hpp"
#include "tickets/checklist.hpp"
#include "tickets/links.hpp"
#include "tickets/queue.hpp"
#include "tickets/snooze.hpp"
#include "tickets/tags.hpp"
#include "tickets/time_spent.hpp"
#include "tickets/watchers.hpp"

using namespace ansvar;
using namespace ansvar::tests;
using namespace ansvar::tickets;

namespace {

std::string fault_of(const Result<Ticket, Refusal>& result) {
    return result ? "" : result.error().fields.empty() ? "refused" : result.error().fields.front().code;
}

std::vector<std::string> tags_of(School& school, TicketId id) {
    return school.database.read([&](db::Session& session) { return tags::list(session, id); });
}

std::vector<links::Link> links_of(School& school, TicketId id, PersonId reader) {
    const auto person = school.person(reader);
    return school.database.read([&](db::Session& session) { return links::list(session, id, person); });
}

}  // namespace

TEST_CASE("a tag is one word or some, in lower case, however it is typed", "[tickets]") {
    const auto [typed, tag] = GENERATE(table<std::string, std::optional<std::string>>({
        {"Nätet", "nätet"}, {"  #IT-Stöd ", "it-stöd"}, {"hus   B", "hus b"}, {"", std::nullopt}, {"##", std::nullopt},
        {"a\nb", std::nullopt}, {"a,b", std::nullopt}, {std::string(41, 'x'), std::nullopt}, {std::string(40, 'x'), std::string(40, 'x')}}));
    CAPTURE(typed);
    CHECK(tags::from(typed) == tag);
}

TEST_CASE("tags are put on a ticket and taken away, each once, and suggested to those who see it", "[tickets]") {
    School school;
    const auto ticket = school.file("Nätet i hus B är borta", "B003").id;
    const auto amir = school.person(school.amir);
    REQUIRE(tags::change(*school.desk, ticket, {"nätet", "hus b"}, {}, amir));
    REQUIRE(tags::change(*school.desk, ticket, {"nätet"}, {"hus b", "finns inte", "hus b"}, amir));
    CHECK(tags_of(school, ticket) == std::vector<std::string>{"nätet"});
    CHECK(school.timeline(ticket) == std::vector<std::string>{"opened", "tagged", "tagged"});
    CHECK(tags::change(*school.desk, ticket, {"x"}, {}, school.person(school.anna)).error().kind == Refusal::Kind::NotAllowed);
    CHECK(tags::change(*school.desk, ticket, {"x"}, {}, school.person(school.jonas)).error().kind == Refusal::Kind::NotFound);
    CHECK(tags::change(*school.desk, ticket, {"x"}, {}, amir, 1).error().kind == Refusal::Kind::Changed);
    const auto in_use = [&](PersonId who) {
        const auto person = school.person(who);
        return school.database.read([&](db::Session& session) { return tags::list_in_use(session, person); });
    };
    CHECK(in_use(school.sara) == std::vector<std::string>{"nätet"});
    CHECK(in_use(school.erik).empty());
}

TEST_CASE("a ticket has at most twenty tags, however they are named", "[tickets]") {
    School school;
    const auto ticket = school.file("Nätet i hus B är borta", "B003").id;
    const auto amir = school.person(school.amir);
    std::vector<std::string> twenty, more;
    for (int n = 0; n < 20; ++n) {
        twenty.push_back("ett" + std::to_string(n));
        more.push_back("två" + std::to_string(n));
    }
    REQUIRE(tags::change(*school.desk, ticket, twenty, {}, amir));
    CHECK(fault_of(tags::change(*school.desk, ticket, more, std::vector<std::string>(20, "ett0"), amir)) == "too-many");
    CHECK(tags_of(school, ticket).size() == 20);
    REQUIRE(tags::change(*school.desk, ticket, {"två1", "två1"}, {"ett0"}, amir));
    CHECK(tags_of(school, ticket).size() == 20);
}

TEST_CASE("a link is seen from both its ends, by those who see both tickets", "[tickets]") {
    School school;
    const auto small = school.file("Skrivaren i B12 skriver inte", "B003").id, large = school.file("Inga skrivare skriver", "B003").id;
    const auto amir = school.person(school.amir);
    REQUIRE(links::add(*school.desk, small, large, links::Kind::Parent, amir));
    REQUIRE(links_of(school, small, school.amir).size() == 1);
    CHECK(links_of(school, small, school.amir).front().kind == links::Kind::Parent);
    CHECK(links_of(school, large, school.amir).front().kind == links::Kind::Child);
    CHECK(links_of(school, small, school.erik).empty());
    CHECK(school.timeline(large).back() == "linked");
    CHECK(fault_of(links::add(*school.desk, small, small, links::Kind::Related, amir)) == "same-ticket");
    CHECK(fault_of(links::add(*school.desk, large, small, links::Kind::Related, amir)) == "linked-already");
    CHECK(fault_of(links::add(*school.desk, small, TicketId{99999}, links::Kind::Related, amir)) == "unknown-ticket");
    REQUIRE(links::remove(*school.desk, large, small, amir));
    CHECK(links_of(school, small, school.amir).empty());
}

TEST_CASE("whoever links learns nothing of a ticket that is not theirs", "[tickets]") {
    School school;
    const auto own = school.file("Skrivaren skriver inte", "B003").id, vakt = school.file("Dörren går inte att låsa", "B051").id;
    REQUIRE(school.ticket(vakt).role == RoleCode{"VAKT"});
    const auto amir = school.person(school.amir);
    CHECK(fault_of(links::add(*school.desk, own, vakt, links::Kind::Related, amir)) == "unknown-ticket");
    CHECK(school.timeline(vakt) == std::vector<std::string>{"opened"});
    REQUIRE(links::add(*school.desk, own, vakt, links::Kind::Related, school.person(school.vera)));  // who sees both
    CHECK(links_of(school, own, school.amir).empty());
    CHECK(links_of(school, own, school.vera).size() == 1);
}

TEST_CASE("no ticket becomes a part of itself", "[tickets]") {
    School school;
    const auto one = school.file("Ett", "B003").id, two = school.file("Två", "B003").id, three = school.file("Tre", "B003").id;
    const auto amir = school.person(school.amir);
    REQUIRE(links::add(*school.desk, one, two, links::Kind::Parent, amir));
    REQUIRE(links::add(*school.desk, three, two, links::Kind::Child, amir));
    CHECK(fault_of(links::add(*school.desk, three, one, links::Kind::Parent, amir)) == "circle");
    CHECK(fault_of(links::add(*school.desk, one, three, links::Kind::Child, amir)) == "circle");
    CHECK(links::add(*school.desk, one, three, links::Kind::Parent, amir));
}

TEST_CASE("watchers are added by mail or by themselves, and a confidential ticket gets none", "[tickets]") {
    School school;
    const auto ticket = school.file("Projektorn lyser inte", "B003").id;
    const auto amir = school.person(school.amir), jonas = school.person(school.jonas);
    const auto sees = [&](PersonId who) {
        const auto person = school.person(who);
        const auto found = school.database.read([&](db::Session& session) { return ticket_store::find(session, ticket, who, school.clock.now()); });
        return may(person, Action::View, found->ticket, found->ties);
    };
    CHECK(fault_of(watchers::add(*school.desk, ticket, "jonas", amir)) == "not-an-address");
    CHECK(fault_of(watchers::add(*school.desk, ticket, "x@annorstans.example", amir)) == "unknown-person");
    CHECK(watchers::watch(*school.desk, ticket, true, jonas).error().kind == Refusal::Kind::NotFound);
    REQUIRE(watchers::add(*school.desk, ticket, " jonas@skola.example ", amir));
    REQUIRE(watchers::add(*school.desk, ticket, "jonas@skola.example", amir));
    CHECK(sees(school.jonas));
    CHECK(school.timeline(ticket) == std::vector<std::string>{"opened", "watchers_changed"});
    REQUIRE(watchers::watch(*school.desk, ticket, false, jonas));
    CHECK_FALSE(sees(school.jonas));
    REQUIRE(watchers::watch(*school.desk, ticket, true, amir));
    REQUIRE(watchers::remove(*school.desk, ticket, school.amir, amir));

    REQUIRE(school.desk->set_confidentiality(ticket, Confidentiality::Queue, "", amir, identity::Actor{}));
    CHECK(fault_of(watchers::add(*school.desk, ticket, "jonas@skola.example", amir)) == "is-confidential");
    CHECK(watchers::watch(*school.desk, ticket, true, amir).error().kind == Refusal::Kind::NotAllowed);
}

TEST_CASE("a ticket is put off until the school opens on a coming day", "[tickets]") {
    const auto& hours = clock::plain_week()->hours;
    const auto now = from_stockholm(2026, 3, 26, 10, 0);  // a Thursday; the clocks change on Sunday
    CHECK(snoozing::time_of("tomorrow", now, hours) == from_stockholm(2026, 3, 27, 8, 0));
    CHECK(snoozing::time_of("monday", now, hours) == from_stockholm(2026, 3, 30, 8, 0));
    CHECK(snoozing::time_of("2026-04-07", now, hours) == from_stockholm(2026, 4, 7, 8, 0));
    CHECK(snoozing::time_of("monday", from_stockholm(2026, 3, 30, 10, 0), hours) == from_stockholm(2026, 4, 6, 8, 0));
    for (const auto* wrong : {"", "2026-03-26", "2026-03-01", "2027-03-28", "2026-02-30", "2026-3-30", "i morgon", "2026-13-01"}) {
        CAPTURE(wrong);
        CHECK_FALSE(snoozing::time_of(wrong, now, hours));
    }
}

TEST_CASE("a ticket that is put off comes back by itself, or when its requester writes; its clock runs meanwhile", "[tickets]") {
    School school;
    const auto ticket = school.file("Byt toner i morgon", "B003");
    const auto amir = school.person(school.amir);
    REQUIRE(snoozing::snooze(*school.desk, ticket.id, "tomorrow", amir));
    CHECK(school.ticket(ticket.id).due_at == ticket.due_at);
    CHECK(snoozing::wake(school.database, school.clock) == 0);

    SECTION("by itself, once, as the system") {
        school.clock.set(from_stockholm(2026, 11, 13, 8, 0));
        CHECK(snoozing::wake(school.database, school.clock) == 1);
        CHECK(snoozing::wake(school.database, school.clock) == 0);
        CHECK_FALSE(school.ticket(ticket.id).snoozed_until);
        const auto entries = school.database.read([&](db::Session& session) { return ticket_store::timeline(session, ticket.id, true, school.clock.now()); });
        REQUIRE(entries.back().event.kind == EventKind::Snoozed);
        CHECK_FALSE(entries.back().event.actor);
        CHECK(entries.back().event.data.at("until").is_null());
        CHECK(school.ticket(ticket.id).version == 3);
    }
    SECTION("by the requester's reply, not by a note or an agent's") {
        REQUIRE(school.desk->write(ticket.id, {.is_note = true, .body = "Ring"}, amir, IdempotencyKey::random()));
        CHECK(school.ticket(ticket.id).snoozed_until);
        REQUIRE(school.desk->write(ticket.id, {.body = "Det brinner nu"}, school.person(school.anna), IdempotencyKey::random()));
        CHECK_FALSE(school.ticket(ticket.id).snoozed_until);
    }
    SECTION("of one that is done meanwhile nothing is told") {
        REQUIRE(school.desk->set_state(ticket.id, State::Resolved, amir));
        school.clock.set(from_stockholm(2026, 11, 13, 8, 0));
        const auto before = school.timeline(ticket.id);
        CHECK(snoozing::wake(school.database, school.clock) == 1);
        CHECK(school.timeline(ticket.id) == before);
        CHECK_FALSE(school.ticket(ticket.id).snoozed_until);
    }
    SECTION("by a press") {
        REQUIRE(snoozing::snooze(*school.desk, ticket.id, "", amir));
        CHECK_FALSE(school.ticket(ticket.id).snoozed_until);
    }
    CHECK(fault_of(snoozing::snooze(*school.desk, ticket.id, "2020-01-01", amir)) == "not-a-coming-day");
}

TEST_CASE("a checklist is ticked, unticked and tidied, and its timeline says so", "[tickets]") {
    School school;
    const auto ticket = school.file("Ny elev behöver dator", "B003").id;
    const auto amir = school.person(school.amir);
    REQUIRE(checklist::add(*school.desk, ticket, " Konto ", amir));
    REQUIRE(checklist::add(*school.desk, ticket, "Dator", amir));
    CHECK(fault_of(checklist::add(*school.desk, ticket, "  ", amir)) == "required");
    CHECK(fault_of(checklist::add(*school.desk, ticket, std::string(201, 'x'), amir)) == "too-long");
    const auto items = [&] { return school.database.read([&](db::Session& session) { return checklist::list(session, ticket); }); };
    const auto first = items().front().id;
    REQUIRE(checklist::change(*school.desk, ticket, first, checklist::What::Done, amir));
    REQUIRE(checklist::change(*school.desk, ticket, first, checklist::What::Done, amir));
    CHECK(items().front().done_by == "Amir Wallin");
    REQUIRE(checklist::change(*school.desk, ticket, first, checklist::What::NotDone, amir));
    CHECK_FALSE(items().front().done_at);
    REQUIRE(checklist::change(*school.desk, ticket, first, checklist::What::Removed, amir));
    CHECK(items().size() == 1);
    CHECK(school.timeline(ticket).size() == 6);
    const auto other = school.file("Ett annat", "B003").id;
    CHECK(fault_of(checklist::change(*school.desk, other, items().front().id, checklist::What::Done, amir)) == "unknown-value");
}

TEST_CASE("a length of time is read as people write it", "[tickets]") {
    const auto [typed, minutes] = GENERATE(table<std::string, std::optional<std::int64_t>>({
        {"20", 20}, {"20 min", 20}, {"1 h 20", 80}, {"1h20m", 80}, {"1:20", 80}, {"1,5 h", 90}, {"2 tim", 120}, {"1 timme 5 minuter", 65},
        {" 45 MIN ", 45}, {"0", 0}, {"", std::nullopt}, {"en stund", std::nullopt}, {"1:75", std::nullopt}, {"-5", std::nullopt}, {"9999 h", std::nullopt}}));
    CAPTURE(typed);
    CHECK(time_spent::minutes_from(typed) == minutes);
}

TEST_CASE("everybody has one clock, and corrects their own time alone", "[tickets]") {
    School school;
    const auto one = school.file("Ett", "B003").id, two = school.file("Två", "B003").id;
    const auto amir = school.person(school.amir), sara = school.person(school.sara);
    const auto entries = [&](TicketId id) { return school.database.read([&](db::Session& session) { return time_spent::list(session, id); }); };
    REQUIRE(time_spent::start(*school.desk, one, amir));
    CHECK(fault_of(time_spent::start(*school.desk, two, amir)) == "runs-already");
    REQUIRE(time_spent::start(*school.desk, two, sara));
    school.clock.pass(std::chrono::minutes{25});
    CHECK(time_spent::stop(*school.desk, amir) == one);
    CHECK_FALSE(time_spent::stop(*school.desk, amir));
    REQUIRE(entries(one).size() == 1);
    CHECK(entries(one).front().minutes == 25);
    CHECK(school.timeline(one).back() == "time_spent");

    REQUIRE(time_spent::add(*school.desk, one, "1 h 20", amir));
    CHECK(fault_of(time_spent::add(*school.desk, one, "länge", amir)) == "not-a-time");
    const auto own = entries(one).front().id;
    CHECK(time_spent::correct(*school.desk, one, own, "10", sara).error().kind == Refusal::Kind::NotAllowed);
    REQUIRE(time_spent::correct(*school.desk, one, own, "10", amir));
    CHECK(entries(one).front().minutes == 10);
    REQUIRE(time_spent::correct(*school.desk, one, own, "0", amir));
    CHECK(entries(one).size() == 1);

    SECTION("a clock on a ticket that is not theirs any more can be stopped") {
        REQUIRE(school.desk->reroute(two, "B051", "", amir));
        CHECK(time_spent::stop(*school.desk, sara) == two);
        CHECK(entries(two).front().minutes == 25);
    }
}
