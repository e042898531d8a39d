// Who is told that a ticket takes long: each step once, whatever crashes, and the right people.
#include <catch2/catch.hpp>

#include <algorithm>
#include <map>
#include <random>
#include <set>
#include <stdexcept>
#include <thread>

#include "db/query.hpp"
#include "identity/people_store.hpp"
#include "school.hpp"
#include "tickets/escalation.hpp"
#include "tickets/ledger_of.hpp"

using namespace ansvar;
using namespace ansvar::tests;
using namespace ansvar::tickets;
using clock::Measure;
using schedule::EscalationStep;
using schedule::Whom;

namespace {

void run(School& school, const std::string& statement) {
    const db::Query query{"tests/escalation", statement};
    school.database.execute_once(query, {});
}

/// The school's steps from now on.
void agree(School& school, const std::vector<EscalationStep>& steps) {
    school.database.in_transaction([&](db::Transaction& tx) { schedule::store_steps(tx, steps, school.clock.now()); });
    school.database.read([&](db::Session& session) { school.schedule.refresh(session); });
}

std::size_t escalate(School& school) { return escalation::run(school.database, school.desk->services(), std::chrono::seconds{10}); }

std::vector<ticket_store::Entry> told_of(School& school, TicketId id) {
    auto entries = school.database.read([&](db::Session& session) { return ticket_store::timeline(session, id, true, school.clock.now()); });
    std::erase_if(entries, [](const auto& entry) { return entry.event.kind != EventKind::Escalated; });
    return entries;
}

/// "resolution 75", "resolution 100" …
std::vector<std::string> steps_of(School& school, TicketId id) {
    std::vector<std::string> steps;
    for (const auto& entry : told_of(school, id)) {
        steps.push_back(entry.event.data["clock"].get<std::string>() + " " + std::to_string(entry.event.data["percent"].get<int>()));
    }
    return steps;
}

std::vector<EscalationStep> usual() {
    return {{{Measure::Resolution, 75}, {Whom::Holder}}, {{Measure::Resolution, 100}, {Whom::Holder, Whom::RoleHead}}, {{Measure::Resolution, 200}, {Whom::Managers}}};
}

/// Told of an escalation it sometimes dies, as a process would: before the transaction's end, or with its connection.
class Dying final : public EventListener {
public:
    void happened(db::Transaction& tx, const Ticket&, std::span<const Event> events, Timestamp) override {
        if (events.front().kind != EventKind::Escalated) {
            return;
        }
        const auto fate = random_() % 5;
        if (fate == 0) {
            ++deaths;
            throw std::runtime_error("killed");
        }
        if (fate == 1) {
            ++deaths;
            tx.execute(kill_);
        }
    }
    bool undone(db::Transaction&, TicketId, std::int64_t, std::int64_t) override { return true; }
    void committed() override {}

    int deaths = 0;

private:
    db::Query kill_{"tests/kill", "KILL CONNECTION_ID()"};
    std::mt19937 random_{5};
};

}  // namespace

TEST_CASE("each step is told when its time has come, and once", "[tickets][escalation]") {
    School school;  // Thursday 10:00
    agree(school, usual());
    const auto id = school.file("Skrivaren skriver bara vita papper").id;
    const auto target = std::chrono::minutes{*school.ticket(id).target.resolution};
    const auto& hours = school.schedule.calendars.of(RoleCode{"ITS"}, {})->hours;
    const auto opened = school.clock.now();
    const auto before = school.ticket(id);
    CHECK(before.escalate_at == hours.after(opened, target * 3 / 4));
    CHECK(escalate(school) == 0);
    school.clock.set(*before.escalate_at);
    CHECK(escalate(school) == 1);
    CHECK(steps_of(school, id) == std::vector<std::string>{"resolution 75"});
    CHECK(school.ticket(id).escalated == 1);
    CHECK(school.ticket(id).version == before.version);  // whoever writes in it is not stopped
    CHECK(escalate(school) == 0);
    school.clock.set(hours.after(opened, target));
    CHECK(escalate(school) == 1);
    school.clock.set(hours.after(opened, target * 2));
    CHECK(escalate(school) == 1);
    CHECK(steps_of(school, id) == std::vector<std::string>{"resolution 75", "resolution 100", "resolution 200"});
    CHECK_FALSE(school.ticket(id).escalate_at);
}

TEST_CASE("after a time without service the last step that has come due is told, and no more", "[tickets][escalation]") {
    School school;
    agree(school, usual());
    const auto id = school.file("Skrivaren skriver bara vita papper").id;
    school.clock.pass(std::chrono::hours{24 * 60});
    CHECK(escalate(school) == 1);
    CHECK(steps_of(school, id) == std::vector<std::string>{"resolution 200"});
    CHECK(escalate(school) == 0);
}

TEST_CASE("nobody is told while a ticket waits or is done, and it counts on afterwards", "[tickets][escalation]") {
    School school;
    agree(school, usual());
    const auto amir = school.person(school.amir);
    const auto id = school.file("Skrivaren skriver bara vita papper").id;
    REQUIRE(school.desk->set_state(id, State::WaitingRequester, amir));
    CHECK_FALSE(school.ticket(id).escalate_at);
    school.clock.pass(std::chrono::hours{24 * 30});
    CHECK(escalate(school) == 0);
    REQUIRE(school.desk->set_state(id, State::InProgress, amir));
    CHECK(school.ticket(id).escalate_at > school.clock.now());
    REQUIRE(school.desk->set_state(id, State::Resolved, amir));
    CHECK_FALSE(school.ticket(id).escalate_at);
}

TEST_CASE("other steps hold for open tickets, too", "[tickets][escalation]") {
    School school;
    agree(school, {});
    const auto id = school.file("Skrivaren skriver bara vita papper").id;
    CHECK_FALSE(school.ticket(id).escalate_at);
    agree(school, usual());
    CHECK(escalate(school) == 1);
    CHECK(steps_of(school, id).empty());
    CHECK(school.ticket(id).escalate_at > school.clock.now());
}

TEST_CASE("a step tells those it names, and of them only who would see the ticket", "[tickets][escalation]") {
    School school;
    run(school, "INSERT INTO units (id, name, head_id) VALUES (5, 'Lindskolan', " + school.karin.text() + ")");
    run(school, "UPDATE people SET unit_id = 5 WHERE id = " + school.anna.text());
    run(school, "UPDATE people SET manager_id = " + school.vera.text() + " WHERE id IN (" + school.amir.text() + ", " + school.sara.text() + ")");
    run(school, "INSERT INTO absences (person_id, first_day, last_day, substitute_id, created_at) VALUES (" + school.amir.text() + ", '2026-11-12', '2026-11-12', " +
                    school.erik.text() + ", '2026-11-01')");
    school.database.read([&](db::Session& session) { school.staff.refresh(session, *school.roles.table(), school.clock.now()); });
    auto ticket = school.file("Skrivaren skriver bara vita papper");
    const auto told = [&](std::vector<Whom> whom) {
        return school.database.read([&](db::Session& session) { return escalation::told(session, school.desk->services(), ticket, whom, school.clock.now()); });
    };
    CHECK(told({Whom::Holder}).empty());  // they are the letter's own business
    ticket.assignee = school.amir;
    CHECK(told({Whom::Substitute}) == std::vector{school.erik});  // who works in the queue meanwhile
    CHECK(told({Whom::RoleHead}) == std::vector{school.vera});
    CHECK(told({Whom::UnitManager}) == std::vector{school.karin});
    CHECK(told({Whom::Managers}) == std::vector{school.karin});
    run(school, "UPDATE people SET is_administrator = 0 WHERE id = " + school.vera.text());
    CHECK(told({Whom::RoleHead}).empty());  // would not see it
    ticket.named_only = ticket.confidential = true;
    CHECK(told({Whom::Managers, Whom::UnitManager, Whom::Substitute}).empty());
}

TEST_CASE("in a year of tickets no step is missed and none told twice, with two schedulers that die at random", "[tickets][escalation]") {
    School school;
    agree(school, usual());
    Dying listener_one, listener_two;
    const auto& desk = school.desk->services();
    const auto scheduler = [&](EventListener& listener) {
        return DeskServices{.database = desk.database, .clock = desk.clock, .router = desk.router, .roles = desk.roles, .staff = desk.staff,
                            .schedule = desk.schedule, .reachable = desk.reachable, .listener = listener};
    };
    const auto one = scheduler(listener_one), two = scheduler(listener_two);
    const auto tell = [&](const DeskServices& services) {
        try {
            escalation::run(school.database, services, std::chrono::seconds{10});
        } catch (const db::Error&) {  // a lost connection: the next beat
        }
    };
    std::mt19937 random{11};
    const auto amir = school.person(school.amir);
    std::vector<TicketId> all;
    const auto end = school.clock.now() + std::chrono::hours{24 * 365};
    for (int turn = 0; school.clock.now() < end; ++turn) {
        if (turn % 20 == 0) {
            all.push_back(school.file("Skrivaren skriver bara vita papper").id);
        }
        if (random() % 8 == 0) {
            const auto id = all[random() % all.size()];
            constexpr std::array states{State::WaitingOther, State::InProgress, State::Resolved};
            school.desk->set_state(id, states[random() % states.size()], amir);
        }
        std::thread beside{[&] { tell(two); }};
        tell(one);
        beside.join();
        school.clock.pass(std::chrono::minutes{30 + random() % 600});
    }
    for (int beats = 0; beats < 20; ++beats) {  // what died last
        tell(one);
    }
    for (const auto id : all) {
        auto steps = steps_of(school, id);
        const std::set<std::string> once(steps.begin(), steps.end());
        CAPTURE(id.value, steps);
        CHECK(once.size() == steps.size());
        const auto [ledger, ticket] = school.database.read([&](db::Session& session) {
            auto found = ticket_store::find(session, id, {}, school.clock.now())->ticket;
            return std::pair{ledger_of::count(school.schedule, found, ledger_of::list_events(session, found), {}, school.clock.now()), found};
        });
        CHECK(std::none_of(ledger.moments.begin(), ledger.moments.end(), [&](const auto& each) { return each.at <= school.clock.now(); }));
        const auto percent = ledger.worked.minutes() * 100 / *ticket.target.resolution;
        if (ticket.is_open() && !is_waiting(ticket.state)) {
            CHECK(once.contains("resolution 200") == (percent >= 200));
        }
    }
    CHECK(listener_one.deaths + listener_two.deaths > 5);
}
