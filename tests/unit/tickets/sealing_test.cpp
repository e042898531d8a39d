// A ticket that becomes confidential: nobody follows it who would not see it otherwise, and what goes on in it comes along.
#include <catch2/catch.hpp>

#include <algorithm>

#include "school.hpp"
#include "tickets/links.hpp"
#include "tickets/merge.hpp"
#include "tickets/search.hpp"
#include "tickets/timeline_view.hpp"
#include "tickets/watchers.hpp"

using namespace ansvar;
using namespace ansvar::tests;
using namespace ansvar::tickets;

namespace {

struct Sealing : School {
    ticket_store::Found found(TicketId id, PersonId who) {
        return database.read([&](db::Session& session) { return ticket_store::find(session, id, who, clock.now()).value(); });
    }
    bool may_do(PersonId who, Action action, TicketId id) {
        const auto one = found(id, who);
        return may(person(who), action, one.ticket, one.ties);
    }
    bool sees(PersonId who, TicketId id) { return may_do(who, Action::View, id); }
    bool follows(PersonId who, TicketId id) {
        const auto ties = found(id, who).ties;
        return ties.follows || ties.is_watcher;
    }
    bool finds(PersonId who, const char* word) {
        const auto reader = person(who);
        return !database.read([&](db::Session& session) { return find_tickets(session, Question{word}, reader, {}, 50).tickets; }).empty();
    }
    Result<Ticket, Refusal> seal(TicketId id, Confidentiality to, PersonId by) {
        return desk->set_confidentiality(id, to, "", person(by), identity::Actor::command());
    }
};

}  // namespace

TEST_CASE("whoever follows a ticket by themself reads it and does not answer; whoever is copied in does both", "[tickets]") {
    Sealing school;
    const auto id = school.file("Skrivaren står", "B017").id;
    REQUIRE(watchers::watch(*school.desk, id, true, school.person(school.karin)));  // a manager, who only looks
    CHECK(school.follows(school.karin, id));
    CHECK(school.sees(school.karin, id));
    CHECK_FALSE(school.may_do(school.karin, Action::Reply, id));
    REQUIRE(watchers::add(*school.desk, id, "karin@skola.example", school.person(school.amir)));
    CHECK(school.may_do(school.karin, Action::Reply, id));
    CHECK(school.timeline(id) == std::vector<std::string>{"opened", "watchers_changed", "watchers_changed"});
    REQUIRE(watchers::watch(*school.desk, id, true, school.person(school.karin)));  // is nothing new
    CHECK(school.may_do(school.karin, Action::Reply, id));
    CHECK(school.timeline(id).size() == 3);
}

TEST_CASE("when a ticket becomes confidential those who would not see it otherwise follow it no more", "[tickets]") {
    Sealing school;
    const auto id = school.file("Skrivaren står", "B017").id;
    REQUIRE(watchers::watch(*school.desk, id, true, school.person(school.karin)));
    REQUIRE(watchers::watch(*school.desk, id, true, school.person(school.vera)));
    REQUIRE(watchers::watch(*school.desk, id, true, school.person(school.sara)));
    REQUIRE(watchers::add(*school.desk, id, "jonas@skola.example", school.person(school.amir)));
    const auto only_sara_stays = [&] {
        for (const auto who : {school.karin, school.vera, school.jonas}) {
            CHECK_FALSE(school.follows(who, id));
            CHECK_FALSE(school.sees(who, id));
            CHECK_FALSE(school.finds(who, "skrivaren"));
        }
        CHECK(school.follows(school.sara, id));
        const auto kinds = school.timeline(id);
        CHECK(std::count(kinds.begin(), kinds.end(), "watchers_changed") == 4 + 3);
    };
    SECTION("by a press") {
        REQUIRE(school.seal(id, Confidentiality::Queue, school.anna));
        only_sara_stays();
    }
    SECTION("for named readers, who are others") {
        REQUIRE(school.seal(id, Confidentiality::Named, school.amir));
        CHECK_FALSE(school.follows(school.sara, id));
    }
    SECTION("by the area it goes to, whose queue others work in") {
        REQUIRE(school.desk->reroute(id, "B056", "", school.person(school.amir)));
        REQUIRE(school.ticket(id).confidential);
        CHECK_FALSE(school.follows(school.sara, id));
        CHECK_FALSE(school.follows(school.vera, id));
    }
}

TEST_CASE("what is confidential is followed for as long as one works with it, not for ever", "[tickets]") {
    Sealing school;
    const auto id = school.file("Skrivaren står", "B017").id;
    REQUIRE(watchers::add(*school.desk, id, "sara@skola.example", school.person(school.amir)));
    REQUIRE(school.seal(id, Confidentiality::Queue, school.amir));
    CHECK(school.sees(school.sara, id));
    const db::Query leave{"test/leave", "DELETE FROM role_holders WHERE person_id = " + school.sara.text()};
    school.database.execute_once(leave);
    CHECK_FALSE(school.sees(school.sara, id));
    CHECK_FALSE(school.finds(school.sara, "skrivaren"));
}

TEST_CASE("the requester whom a merge brought does not read on when the other ticket becomes confidential", "[tickets]") {
    Sealing school;
    const auto source = school.file("Nätet är borta", "B003", school.jonas).id, target = school.file("Inget nät i hus B", "B003").id;
    REQUIRE(merging::merge(*school.desk, source, target, school.person(school.amir)));
    REQUIRE(school.sees(school.jonas, target));
    REQUIRE(school.seal(target, Confidentiality::Queue, school.amir));
    CHECK_FALSE(school.sees(school.jonas, target));
    CHECK_FALSE(school.may_do(school.jonas, Action::Reply, target));
    CHECK(school.sees(school.jonas, source));  // their own
    REQUIRE(merging::unmerge(*school.desk, source, school.person(school.amir)));
    CHECK_FALSE(school.sees(school.jonas, target));
}

TEST_CASE("what goes on in a ticket becomes confidential with it", "[tickets]") {
    Sealing school;
    const auto amir = school.person(school.amir);
    const auto one = school.file("Det gäller Kalle", "B003").id, two = school.file("Det gäller honom", "B003").id, three = school.file("Samma sak", "B003").id;
    REQUIRE(merging::merge(*school.desk, one, two, amir));
    REQUIRE(merging::merge(*school.desk, two, three, amir));
    SECTION("through a chain, by a press") {
        REQUIRE(watchers::watch(*school.desk, three, true, school.person(school.karin)));
        REQUIRE(school.seal(three, Confidentiality::Queue, school.anna));
        for (const auto id : {one, two, three}) {
            CHECK(school.ticket(id).confidential);
            CHECK_FALSE(school.sees(school.vera, id));
            CHECK(school.timeline(id).back() == (id == three ? "watchers_changed" : "confidentiality_changed"));
        }
        CHECK_FALSE(school.finds(school.vera, "kalle"));
        CHECK(school.finds(school.sara, "kalle"));
        REQUIRE(school.seal(three, Confidentiality::Named, school.amir));
        CHECK(school.ticket(one).named_only);
        CHECK_FALSE(school.sees(school.sara, one));
        CHECK(school.sees(school.amir, one));
    }
    SECTION("by the area the last one goes to") {
        REQUIRE(school.desk->reroute(three, "B056", "", amir));
        CHECK(school.ticket(one).confidential);
        CHECK(school.ticket(two).confidential);
    }
    SECTION("and can be sealed by itself, not opened again while it goes on there") {
        REQUIRE(school.seal(one, Confidentiality::Queue, school.anna));
        CHECK(school.ticket(one).confidential);
        CHECK_FALSE(school.ticket(three).confidential);
        CHECK(school.desk->set_confidentiality(one, Confidentiality::Open, "Nej", amir, identity::Actor::command()).error().kind == Refusal::Kind::NotAllowed);
    }
}

TEST_CASE("who seals a ticket for named readers gets no ticket to read that was not theirs", "[tickets]") {
    Sealing school;
    const auto vakt = school.file("Dörren går inte att låsa", "B051").id, its = school.file("Dörren och datorn", "B003").id;
    REQUIRE(merging::merge(*school.desk, vakt, its, school.person(school.vera)));
    REQUIRE(school.seal(its, Confidentiality::Named, school.amir));
    CHECK(school.ticket(vakt).confidentiality() == Confidentiality::Queue);
    CHECK_FALSE(school.sees(school.amir, vakt));
    CHECK(school.sees(school.erik, vakt));  // somebody is left to answer
    CHECK_FALSE(school.sees(school.vera, vakt));
}

TEST_CASE("behind a broken glass nothing is linked", "[tickets]") {
    Sealing school;
    const auto sealed = school.file("Kod till larmet", "B056").id, plain = school.file("Skrivaren står", "B017").id;
    const auto vera = school.person(school.vera);
    school.desk->break_glass(sealed, "Föräldern ringde rektorn", vera, identity::Actor::command());
    REQUIRE(school.may_do(school.vera, Action::Notes, sealed));
    const auto before = school.timeline(sealed);
    const auto refused = links::add(*school.desk, plain, sealed, links::Kind::Related, vera);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().fields.front().code == "unknown-ticket");
    CHECK(school.timeline(sealed) == before);
    REQUIRE(school.desk->add_reader(sealed, "amir@skola.example", "Behövs", school.person(school.erik), identity::Actor::command()));
    REQUIRE(links::add(*school.desk, plain, sealed, links::Kind::Related, school.person(school.amir)));
    CHECK_FALSE(links::remove(*school.desk, plain, sealed, vera));
    CHECK(links::remove(*school.desk, plain, sealed, school.person(school.amir)));
}

TEST_CASE("the timeline names no ticket that its reader may not see", "[tickets]") {
    Sealing school;
    const auto amir = school.person(school.amir);
    const auto here = school.file("Skrivaren står", "B003").id, sealed = school.file("Hemligt", "B003").id, vakt = school.file("Dörren", "B051").id,
               source = school.file("Skrivaren står", "B003", school.jonas).id;
    REQUIRE(school.seal(sealed, Confidentiality::Queue, school.amir));
    REQUIRE(links::add(*school.desk, here, sealed, links::Kind::Related, amir));
    REQUIRE(links::add(*school.desk, here, vakt, links::Kind::Related, school.person(school.vera)));
    REQUIRE(merging::merge(*school.desk, source, here, amir));
    const auto named = [&](PersonId who) {
        const auto reader = school.person(who);
        std::vector<std::uint64_t> numbers;
        school.database.read([&](db::Session& session) {
            auto timeline = ticket_store::timeline(session, here, true, school.clock.now());
            hide_unseen(session, reader, timeline);
            for (const auto& entry : timeline) {
                for (const auto* key : {"ticket", "from"}) {
                    if (entry.event.data.contains(key)) {
                        numbers.push_back(entry.event.data[key].is_null() ? 0 : entry.event.data[key].get<std::uint64_t>());
                    }
                }
            }
        });
        return numbers;
    };
    using Numbers = std::vector<std::uint64_t>;
    CHECK(named(school.amir) == Numbers{sealed.value, 0, source.value});
    CHECK(named(school.vera) == Numbers{0, vakt.value, source.value});
    CHECK(named(school.anna) == Numbers{sealed.value, vakt.value, 0});  // their requester
    CHECK(named(school.jonas) == Numbers{0, 0, source.value});
    CHECK(named(school.karin) == Numbers{0, vakt.value, source.value});
}
