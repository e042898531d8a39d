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

/// What the events of mentions say of who began to follow.
std::vector<std::optional<bool>> follows(School& school, TicketId id) {
    std::vector<std::optional<bool>> said;
    for (const auto& entry : school.database.read([&](db::Session& session) { return ticket_store::timeline(session, id, true, school.clock.now()); })) {
        if (entry.event.data.value("mention", false)) {
            said.push_back(entry.event.data.contains("follows") ? std::optional{entry.event.data["follows"].get<bool>()} : std::nullopt);
        }
    }
    return said;
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
    REQUIRE(school.desk->write(ticket.id, {.is_note = true, .body = "@" + sara.name}, amir, IdempotencyKey::random()));
    CHECK(follows(school, ticket.id) == std::vector<std::optional<bool>>{false});  // who may read it hears of it, and follows it no longer than they may
    CHECK(watchers(school, ticket.id).empty());

    SECTION("nor by their own, behind a broken glass") {
        const auto vera = school.person(school.vera);
        school.desk->break_glass(ticket.id, "Föräldern ringde", vera, identity::Actor::command());
        REQUIRE(school.desk->write(ticket.id, {.is_note = true, .body = "@" + vera.name + " har sett det"}, amir, IdempotencyKey::random()));
        school.clock.pass(std::chrono::minutes{61});
        const auto found = school.database.read([&](db::Session& session) { return ticket_store::find(session, ticket.id, vera.id, school.clock.now()); });
        CHECK_FALSE(may(vera, Action::View, found->ticket, found->ties));
    }
}

TEST_CASE("the timeline says of a mention whether somebody began to follow by it", "[tickets]") {
    School school;
    const auto ticket = school.file("Skrivaren är trasig");
    const auto amir = school.person(school.amir), rebecka = school.person(school.rebecka);
    for (int times = 0; times < 2; ++times) {
        REQUIRE(school.desk->write(ticket.id, {.is_note = true, .body = "@" + rebecka.name}, amir, IdempotencyKey::random()));
    }
    CHECK(follows(school, ticket.id) == std::vector<std::optional<bool>>{true, false});
}

TEST_CASE("a text full of signs is looked through as far as anybody means them", "[tickets]") {
    std::vector<ticket_store::Named> people;
    std::string all, late;
    for (std::uint64_t n = 1; n <= 3'000; ++n) {
        people.push_back({PersonId{n}, "Anna Åkesson " + std::to_string(n), "", "", ""});
        all += "@anna åkesson " + std::to_string(n) + ", ";
    }
    CHECK(mentions::find(all, people).size() == mentions::most_mentions);
    CHECK(mentions::find("@Anna Åkesson 3000", people).size() == 1);
    for (std::size_t n = 0; n < mentions::most_signs; ++n) {
        late += "@ ";
    }
    CHECK(mentions::find(late + "@Anna Åkesson 1", people).empty());
}
