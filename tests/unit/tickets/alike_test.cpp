// "Flera har samma": what counts as the same, who is shown it, and one answer to all.
#include <catch2/catch.hpp>

#include "school.hpp"
#include "tickets/alike.hpp"
#include "tickets/answer_all.hpp"
#include "tickets/drafts.hpp"
#include "tickets/attachments.hpp"
#include "tickets/links.hpp"

using namespace ansvar;
using namespace ansvar::tests;
using namespace ansvar::tickets;

namespace {

using Numbers = std::vector<TicketId>;

Numbers numbers(const std::vector<alike::OneOfMany>& group) {
    Numbers ids;
    for (const auto& each : group) {
        ids.push_back(each.id);
    }
    return ids;
}

Numbers like(School& school, TicketId id, PersonId reader) {
    const auto person = school.person(reader);
    const auto ticket = school.ticket(id);
    return numbers(school.database.read([&](db::Session& session) { return alike::of_ticket(session, ticket, person); }));
}

Numbers in_its(School& school, PersonId reader) {
    const auto person = school.person(reader);
    return numbers(school.database.read([&](db::Session& session) { return alike::in_queue(session, RoleCode{"ITS"}, person, school.clock.now()); }));
}

/// Three teachers whose printer is broken.
struct Morning : School {
    Ticket one = file("Skrivaren på plan 2 skriver inte ut", "B017", anna);
    Ticket two = file("Skrivaren skriver inte ut något", "B017", jonas);
    Ticket three = file("Inget kommer ur skrivaren", "B017", anders);
    identity::Person agent = person(amir);

    void gather() {
        for (const auto& child : {two.id, three.id}) {
            REQUIRE(links::add(*desk, child, one.id, links::Kind::Parent, agent));
        }
    }
    std::ptrdiff_t replies(TicketId ticket) {
        const auto kinds = timeline(ticket);
        return std::count(kinds.begin(), kinds.end(), "replied");
    }
    Below below(PersonId who) {
        const auto person_ = person(who);
        return database.read([&](db::Session& session) { return open_below(session, one.id, person_, clock.now()); });
    }
};

}  // namespace

TEST_CASE("a room tells its house", "[tickets]") {
    for (const auto& [room, house] : {std::pair{"B214", "B"}, {"b 214", "B"}, {"Hus B", "B"}, {"hus B, 214", "B"}, {"Sal C3", "C"}, {"B", "B"},
                                      {"Biblioteket", ""}, {"214", ""}, {"", ""}, {"Å12", ""}, {"bår", ""}}) {
        CAPTURE(room);
        CHECK(alike::house_of(room) == house);
    }
}

TEST_CASE("three people's tickets of one area with a word in common are the same thing", "[tickets]") {
    Morning school;
    const Numbers all{school.one.id, school.two.id, school.three.id};
    CHECK(like(school, school.two.id, school.amir) == all);
    CHECK(in_its(school, school.amir) == all);

    SECTION("not three tickets of two people") {
        const auto again = school.file("Skrivaren skriver fortfarande inte", "B017", school.jonas);
        REQUIRE(school.desk->set_state(school.three.id, State::Resolved, school.agent));
        CHECK(like(school, again.id, school.amir).empty());
        CHECK(in_its(school, school.amir).empty());
    }
    SECTION("not what came five hours later") {
        school.clock.pass(std::chrono::hours{5});
        const auto late = school.file("Skrivaren skriver inte ut", "B017", school.karin);
        CHECK(like(school, late.id, school.amir).empty());
        CHECK(in_its(school, school.amir).empty());
        CHECK(like(school, school.one.id, school.amir) == all);
    }
    SECTION("not the area alone") {
        const auto other = school.file("Toner är slut", "B017", school.karin);
        const auto found = like(school, school.one.id, school.amir);
        CHECK(std::find(found.begin(), found.end(), other.id) == found.end());
    }
    SECTION("never a confidential one") {
        REQUIRE(school.desk->set_confidentiality(school.two.id, Confidentiality::Queue, "", school.agent, {}));
        CHECK(like(school, school.one.id, school.amir).empty());
        CHECK(like(school, school.two.id, school.amir).empty());
        CHECK(in_its(school, school.amir).empty());
    }
    SECTION("only for those who work in their queue") {
        for (const auto who : {school.anna, school.erik, school.vera, school.karin}) {
            CHECK(like(school, school.one.id, who).empty());
            CHECK(in_its(school, who).empty());
        }
    }
    SECTION("gathered they are no suggestion any more") {
        school.gather();
        CHECK(like(school, school.two.id, school.amir).empty());
        CHECK(in_its(school, school.amir).empty());
    }
}

TEST_CASE("one answer goes to all that are gathered, and is taken back from all at once", "[tickets]") {
    Morning school;
    school.gather();
    CHECK(school.below(school.amir).answered == Numbers{school.two.id, school.three.id});
    const Message message{.body = "Skrivaren är lagad", .then = State::Resolved, .undo = {"alla"}};
    const auto answer = [&] {
        const auto written = school.desk->write(school.one.id, message, school.agent, IdempotencyKey{"formulär", "form"});
        answer_below(*school.desk, written.value(), message, school.agent, "formulär");
    };
    answer();
    for (const auto& id : {school.one.id, school.two.id, school.three.id}) {
        CHECK(school.ticket(id).state == State::Resolved);
    }
    SECTION("the same form twice is one answer") {
        REQUIRE(school.desk->set_state(school.two.id, State::InProgress, school.agent));
        answer();
        CHECK(school.replies(school.two.id) == 1);
    }
    SECTION("undone") {
        CHECK(school.desk->undo("alla", school.agent).undone.size() == 3);
        for (const auto& id : {school.one.id, school.two.id, school.three.id}) {
            CHECK(school.ticket(id).is_open());
        }
    }
}

TEST_CASE("the files of an answer to all come with it everywhere", "[tickets]") {
    Morning school;
    school.gather();
    auto stored = attachments::store(school.database, {{.file_name = "så här.txt", .declared_type = "text/plain", .bytes = "Tryck på knappen"}}, school.amir, school.clock.now());
    const Message message{.body = "Gör så här", .files = stored.value()};
    answer_below(*school.desk, school.desk->write(school.one.id, message, school.agent, IdempotencyKey::random()).value(), message, school.agent, "");
    for (const auto& id : {school.one.id, school.two.id, school.three.id}) {
        const auto files = school.database.read([&](db::Session& session) { return attachments::list(session, id); });
        REQUIRE(files.size() == 1);
        CHECK(files.front().name == "så här.txt");
    }
}

TEST_CASE("an answer to all leaves what was begun to write in each of them", "[tickets]") {
    Morning school;
    school.gather();
    school.database.in_transaction([&](db::Transaction& tx) { drafts::save(tx, school.two.id, school.amir, drafts::Kind::Reply, "En fråga till", school.clock.now()); });
    const Message message{.body = "Lagad", .ends_draft = true};
    answer_below(*school.desk, school.desk->write(school.one.id, message, school.agent, IdempotencyKey::random()).value(), message, school.agent, "");
    CHECK(school.replies(school.two.id) == 1);
    CHECK(school.database.read([&](db::Session& session) { return drafts::load(session, school.two.id, school.amir); }).reply == "En fråga till");
}

TEST_CASE("of many that came within hours those nearest to a ticket are looked through", "[tickets]") {
    Morning school;
    for (int i = 0; i < 110; ++i) {  // later, of another area
        school.clock.pass(std::chrono::minutes{1});
        school.file("Mus " + std::to_string(i), "B003", school.karin);
    }
    CHECK(like(school, school.two.id, school.amir) == Numbers{school.one.id, school.two.id, school.three.id});
}

TEST_CASE("what refuses an answer to all is named", "[tickets]") {
    Morning school;
    school.gather();
    REQUIRE(school.desk->set_confidentiality(school.three.id, Confidentiality::Queue, "", school.agent, {}));
    const Message message{.body = "Lagad nu, @" + school.person(school.vera).name};
    const auto written = school.desk->write(school.one.id, message, school.agent, IdempotencyKey::random());
    CHECK(answer_below(*school.desk, written.value(), message, school.agent, "") == Numbers{school.three.id});
    CHECK(school.replies(school.two.id) == 1);
    CHECK(school.replies(school.three.id) == 0);
}

TEST_CASE("what one may not handle is left out of an answer to all, and named", "[tickets]") {
    Morning school;
    school.gather();
    SECTION("in another queue") {
        REQUIRE(school.desk->reroute(school.three.id, "VAKT", "Fel dörr", school.agent));
        const auto below = school.below(school.amir);
        CHECK(below.answered == Numbers{school.two.id});
        CHECK(below.left_out.empty());  // not even seen any more
        CHECK(school.below(school.jonas).left_out == Numbers{school.two.id});
        CHECK(school.below(school.jonas).answered.empty());
        answer_below(*school.desk, {school.ticket(school.one.id), 1}, {.body = "Lagad"}, school.agent, "");
        CHECK(school.replies(school.three.id) == 0);
        CHECK(school.replies(school.two.id) == 1);
    }
    SECTION("done already") {
        REQUIRE(school.desk->set_state(school.three.id, State::Closed, school.agent));
        CHECK(school.below(school.amir).answered == Numbers{school.two.id});
    }
}
