// "@Sara Hult": Sara follows the ticket from then on and hears of it, unless it is not hers to read.
#include "tickets/mentions.hpp"

#include <catch2/catch.hpp>

#include "school.hpp"

using namespace ansvar;
using namespace ansvar::tests;
using namespace ansvar::tickets;

namespace {

std::vector<std::string> found(std::string_view text) {
    static const std::vector<ticket_store::Named> people{{PersonId{1}, "Sara Hult", "", "", ""},
                                                         {PersonId{2}, "Sara Hultén", "", "", ""},
                                                         {PersonId{3}, "Bo Ek", "", "", ""},
                                                         {PersonId{4}, "Sara Hult Berg", "", "", ""}};
    std::vector<std::string> names;
    for (const auto& person : mentions::find(text, people)) {
        names.push_back(person.name);
    }
    return names;
}

std::vector<std::string> watchers(School& school, TicketId id) {
    std::vector<std::string> names;
    for (const auto& one : school.database.read([&](db::Session& session) { return ticket_store::list_watchers(session, id); })) {
        names.push_back(one.name);
    }
    return names;
}

}  // namespace

TEST_CASE("a name after an @ is the longest one that fits", "[tickets]") {
    using Names = std::vector<std::string>;
    CHECK(found("@Sara Hult kan du?") == Names{"Sara Hult"});
    CHECK(found("Hej @sara hult, @BO EK!") == Names{"Sara Hult", "Bo Ek"});
    CHECK(found("@Sara Hultén") == Names{"Sara Hultén"});
    CHECK(found("@Sara Hult Berg och @Sara Hult") == Names{"Sara Hult Berg", "Sara Hult"});
    CHECK(found("@Sara Hultberg").empty());
    CHECK(found("Sara Hult, sara@Bo Ek, ulla@skola.example").empty());
    CHECK(found("@Bo Ek @Bo Ek") == Names{"Bo Ek"});
}

TEST_CASE("who is mentioned follows the ticket, and that stands in its timeline", "[tickets]") {
    School school;
    const auto ticket = school.file("Skrivaren är trasig");
    const auto amir = school.person(school.amir), rebecka = school.person(school.rebecka);
    REQUIRE(school.desk->write(ticket.id, {.is_note = true, .body = "@" + rebecka.name + " har du sett det här? Hälsar @" + amir.name}, amir, IdempotencyKey::random()));
    CHECK(watchers(school, ticket.id) == std::vector{rebecka.name});
    CHECK(school.timeline(ticket.id) == std::vector<std::string>{"opened", "noted", "watchers_changed"});

    SECTION("a requester's @ is a sign like any other") {
        REQUIRE(school.desk->write(ticket.id, {.body = "@" + school.person(school.karin).name}, school.person(school.anna), IdempotencyKey::random()));
        CHECK(watchers(school, ticket.id) == std::vector{rebecka.name});
    }
}

TEST_CASE("nobody is let into a confidential ticket by an @", "[tickets]") {
    School school;
    const auto ticket = school.file("Skrivaren är trasig", "skrivare");
    const auto amir = school.person(school.amir), rebecka = school.person(school.rebecka), sara = school.person(school.sara);
    REQUIRE(school.desk->set_confidentiality(ticket.id, Confidentiality::Queue, "", amir, {}));
    const auto refused = school.desk->write(ticket.id, {.is_note = true, .body = "@" + rebecka.name}, amir, IdempotencyKey::random());
    REQUIRE_FALSE(refused);
    CHECK(refused.error().fields.front().code == "mention-may-not-read");
    CHECK(watchers(school, ticket.id).empty());
    CHECK(school.desk->write(ticket.id, {.is_note = true, .body = "@" + sara.name}, amir, IdempotencyKey::random()));
    CHECK(watchers(school, ticket.id) == std::vector{sara.name});
}
