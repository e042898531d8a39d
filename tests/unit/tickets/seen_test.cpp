// An answer that the requester has not been shown is new to them.
#include <catch2/catch.hpp>

#include "queries/tickets.hpp"
#include "school.hpp"

using namespace ansvar;
using namespace ansvar::tests;
using namespace ansvar::tickets;

namespace {

/// Anna's tickets as her list has them: those with a new answer, or the others that are open or done.
std::vector<std::uint64_t> mine(School& school, bool is_new, bool is_open = true) {
    std::vector<std::uint64_t> numbers;
    for (const auto& row : school.database.read([&](db::Session& session) {
             return session.rows(queries::tickets::select_my_tickets, {{"person_id", school.anna},
                                                                       {"is_new", is_new},
                                                                       {"is_open", is_open},
                                                                       {"now", school.clock.now()},
                                                                       {"before_change", school.clock.now() + std::chrono::hours{1}},
                                                                       {"before_id", 1'000'000},
                                                                       {"page_size", 50}});
         })) {
        numbers.push_back(row.unsigned_integer("id"));
    }
    return numbers;
}

using Numbers = std::vector<std::uint64_t>;

}  // namespace

TEST_CASE("a ticket with an answer its requester has not been shown stands apart, open or done, until it is", "[tickets]") {
    School school;
    const auto ticket = school.file("Skrivaren skriver bara vita papper");
    const auto other = school.file("Projektorn blinkar");
    const auto number = ticket.id.value;
    const auto amir = school.person(school.amir), anna = school.person(school.anna);
    const auto write = [&](const Message& message, const identity::Person& by) { return school.desk->write(ticket.id, message, by, IdempotencyKey::random()).value(); };
    write({.body = "Det är bråttom"}, anna);
    write({.is_note = true, .body = "Tonern är slut"}, amir);
    CHECK(mine(school, true).empty());
    CHECK(mine(school, false) == Numbers{other.id.value, number});

    const auto answer = write({.body = "Jag kommer", .then = State::Resolved, .undo = {"ett"}}, amir);
    CHECK(mine(school, true).empty());  // Amir can still take it back
    school.clock.pass(std::chrono::minutes{1});
    CHECK(mine(school, true) == Numbers{number});
    CHECK(mine(school, false, false).empty());

    const auto shown = [&](std::int64_t seq) { school.database.execute_once(queries::tickets::put_seen, {{"ticket_id", ticket.id}, {"seq", seq}}); };
    shown(answer.seq);
    shown(1);  // a page from before takes nothing back
    CHECK(mine(school, true).empty());
    CHECK(mine(school, false, false) == Numbers{number});
    write({.body = "Nu är det klart"}, amir);
    CHECK(mine(school, true) == Numbers{number});
}
