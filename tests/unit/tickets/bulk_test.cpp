// One thing done to several tickets: what would happen, and what does.
#include <catch2/catch.hpp>

#include "school.hpp"
#include "tickets/bulk.hpp"
#include "tickets/tags.hpp"

using namespace ansvar;
using namespace ansvar::tickets;
using bulk::Marked;
using bulk::Order;
using bulk::What;
using tests::School;

namespace {

/// Who gets mail is mail's to test (tests/unit/mail/bulk_letters_test.cpp).
class NoLedger final : public MailLedger {
public:
    std::vector<LetterStatus> of_ticket(db::Session&, TicketId) const override { return {}; }
};

Marked marked(School& school, TicketId id) { return {id, school.ticket(id).version}; }

std::vector<std::uint64_t> numbers(const std::vector<bulk::Preview::Will>& will) {
    std::vector<std::uint64_t> all;
    for (const auto& each : will) {
        all.push_back(each.after.id.value);
    }
    return all;
}

}  // namespace

TEST_CASE("an order is understood, or its fault is named", "[tickets]") {
    const auto now = from_stockholm(2026, 11, 12, 10, 0);
    const auto [what, value, is_good] = GENERATE(table<What, std::string, bool>({
        {What::Assign, "me", true}, {What::Assign, "nobody", true}, {What::Assign, "17", true}, {What::Assign, "", false}, {What::Assign, "0", false},
        {What::State, "closed", true}, {What::State, "burning", false}, {What::Priority, "urgent", true}, {What::Priority, "4", false},
        {What::Tag, "Aula, IT", true}, {What::Tag, " ", false}, {What::Reroute, "VAKT", true}, {What::Reroute, "B017", true},
        {What::Reroute, "", false}, {What::Snooze, "2026-11-13", true}, {What::Snooze, "2026-11-12", false}, {What::Snooze, "soon", false},
    }));
    CAPTURE(bulk::name(what), value);
    CHECK(bulk::what_from(bulk::name(what)) == what);
    CHECK(bulk::faults({what, value}, now, clock::plain_week()->hours).empty() == is_good);
    CHECK(bulk::faults({what, value, std::string(256, 'x')}, now, clock::plain_week()->hours).back().pointer == "/why");
    CHECK(!bulk::what_from("burn"));
}

TEST_CASE("a marked ticket is its number and version", "[tickets]") {
    CHECK(Marked::parse("1042:7")->text() == "1042:7");
    for (const auto* text : {"", "1042", ":7", "1042:", "x:7", "0:1", "1042:-7"}) {
        CAPTURE(text);
        CHECK(!Marked::parse(text));
    }
}

TEST_CASE("a summary says what will happen and to which tickets, and changes nothing", "[tickets]") {
    School school;
    const NoLedger ledger;
    const auto amir = school.person(school.amir);
    const auto fresh = school.file("Skrivaren 1", "B017").id, taken = school.file("Skrivaren 2", "B017").id, stale = school.file("Skrivaren 3", "B017").id;
    const auto theirs = school.file("Brandlarmet piper", "brandlarm").id, hidden = school.file("Skrivaren 4", "B017").id;
    REQUIRE(school.desk->assign(taken, school.amir, amir));
    REQUIRE(school.desk->set_confidentiality(hidden, Confidentiality::Named, "", school.person(school.sara), {}));
    auto old = marked(school, stale);
    REQUIRE(school.desk->set_priority(stale, Priority::Urgent, amir));
    school.listener.kinds.clear();
    const auto commits = school.listener.commits;
    const auto before = school.timeline(fresh);

    const auto preview = bulk::rehearse(*school.desk, ledger, {What::Assign, "me"},
                                        {marked(school, fresh), marked(school, taken), old, marked(school, theirs), marked(school, hidden)}, amir);
    CHECK(numbers(preview.will) == std::vector{fresh.value});
    CHECK(preview.will[0].after.assignee == school.amir);
    CHECK(preview.will[0].after.state == State::InProgress);
    REQUIRE(preview.left_out.size() == 4);
    CHECK(preview.left_out[0].id == taken);
    CHECK(!preview.left_out[0].refusal);
    CHECK(preview.left_out[0].subject == "Skrivaren 2");
    CHECK(preview.left_out[1].refusal->kind == Refusal::Kind::Changed);
    CHECK(preview.left_out[2].refusal->kind == Refusal::Kind::NotFound);
    CHECK(preview.left_out[2].subject.empty());
    CHECK(preview.left_out[3].refusal->kind == Refusal::Kind::NotFound);
    CHECK(preview.left_out[3].subject.empty());

    CHECK(school.timeline(fresh) == before);
    CHECK(!school.ticket(fresh).assignee);
    CHECK(school.ticket(fresh).version == 1);
    CHECK(school.listener.commits == commits);
}

TEST_CASE("an order does to each ticket what its summary said, and is undone as one", "[tickets]") {
    School school;
    const NoLedger ledger;
    const auto amir = school.person(school.amir);
    const auto [order, holds] = GENERATE(table<Order, std::function<bool(School&, const Ticket&)>>({
        {Order{What::Assign, "me"}, [](School&, const Ticket& ticket) { return ticket.assignee.has_value(); }},
        {Order{What::State, "resolved"}, [](School&, const Ticket& ticket) { return ticket.state == State::Resolved; }},
        {Order{What::Priority, "urgent"}, [](School&, const Ticket& ticket) { return ticket.priority == Priority::Urgent; }},
        {Order{What::Tag, "aula, it"}, [](School& there, const Ticket& ticket) { return there.database.read([&](db::Session& session) { return tags::list(session, ticket.id); }) == std::vector<std::string>{"aula", "it"}; }},
        {Order{What::Snooze, "2026-11-20"}, [](School&, const Ticket& ticket) { return ticket.snoozed_until.has_value(); }},
    }));
    CAPTURE(bulk::name(order.what));
    std::vector<Marked> tickets;
    for (int i = 0; i < 5; ++i) {
        tickets.push_back(marked(school, school.file("Skrivaren " + std::to_string(i), "B017").id));
    }
    const auto preview = bulk::rehearse(*school.desk, ledger, order, tickets, amir);
    CHECK(preview.will.size() == 5);
    const Undo undo{"a token for all of them"};
    for (const auto& ticket : tickets) {
        REQUIRE(bulk::apply(*school.desk, order, ticket, amir, undo));
        CHECK(holds(school, school.ticket(ticket.id)));
    }
    CHECK(school.desk->undo(undo.token, amir).undone.size() == 5);
    for (const auto& ticket : tickets) {
        CHECK(!holds(school, school.ticket(ticket.id)));
    }
}

TEST_CASE("tickets are handed over with a reason, and one that lies there already is left out", "[tickets]") {
    School school;
    const NoLedger ledger;
    const auto amir = school.person(school.amir);
    const Order order{What::Reroute, "TRIAGE", "Fel dörr"};
    const auto one = school.file("Skrivaren 1", "B017").id, there = school.file("Skrivaren 2", "B017").id;
    REQUIRE(bulk::apply(*school.desk, order, marked(school, there), amir));
    const auto preview = bulk::rehearse(*school.desk, ledger, order, {marked(school, one), marked(school, there)}, amir);
    CHECK(numbers(preview.will) == std::vector{one.value});
    REQUIRE(preview.left_out.size() == 1);
    CHECK(preview.left_out[0].refusal->kind == Refusal::Kind::Invalid);
    REQUIRE(bulk::apply(*school.desk, order, marked(school, one), amir));
    CHECK(school.ticket(one).role == RoleCode{"TRIAGE"});
}

TEST_CASE("tags go onto every ticket that lacks them", "[tickets]") {
    School school;
    const NoLedger ledger;
    const auto amir = school.person(school.amir);
    const auto one = school.file("Skrivaren 1", "B017").id, other = school.file("Skrivaren 2", "B017").id;
    const Order order{What::Tag, "Aula, #IT"};
    REQUIRE(bulk::apply(*school.desk, order, marked(school, one), amir));
    const auto preview = bulk::rehearse(*school.desk, ledger, order, {marked(school, one), marked(school, other)}, amir);
    CHECK(numbers(preview.will) == std::vector{other.value});
    CHECK(preview.left_out.size() == 1);
    CHECK(school.database.read([&](db::Session& session) { return tags::list(session, one); }) == std::vector<std::string>{"aula", "it"});
    CHECK(school.database.read([&](db::Session& session) { return tags::list(session, other); }).empty());
}
