// Which ticket is next, and why.
#include <catch2/catch.hpp>

#include "school.hpp"
#include "tickets/next_ticket.hpp"
#include "tickets/presence.hpp"

using namespace ansvar;
using namespace ansvar::tickets;
using next_ticket::Candidate;
using next_ticket::Reason;
using tests::School;

namespace {

const auto now = from_stockholm(2026, 11, 12, 10, 0);  // a Thursday
constexpr std::chrono::hours hour{1};

Candidate candidate(std::uint64_t id, Timestamp due) { return {.id = TicketId{id}, .due_at = due, .opened_at = now - hour}; }
const auto late = candidate(1, now - hour);
const auto later = candidate(2, now - 2 * hour);
const auto urgent = [] { auto one = candidate(3, now + 90 * hour); one.priority = Priority::Urgent; return one; }();
const auto answered = [] { auto one = candidate(4, now + 90 * hour); one.is_mine = one.requester_wrote = true; return one; }();
const auto today = candidate(5, now + 2 * hour);
const auto old = [] { auto one = candidate(6, now + 99 * hour); one.opened_at = now - 99 * hour; return one; }();
const auto fresh = candidate(7, now + 90 * hour);
const auto mine = [] { auto one = candidate(8, now + 80 * hour); one.is_mine = true; return one; }();

}  // namespace

TEST_CASE("tickets come up in the order of their reasons", "[tickets]") {
    std::vector<Candidate> left{mine, fresh, old, today, answered, urgent, late, later};
    std::vector<std::pair<std::uint64_t, Reason>> order;
    while (const auto choice = next_ticket::choose(left, now)) {
        order.emplace_back(choice->id.value, choice->reason);
        std::erase_if(left, [&](const Candidate& each) { return each.id == choice->id; });
    }
    CHECK(order == std::vector<std::pair<std::uint64_t, Reason>>{{2, Reason::Late},
                                                                 {1, Reason::Late},
                                                                 {3, Reason::Urgent},
                                                                 {4, Reason::Answered},
                                                                 {5, Reason::DueToday},
                                                                 {6, Reason::Unassigned},
                                                                 {7, Reason::Unassigned},
                                                                 {8, Reason::Due}});
    CHECK(!next_ticket::choose({}, now));
}

TEST_CASE("the reply of a requester counts only in one's own ticket", "[tickets]") {
    auto theirs = answered;
    theirs.is_mine = false;
    CHECK(next_ticket::reason_of(theirs, now) == Reason::Unassigned);
}

TEST_CASE("the next ticket is one's own or nobody's, and no colleague is in it", "[tickets]") {
    School school;
    school.clock.set(from_stockholm(2026, 11, 12, 15, 0));  // so late that nothing falls due today
    const auto amir = school.person(school.amir), sara = school.person(school.sara), anna = school.person(school.anna);
    const auto first = school.file("Skrivaren 1", "B017").id;
    school.clock.pass(std::chrono::minutes{5});
    const auto second = school.file("Skrivaren 2", "B017").id, third = school.file("Skrivaren 3", "B017").id, fourth = school.file("Skrivaren 4", "B017").id;
    REQUIRE(school.desk->assign(first, school.sara, sara));
    REQUIRE(school.desk->set_state(fourth, State::WaitingOther, amir));
    const auto next = [&](const identity::Person& reader, std::optional<TicketId> not_this = {}) {
        return school.database.read([&](db::Session& session) { return next_ticket::find(session, RoleCode{"ITS"}, reader, school.clock.now(), not_this); });
    };
    CHECK(next(amir)->id == second);
    CHECK(next(amir)->reason == Reason::Unassigned);
    CHECK(next(sara)->id == second);
    CHECK(next(amir, second)->id == third);

    presence::note(school.database, second, school.sara, presence::Doing::Looking, school.clock.now());
    CHECK(next(amir)->id == third);
    CHECK(next(sara)->id == second);
    presence::note(school.database, third, school.sara, presence::Doing::Writing, school.clock.now());
    CHECK(!next(amir));
    school.clock.pass(std::chrono::minutes{1});
    CHECK(next(amir)->id == second);

    // Sara has replied, and Anna after her.
    const auto key = [] { return IdempotencyKey::random(); };
    REQUIRE(school.desk->write(first, {.body = "Vi tittar på det"}, sara, key()));
    CHECK(next(sara)->id == second);
    REQUIRE(school.desk->write(first, {.body = "Det brinner"}, anna, key()));
    CHECK(next(sara)->id == first);
    CHECK(next(sara)->reason == Reason::Answered);
    REQUIRE(school.desk->set_priority(third, Priority::Urgent, amir));
    CHECK(next(sara)->id == third);
}

TEST_CASE("a confidential ticket is next for those alone who see it", "[tickets]") {
    School school;
    const auto amir = school.person(school.amir);
    const auto hidden = school.file("Skrivaren 1", "B017").id;
    REQUIRE(school.desk->set_confidentiality(hidden, Confidentiality::Named, "", amir, {}));
    school.database.read([&](db::Session& session) {
        CHECK(next_ticket::find(session, RoleCode{"ITS"}, amir, school.clock.now())->id == hidden);
        CHECK(!next_ticket::find(session, RoleCode{"ITS"}, school.person(school.sara), school.clock.now()));
    });
}
