#include <catch2/catch.hpp>

#include "identity/departure.hpp"
#include "school.hpp"
#include "tickets/open_work.hpp"

using namespace ansvar;
using namespace ansvar::tickets;
using tests::School;
using Kinds = std::vector<std::string>;

namespace {

void let_leave(School& school, PersonId person) {
    DeskWork work{*school.desk};
    const auto left = school.database.in_transaction(
        [&](db::Transaction& tx) { return identity::leave(tx, person, &work, identity::Actor::command(), school.clock.now()); });
    REQUIRE(left);
    work.committed();
}

}  // namespace

TEST_CASE("the open tickets of somebody who leaves go back to their queue, as events", "[tickets][departure]") {
    School school;
    const auto open = school.file("Skrivaren drar snett", "B017"), done = school.file("Projektorn lyser inte", "B017");
    const auto amir = school.person(school.amir);
    REQUIRE(school.desk->assign(open.id, school.amir, amir));
    REQUIRE(school.desk->assign(done.id, school.amir, amir));
    REQUIRE(school.desk->set_state(done.id, State::Resolved, amir));
    school.listener.kinds.clear();
    let_leave(school, school.amir);
    const auto after = school.ticket(open.id);
    CHECK_FALSE(after.assignee);
    CHECK(after.state == State::New);
    CHECK(after.role.value == "ITS");
    CHECK(school.listener.kinds == Kinds{"assigned", "state_changed"});
    CHECK(school.ticket(done.id).assignee == school.amir);  // what is done stays
    CHECK(school.ticket(done.id).state == State::Resolved);
}

TEST_CASE("what only the one who leaves could see goes to triage", "[tickets][departure]") {
    School school;
    const auto own = school.file("Byt bild på infoskärmen", "B118"), manager = school.file("Vem betalar datorn?", "B010", school.anna);
    REQUIRE(own.assignee == school.anders);
    REQUIRE(manager.assignee == school.karin);
    let_leave(school, school.anders);
    let_leave(school, school.karin);
    for (const auto id : {own.id, manager.id}) {
        const auto after = school.ticket(id);
        CHECK_FALSE(after.assignee);
        CHECK(after.role.value == "TRIAGE");
    }
}

TEST_CASE("before somebody leaves the reader is shown only tickets that they may see", "[tickets][departure]") {
    School school;
    const auto open = school.file("Skrivaren drar snett", "B017"), sealed = school.file("Förtroligt om ett lås", "B049");
    REQUIRE(sealed.confidential);
    const auto amir = school.person(school.amir);
    for (const auto id : {open.id, sealed.id}) {
        REQUIRE(school.desk->assign(id, school.amir, amir));
    }
    const auto listed = school.database.read([&](db::Session& session) {
        return DeskWork{*school.desk}.list(session, school.amir, school.person(school.vera));
    });
    REQUIRE(listed.size() == 1);
    CHECK(listed[0].number == open.id);
    let_leave(school, school.amir);
    CHECK_FALSE(school.ticket(sealed.id).assignee);  // handed back all the same
}

TEST_CASE("a ticket that nobody has and only the one who leaves reads is seen by its queue again", "[tickets][departure]") {
    School school;
    const auto secret = school.file("Om en kollega", "B017");
    REQUIRE_FALSE(secret.assignee);
    REQUIRE(school.desk->set_confidentiality(secret.id, Confidentiality::Named, "", school.person(school.amir), identity::Actor::command()));
    REQUIRE(school.ticket(secret.id).named_only);
    let_leave(school, school.amir);
    CHECK_FALSE(school.ticket(secret.id).named_only);
    CHECK(school.ticket(secret.id).confidential);
}
