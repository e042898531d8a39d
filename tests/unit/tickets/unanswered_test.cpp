// A question that nobody answers: its requester is reminded once, then the ticket is closed, and an answer stops it.
#include "tickets/unanswered.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <random>
#include <stdexcept>
#include <thread>

#include "clock/open_day.hpp"
#include "db/query.hpp"
#include "school.hpp"
#include "tickets/change.hpp"
#include "tickets/ticket_store.hpp"

using namespace ansvar;
using namespace ansvar::tests;
using namespace ansvar::tickets;
using schedule::UnansweredDays;
using schedule::UnansweredRules;

namespace {

void agree(School& school, const UnansweredRules& rules) {
    school.database.in_transaction([&](db::Transaction& tx) { schedule::store_unanswered_rules(tx, rules, school.clock.now()); });
    school.database.read([&](db::Session& session) { school.schedule.refresh(session); });
}

std::size_t look(School& school) { return unanswered::run(school.database, school.desk->services(), std::chrono::seconds{10}); }

std::vector<ticket_store::Entry> entries_of(School& school, TicketId id) {
    return school.database.read([&](db::Session& session) { return ticket_store::timeline(session, id, true, school.clock.now()); });
}

/// A ticket that Amir has asked something about.
TicketId asked(School& school) {
    school.database.read([&](db::Session& session) { school.schedule.refresh(session); });
    const auto id = school.file("Skrivaren skriver bara vita papper").id;
    REQUIRE(school.desk->write(id, {.body = "Vilken skrivare?", .then = State::WaitingRequester}, school.person(school.amir), IdempotencyKey::random()));
    return id;
}

Timestamp day(int month, int day, int hour) { return from_stockholm(2026, month, day, hour, 0); }

/// Sometimes it dies, as a process would: before the transaction's end, or with its connection.
class Dying final : public EventListener {
public:
    void happened(db::Transaction& tx, const Ticket&, std::span<const Event> events, Timestamp) override {
        const bool is_of_clock = !events.front().actor;
        const auto fate = is_of_clock ? random_() % 5 : 5;
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

/// What the timeline says of the waiting, in order; each reminder after a question, each closing a whole time after its reminder.
void check_history(School& school, TicketId id) {
    std::optional<Timestamp> asked_at, reminded_at;
    for (const auto& entry : entries_of(school, id)) {
        const auto& event = entry.event;
        const auto& hours = school.schedule.calendars.of(school.ticket(id).role, {})->hours;
        if (event.kind == EventKind::Reminded) {
            REQUIRE(asked_at);
            CHECK_FALSE(reminded_at);  // once
            CHECK(event.at >= clock::open_day(*asked_at, 5, hours)->opens);
            reminded_at = event.at;
        } else if (event.kind == EventKind::StateChanged && event.data.value("unanswered", false)) {
            REQUIRE(reminded_at);
            CHECK_FALSE(event.actor);
            CHECK(event.at >= clock::open_day(*asked_at, 10, hours)->closes);
            CHECK(event.at >= clock::open_day(*reminded_at, 5, hours)->closes);
            asked_at.reset(), reminded_at.reset();
        } else if (event.kind == EventKind::StateChanged || event.kind == EventKind::Reopened || event.kind == EventKind::Replied) {
            const bool waits = event.kind == EventKind::StateChanged && event.data.value("to", "") == "waiting_requester";
            asked_at = waits ? std::optional{event.at} : std::nullopt;
            reminded_at.reset();
        }
    }
    const auto ticket = school.ticket(id);
    CHECK((ticket.state == State::WaitingRequester) == ticket.idle_at.has_value());
    CHECK((!ticket.idle_at || *ticket.idle_at > school.clock.now()));  // nothing is missed
}

}  // namespace

TEST_CASE("a question without an answer: a reminder when the fifth school day begins, and closed when the tenth ends", "[tickets][unanswered]") {
    School school;  // Thursday 12 November, 10:00
    const auto id = asked(school);
    auto ticket = school.ticket(id);
    CHECK(ticket.idle_at == day(11, 19, 8));
    CHECK(ticket.closes_at == day(11, 26, 16));
    CHECK(look(school) == 0);

    school.clock.set(day(11, 19, 8));
    school.listener.kinds.clear();
    CHECK(look(school) == 1);
    CHECK(look(school) == 0);
    CHECK(school.listener.kinds == std::vector<std::string>{"reminded"});
    const auto reminded = school.ticket(id);
    CHECK(reminded.state == State::WaitingRequester);
    CHECK(reminded.version == ticket.version);  // whoever writes in it is not stopped
    CHECK(reminded.idle_at == day(11, 26, 16));
    CHECK(reminded.closes_at == day(11, 26, 16));
    CHECK(entries_of(school, id).back().event.data.at("closes") == to_rfc3339(day(11, 26, 16)));

    school.clock.set(day(11, 26, 16));
    school.listener.kinds.clear();
    CHECK(look(school) == 1);
    CHECK(school.listener.kinds == std::vector<std::string>{"state_changed"});
    ticket = school.ticket(id);
    CHECK(ticket.state == State::Closed);
    CHECK(ticket.resolved_at == day(11, 26, 16));
    CHECK_FALSE(ticket.idle_at);
    CHECK_FALSE(ticket.closes_at);
    CHECK_FALSE(entries_of(school, id).back().event.actor);
    CHECK(look(school) == 0);

    REQUIRE(school.desk->write(id, {.body = "Jag har varit sjuk."}, school.person(school.anna), IdempotencyKey::random()));
    CHECK(school.ticket(id).is_open());  // as any closed ticket
}

TEST_CASE("an answer in between stops it, and another question begins anew", "[tickets][unanswered]") {
    School school;
    const auto id = asked(school);
    school.clock.set(day(11, 19, 9));
    REQUIRE(look(school) == 1);
    SECTION("an answer") {
        REQUIRE(school.desk->write(id, {.body = "Den i A12."}, school.person(school.anna), IdempotencyKey::random()));
        CHECK_FALSE(school.ticket(id).idle_at);
        school.clock.pass(std::chrono::hours{24 * 60});
        CHECK(look(school) == 0);
        CHECK(school.ticket(id).is_open());
    }
    SECTION("another word to the requester") {
        REQUIRE(school.desk->write(id, {.body = "Eller menar du den i B07?"}, school.person(school.amir), IdempotencyKey::random()));
        CHECK(school.ticket(id).idle_at == day(11, 26, 8));
        CHECK(school.ticket(id).closes_at == day(12, 3, 16));
    }
    SECTION("work that goes on") {
        REQUIRE(school.desk->set_state(id, State::InProgress, school.person(school.amir)));
        CHECK_FALSE(school.ticket(id).closes_at);
    }
}

TEST_CASE("nobody's ticket is closed who was not reminded in time: after a time without service the reminder comes first", "[tickets][unanswered]") {
    School school;
    const auto id = asked(school);
    school.clock.set(day(12, 10, 9));  // a Thursday four weeks later
    CHECK(look(school) == 1);
    CHECK(school.ticket(id).state == State::WaitingRequester);
    CHECK(school.ticket(id).closes_at == day(12, 17, 16));
    CHECK(look(school) == 0);
    school.clock.set(day(12, 17, 16));
    CHECK(look(school) == 1);
    CHECK(school.ticket(id).state == State::Closed);
}

TEST_CASE("holidays are no school days, and each role has its own days or none", "[tickets][unanswered]") {
    School school;
    school.clock.set(day(12, 18, 10));  // Friday before Christmas; Thursday 24 to Saturday 26, New Year's Eve and Day, Epiphany: closed
    const auto id = asked(school);
    CHECK(school.ticket(id).idle_at == from_stockholm(2026, 12, 29, 8, 0));
    CHECK(school.ticket(id).closes_at == from_stockholm(2027, 1, 8, 16, 0));

    agree(school, {.school = UnansweredDays{5, 10}, .roles = {{school.ticket(id).role, UnansweredDays{1, 2}}}});
    CHECK(look(school) == 1);  // looked at anew, not due
    CHECK(school.ticket(id).idle_at == from_stockholm(2026, 12, 21, 8, 0));
    CHECK(school.ticket(id).closes_at == from_stockholm(2026, 12, 22, 16, 0));

    agree(school, {.school = UnansweredDays{5, 10}, .roles = {{school.ticket(id).role, std::nullopt}}});
    CHECK(look(school) == 1);
    CHECK_FALSE(school.ticket(id).idle_at);
    school.clock.pass(std::chrono::hours{24 * 90});
    CHECK(look(school) == 0);

    agree(school, {});  // the whole school: never
    const auto other = asked(school);
    CHECK_FALSE(school.ticket(other).idle_at);
}

TEST_CASE("what somebody has put off until a day is left alone until then", "[tickets][unanswered]") {
    School school;
    const auto id = asked(school);
    const auto until = day(12, 1, 7);
    REQUIRE(school.desk->change(id, Action::Handle, school.person(school.amir), {}, [&](Change& change) -> std::optional<Refusal> {
        change.snooze(until);
        return {};
    }));
    CHECK(school.ticket(id).idle_at == until);
    CHECK_FALSE(school.ticket(id).closes_at);
    school.clock.set(day(11, 27, 9));
    CHECK(look(school) == 0);
    school.clock.set(day(12, 1, 9));
    CHECK(look(school) == 1);
    CHECK(entries_of(school, id).back().event.kind == EventKind::Reminded);
}

TEST_CASE("what waited, or was never counted, before there were these rules is looked at soon", "[tickets][unanswered]") {
    School school;
    const auto id = asked(school);
    const db::Query before{"tests/before", "UPDATE tickets SET closes_at = NULL, idle_at = opened_at"};  // as migration 0050 leaves it
    school.database.execute_once(before);
    CHECK(look(school) == 1);
    CHECK(school.ticket(id).idle_at == day(11, 19, 8));
    CHECK(school.ticket(id).closes_at == day(11, 26, 16));
}

TEST_CASE("in weeks of questions nobody is reminded twice or forgotten, with two schedulers that die at random", "[tickets][unanswered]") {
    School school;
    school.database.read([&](db::Session& session) { school.schedule.refresh(session); });
    Dying listener_one, listener_two;
    const auto& desk = school.desk->services();
    const auto scheduler = [&](EventListener& listener) {
        return DeskServices{.database = desk.database, .clock = desk.clock, .router = desk.router, .roles = desk.roles, .staff = desk.staff,
                            .schedule = desk.schedule, .reachable = desk.reachable, .listener = listener};
    };
    const auto one = scheduler(listener_one), two = scheduler(listener_two);
    const auto tell = [&](const DeskServices& services) {
        try {
            unanswered::run(school.database, services, std::chrono::seconds{10});
        } catch (const db::Error&) {  // a lost connection: the next beat
        }
    };
    std::mt19937 random{11};
    const auto amir = school.person(school.amir), anna = school.person(school.anna);
    std::vector<TicketId> all;
    const auto end = school.clock.now() + std::chrono::hours{24 * 140};  // over Christmas and the sportlov
    for (int turn = 0; school.clock.now() < end; ++turn) {
        if (turn % 12 == 0) {
            all.push_back(school.file("Skrivaren skriver bara vita papper").id);
            REQUIRE(school.desk->set_state(all.back(), State::WaitingRequester, amir));
        }
        if (const auto id = all[random() % all.size()]; random() % 10 == 0) {
            school.desk->write(id, {.body = "Den i A12."}, anna, IdempotencyKey::random());
        } else if (random() % 10 == 0) {
            school.desk->set_state(id, State::WaitingRequester, amir);
        }
        std::thread beside{[&] { tell(two); }};
        tell(one);
        beside.join();
        school.clock.pass(std::chrono::minutes{30 + random() % 900});
    }
    for (int beats = 0; beats < 20; ++beats) {  // what died last
        tell(one);
    }
    std::size_t closed = 0;
    for (const auto id : all) {
        CAPTURE(id.value, school.timeline(id));
        check_history(school, id);
        const auto entries = entries_of(school, id);
        closed += std::any_of(entries.begin(), entries.end(), [](const auto& entry) { return entry.event.data.value("unanswered", false); }) ? 1U : 0U;
    }
    CHECK(closed > 3);
    CHECK(listener_one.deaths + listener_two.deaths > 5);
}
