// What is kept of a queue's counts and lists is what the database would say, whatever happens to its tickets, for every reader.
#include "tickets/queue_memory.hpp"

#include <catch2/catch.hpp>

#include <functional>
#include <random>

#include "school.hpp"
#include "tickets/next_ticket.hpp"
#include "tickets/queue.hpp"
#include "tickets/sequencer.hpp"

using namespace ansvar;
using namespace ansvar::tickets;
using tests::School;

namespace {

struct Read {
    std::vector<std::int64_t> counts;
    std::vector<TicketId> next;
    bool operator==(const Read&) const = default;
};

Read read(db::Session& session, const RoleCode& role, const identity::Person& reader, Timestamp now) {
    Read all;
    const auto counts = Queue{session, role, reader, now}.counts();
    for (const auto view : {QueueView::All, QueueView::Mine, QueueView::Unassigned, QueueView::Due, QueueView::Waiting}) {
        all.counts.push_back(counts.of(view));
    }
    for (const auto& candidate : next_ticket::list_candidates(session, role, reader, now)) {
        all.next.push_back(candidate.id);
    }
    return all;
}

}  // namespace

TEST_CASE("what a queue's memory says is what the database says, after every change and for every reader", "[tickets]") {
    School school;
    QueueMemory memory;
    std::mt19937 dice{GENERATE(11U, 12U)};
    const auto amir = school.person(school.amir), vera = school.person(school.vera);
    const auto readers = {school.amir, school.sara, school.rebecka, school.erik, school.vera};
    std::vector<TicketId> filed;
    const auto any = [&] { return filed[dice() % filed.size()]; };
    const std::vector<std::function<void()>> happenings{
        [&] { filed.push_back(school.file("Skrivaren", "B017", dice() % 3 == 0 ? school.erik : school.anna).id); },
        [&] { (void)school.desk->assign(any(), dice() % 2 ? school.amir : school.sara, amir); },
        [&] { (void)school.desk->set_state(any(), dice() % 2 ? State::WaitingOther : State::Resolved, amir); },
        [&] { (void)school.desk->reroute(any(), "VAKT", "Fel", amir); },
        [&] { (void)school.desk->reroute(any(), "ITS", "Fel", school.person(school.erik)); },
        [&] { (void)school.desk->set_confidentiality(any(), dice() % 2 ? Confidentiality::Named : Confidentiality::Queue, "", amir, {}); },
        [&] { (void)school.desk->add_reader(any(), "erik@skola.example", "Behövs", amir, {}); },
        [&] { (void)school.desk->write(any(), {.body = "Svar", .undo = {"x" + std::to_string(dice())}}, amir, IdempotencyKey::random()); },
        [&] { (void)school.desk->write(any(), {.body = "Mer"}, school.person(school.anna), IdempotencyKey::random()); },
        [&] { school.clock.pass(std::chrono::minutes{3}); },
    };
    happenings[0]();
    int from_memory = 0;
    const RoleCode its{"ITS"}, vakt{"VAKT"};
    for (int step = 0; step < 120; ++step) {
        happenings[dice() % happenings.size()]();
        if (dice() % 4 != 0) {
            number_changes(school.database, school.clock.now());
        }
        for (const auto id : readers) {
            const auto reader = school.person(id);
            for (const auto& role : {its, vakt}) {
                school.database.read([&](db::Session& session) {
                    const auto fresh = read(session, role, reader, school.clock.now());
                    ++from_memory;
                    const auto kept = memory.look(session, school.clock.now()).get(role.value + id.text(), {role}, [&] {
                        --from_memory;
                        return read(session, role, reader, school.clock.now());
                    });
                    CAPTURE(step, role.value, reader.name);
                    REQUIRE(kept == fresh);
                });
            }
        }
    }
    CHECK(from_memory > 100);
}

TEST_CASE("a change in one queue leaves what is kept of another; a batch and an older copy of the database leave nothing", "[tickets]") {
    School school;
    QueueMemory memory;
    const auto amir = school.person(school.amir);
    const auto ticket = school.file("Skrivaren", "B017");
    int reads = 0;
    const auto look = [&](const std::vector<RoleCode>& queues) {
        number_changes(school.database, school.clock.now());
        const auto before = reads;
        school.database.read([&](db::Session& session) { memory.look(session, school.clock.now()).get("x", queues, [&] { return ++reads; }); });
        return reads != before;
    };
    const RoleCode its{"ITS"};
    CHECK(look({its}));
    CHECK_FALSE(look({its}));
    REQUIRE(school.desk->set_priority(ticket.id, Priority::Urgent, amir));
    CHECK(look({its}));
    CHECK_FALSE(look({its}));
    REQUIRE(school.desk->reroute(ticket.id, "VAKT", "Fel", amir));
    CHECK(look({its}));
    REQUIRE(school.desk->set_priority(ticket.id, Priority::Low, school.person(school.erik)));
    CHECK_FALSE(look({its}));
    const auto run = [&](std::string_view statement) {
        const db::Query query{"tests/queue_memory", statement};
        school.database.in_transaction([&](db::Transaction& tx) { tx.execute(query); });
    };
    run("INSERT INTO changes (ticket_id, last_ticket_id, seq, role_code, reach, made_at) VALUES (1, 2, 1, 'VAKT', 'open', NOW())");
    CHECK(look({its}));
    run("UPDATE change_sequencer SET last_number = 1");
    CHECK(look({its}));
}
