// What stands on a ticket about its times is what its timeline adds up to.
#include <catch2/catch.hpp>

#include <random>

#include "db/query.hpp"
#include "school.hpp"
#include "tickets/clock_view.hpp"
#include "tickets/ledger_of.hpp"
#include "tickets/merge.hpp"
#include "tickets/undo.hpp"

using namespace ansvar;
using namespace ansvar::tests;
using namespace ansvar::tickets;

namespace {

void run(School& school, const std::string& statement) {
    const db::Query query{"tests/clocks", statement};
    school.database.execute_once(query, {});
}

std::string ask(School& school, const std::string& statement) {
    const db::Query query{"tests/clocks", statement};
    const auto row = school.database.read([&](db::Session& session) { return session.row(query); });
    return row ? row->optional_text("answer").value_or("-") : "nothing";
}

std::vector<TicketId> counted_otherwise(School& school, std::size_t sample = 1000) {
    return school.database.read([&](db::Session& session) { return ledger_of::recount(session, school.schedule, sample, school.clock.now()).differ; });
}

bool write(School& school, TicketId id, PersonId by, const Undo& undo = {}, std::optional<State> then = {}) {
    return school.desk->write(id, {.body = "Hej", .then = then, .undo = undo}, school.person(by), IdempotencyKey::random()).has_value();
}

std::string responses(School& school, TicketId id) {
    return ask(school, "SELECT GROUP_CONCAT(CONCAT(seq, ':', minutes) ORDER BY seq) AS answer FROM ticket_responses WHERE ticket_id = " + id.text());
}

/// Something that may happen to a ticket, by whoever may do it; what is refused changes nothing.
void let_happen(School& school, std::mt19937& random, TicketId id, TicketId other) {
    const auto amir = school.person(school.amir);
    const Undo undo{"press-" + std::to_string(random())};
    constexpr std::array states{State::InProgress, State::WaitingRequester, State::WaitingOther, State::Resolved, State::Closed, State::New};
    switch (random() % 9) {
        case 0:
        case 1: write(school, id, school.anna); break;
        case 2: write(school, id, school.amir, undo); break;
        case 3: write(school, id, school.amir, undo, states[random() % states.size()]); break;
        case 4: school.desk->set_state(id, states[random() % states.size()], amir, {}, undo); break;
        case 5: school.desk->set_priority(id, static_cast<Priority>(random() % 4), amir, {}, undo); break;
        case 6: school.desk->reroute(id, random() % 2 == 0 ? "TRIAGE" : "ITS", "fel", amir, {}, undo); break;
        case 7: merging::merge(*school.desk, id, other, amir, {}, {}); break;
        default: merging::unmerge(*school.desk, id, amir, {}); break;
    }
    if (random() % 4 == 0) {
        school.clock.set(school.clock.now() + std::chrono::seconds{4});
        school.desk->undo(undo.token, amir);
    }
}

nlohmann::json told(School& school, const Ticket& ticket, std::span<const Event> events) {
    return clock_json(ticket, ledger_of::count(school.schedule, ticket, events, {}, school.clock.now()));
}

/// As a ticket's page counts it, from the timeline that it shows.
nlohmann::json ledger_of_page(School& school, TicketId id) {
    const auto timeline = school.database.read([&](db::Session& session) { return ticket_store::timeline(session, id, true, school.clock.now()); });
    return told(school, school.ticket(id), ledger_of::events_in(timeline).value());
}

nlohmann::json ledger_anew(School& school, TicketId id) {
    const auto ticket = school.ticket(id);
    return told(school, ticket, school.database.read([&](db::Session& session) { return ledger_of::list_events(session, ticket); }));
}

}  // namespace

TEST_CASE("whatever happened to tickets, counted again from their timelines their times are those that are kept", "[tickets][clock]") {
    School school;
    std::mt19937 random{7};
    const auto other = school.file("Skrivaren skriver bara vita papper").id;
    std::vector<TicketId> all;
    for (int tickets = 0; tickets < 25; ++tickets) {
        all.push_back(school.file("Skrivaren skriver bara vita papper").id);
        for (int happenings = 0; happenings < 10; ++happenings) {
            school.clock.pass(std::chrono::minutes{random() % 500});
            let_happen(school, random, all.back(), other);
        }
    }
    CHECK(counted_otherwise(school).empty());
    for (const auto id : all) {
        CHECK(ledger_of_page(school, id) == ledger_anew(school, id));
    }
    run(school, "UPDATE tickets SET resolution_minutes = 1, resolved_at = opened_at WHERE id = " + all[3].text());
    CHECK(counted_otherwise(school) == std::vector{all[3]});
}

TEST_CASE("a ticket is stamped with the target it was opened under, and with another when its priority changes", "[tickets][clock]") {
    School school;
    const auto id = school.file("Skrivaren skriver bara vita papper").id;
    const auto opened = school.ticket(id);
    REQUIRE(opened.target.resolution);
    CHECK(ask(school, "SELECT JSON_VALUE(data, '$.target.resolution') AS answer FROM ticket_events WHERE ticket_id = " + id.text() + " AND seq = 1") ==
          std::to_string(*opened.target.resolution));
    REQUIRE(school.desk->set_priority(id, Priority::Urgent, school.person(school.amir), {}, {"ett"}));
    const auto urgent = school.ticket(id);
    CHECK(*urgent.target.resolution < *opened.target.resolution);
    CHECK(urgent.due_at < opened.due_at);
    school.desk->undo("ett", school.person(school.amir));
    CHECK(school.ticket(id).target == opened.target);
    CHECK(school.ticket(id).due_at == opened.due_at);
}

TEST_CASE("each later answer is measured from the question, and not when it is taken back", "[tickets][clock]") {
    School school;  // Thursday 10:00
    const auto id = school.file("Skrivaren skriver bara vita papper").id;
    school.clock.pass(std::chrono::minutes{10});
    REQUIRE(write(school, id, school.amir));
    CHECK(responses(school, id) == "-");
    school.clock.pass(std::chrono::minutes{10});
    REQUIRE(write(school, id, school.anna));
    const auto asked = school.clock.now();
    CHECK(school.ticket(id).asked_at == asked);
    school.clock.pass(std::chrono::minutes{30});
    REQUIRE(write(school, id, school.amir, {"ett"}));
    CHECK_FALSE(school.ticket(id).asked_at);
    CHECK(responses(school, id) == std::to_string(school.ticket(id).last_seq) + ":30");
    school.desk->undo("ett", school.person(school.amir));
    CHECK(responses(school, id) == "-");
    CHECK(school.ticket(id).asked_at == asked);
    school.clock.pass(std::chrono::minutes{15});
    REQUIRE(write(school, id, school.sara));
    CHECK(responses(school, id) == std::to_string(school.ticket(id).last_seq) + ":45");
}

TEST_CASE("a ticket from before stamps keeps its first answer and gets the target of today", "[tickets][clock]") {
    School school;
    const auto id = school.file("Skrivaren skriver bara vita papper").id;
    school.clock.pass(std::chrono::minutes{10});
    REQUIRE(write(school, id, school.amir));
    const auto before = school.ticket(id);
    run(school, "UPDATE ticket_events SET data = JSON_REMOVE(data, '$.target', '$.answers')");
    run(school, "UPDATE tickets SET first_response_target = NULL, next_response_target = NULL, resolution_target = NULL, target_id = NULL");
    school.clock.pass(std::chrono::minutes{10});
    REQUIRE(school.desk->set_state(id, State::WaitingOther, school.person(school.amir)));
    const auto after = school.ticket(id);
    CHECK(after.first_response_at == before.first_response_at);
    CHECK(after.first_response_minutes == 10);
    CHECK(after.target == before.target);
    CHECK(after.due_at == before.due_at);
    const auto timeline = school.database.read([&](db::Session& session) { return ticket_store::timeline(session, id, true, school.clock.now()); });
    CHECK_FALSE(ledger_of::events_in(timeline));
}

TEST_CASE("what nobody has promised is due after everything that is, and waits for nobody", "[tickets][clock]") {
    School school;
    const auto ticket = school.file("Skrivaren skriver bara vita papper");
    const Event opened{.ticket = ticket.id, .seq = 1, .kind = EventKind::Opened, .actor = school.anna, .at = ticket.opened_at, .data = {{"to", "ITS"}, {"target", nlohmann::json::object()}}};
    auto free = ticket;
    ledger_of::put(free, ledger_of::count(school.schedule, ticket, {&opened, 1}, {}, school.clock.now()));
    CHECK_FALSE(free.falls_due());
    CHECK_FALSE(free.escalate_at);
    CHECK(free.due_at > ticket.due_at);
}
