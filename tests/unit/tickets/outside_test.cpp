// A text to a supplier: to that address alone, unseen by the requester, and the ticket waits for others.
#include "tickets/outside.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

#include "core/text.hpp"
#include "school.hpp"
#include "tickets/attachments.hpp"
#include "tickets/drafts.hpp"
#include "tickets/search.hpp"
#include "tickets/sequencer.hpp"

using namespace ansvar;
using namespace ansvar::tests;
using namespace ansvar::tickets;

namespace {

std::vector<std::string> bodies(School& school, TicketId id, bool with_notes) {
    std::vector<std::string> all;
    for (const auto& entry : school.database.read([&](db::Session& session) { return ticket_store::timeline(session, id, with_notes, school.clock.now()); })) {
        if (entry.body) {
            all.push_back(*entry.body);
        }
    }
    return all;
}

}  // namespace

TEST_CASE("a text to somebody outside waits for them, and the requester sees nothing of it", "[tickets]") {
    School school;
    const auto ticket = school.file("Skrivaren är trasig");
    const auto amir = school.person(school.amir);
    school.database.in_transaction([&](db::Transaction& tx) { drafts::save(tx, ticket.id, school.amir, drafts::Kind::Outside, "Kan ni", school.clock.now()); });
    const outside::Letter letter{.to = " Support@firma.example ", .reference = "F-123", .body = "Kan ni byta valsen?", .undo = {"ett"}};
    const IdempotencyKey key{"nyckel", "form"};
    const auto written = outside::write(*school.desk, ticket.id, letter, amir, key, ticket.version);
    REQUIRE(written);
    CHECK(school.ticket(ticket.id).state == State::WaitingOther);
    CHECK(school.ticket(ticket.id).assignee == school.amir);
    CHECK(school.ticket(ticket.id).first_response_at == std::nullopt);
    CHECK(bodies(school, ticket.id, true).back() == "Kan ni byta valsen?");
    CHECK(bodies(school, ticket.id, false) == std::vector<std::string>{"Skrivaren är trasig"});
    CHECK(school.database.read([&](db::Session& session) { return drafts::load(session, ticket.id, school.amir); }).outside.empty());
    const auto last = school.database.read([&](db::Session& session) { return outside::last_of(session, ticket.id); });
    CHECK(lower(last.to) == "support@firma.example");
    CHECK(last.reference == "F-123");

    SECTION("once, however often the button is pressed") {
        const auto again = outside::write(*school.desk, ticket.id, letter, amir, key, ticket.version);
        REQUIRE(again);
        CHECK(again->replayed);
        CHECK(again->seq == written->seq);
        CHECK(bodies(school, ticket.id, true).size() == 2);
    }
    SECTION("and taken back it is a draft again") {
        CHECK(school.desk->undo("ett", amir).undone.size() == 1);
        CHECK(school.ticket(ticket.id).state == State::New);
        CHECK(school.database.read([&](db::Session& session) { return drafts::load(session, ticket.id, school.amir); }).outside == "Kan ni byta valsen?");
    }
}

TEST_CASE("nobody's inbox is filled from here: so many letters an hour to an address, and so many by one author", "[tickets]") {
    School school;
    const auto ticket = school.file("Skrivaren är trasig");
    const auto send = [&](const std::string& to, PersonId by) {
        const auto sent = outside::write(*school.desk, ticket.id, {.to = to, .reference = "", .body = "Hej"}, school.person(by), IdempotencyKey::random());
        return sent ? std::string{} : sent.error().fields.at(0).pointer + " " + sent.error().fields.at(0).code;
    };
    for (std::int64_t n = 0; n < outside::most_to_address; ++n) {
        REQUIRE(send("support@firma.example", n % 2 == 0 ? school.amir : school.sara) == "");
    }
    CHECK(send("Support@firma.example", school.amir) == "/to many-to-address");
    for (auto n = outside::most_to_address / 2; n < outside::most_by_author; ++n) {
        REQUIRE(send("nr" + std::to_string(n) + "@firma.example", school.amir) == "");
    }
    CHECK(send("annan@firma.example", school.amir) == "/to many-by-author");
    CHECK(send("annan@firma.example", school.sara) == "");
    school.clock.pass(std::chrono::minutes{61});
    CHECK(send("support@firma.example", school.amir) == "");
}

TEST_CASE("what cannot go out is refused, and confidential tickets go to nobody outside", "[tickets]") {
    School school;
    const auto ticket = school.file("Skrivaren är trasig");
    const auto amir = school.person(school.amir);
    const auto send = [&](const outside::Letter& letter, PersonId by) {
        return outside::write(*school.desk, ticket.id, letter, school.person(by), IdempotencyKey::random());
    };
    const auto faulty = send({.to = "ingen adress", .reference = std::string(61, 'x'), .body = ""}, school.amir);
    REQUIRE_FALSE(faulty);
    CHECK(faulty.error().fields.size() == 3);
    CHECK_FALSE(send({.to = "a@firma.example\r\nBcc: b@firma.example", .reference = "", .body = "x"}, school.amir));
    CHECK(send({.to = "a@firma.example", .reference = "", .body = "x"}, school.anna).error().kind == Refusal::Kind::NotAllowed);
    REQUIRE(school.desk->set_confidentiality(ticket.id, Confidentiality::Queue, "", amir, {}));
    CHECK(send({.to = "a@firma.example", .reference = "", .body = "x"}, school.amir).error().kind == Refusal::Kind::NotAllowed);
}

TEST_CASE("an answer from outside is shown to the requester by one press, a moment later and unless it is taken back", "[tickets]") {
    School school;
    const auto ticket = school.file("Skrivaren är trasig");
    const auto amir = school.person(school.amir);
    REQUIRE(outside::write(*school.desk, ticket.id, {.to = "support@firma.example", .reference = "", .body = "Kan ni byta valsen?"}, amir, IdempotencyKey::random()));
    const auto files = attachments::store(school.database, {{.file_name = "offert.txt", .declared_type = "text/plain", .bytes = "offert"}}, {}, school.clock.now()).value();
    const auto answer = outside::answered(*school.desk, ticket.id, {.from = MailAddress::parse("support@firma.example").value(), .body = "Montören kommer", .files = files},
                                          IdempotencyKey::random());
    REQUIRE(answer);
    const auto seen = [&] { return bodies(school, ticket.id, false); };
    const auto found = [&] {
        number_changes(school.database, school.clock.now());
        return school.database.read([&](db::Session& session) { return find_tickets(session, Question{"montören "}, school.person(school.anna), {}, 10).tickets.size(); });
    };
    const auto shares = [&] {
        const auto timeline = school.timeline(ticket.id);
        return std::count(timeline.begin(), timeline.end(), "outside_answered") - 1;
    };
    const std::vector<std::string> unseen{"Skrivaren är trasig"}, both{"Skrivaren är trasig", "Montören kommer"};
    CHECK(seen() == unseen);
    CHECK(found() == 0);

    SECTION("seen when the time to take it back is over") {
        REQUIRE(outside::share(*school.desk, ticket.id, answer->seq, amir, {"ett"}));
        CHECK(school.listener.told_from == school.clock.now() + usual_undo_time);
        CHECK(seen() == unseen);
        CHECK(found() == 0);
        school.clock.pass(std::chrono::minutes{1});
        CHECK(seen() == both);
        CHECK(found() == 1);
        CHECK(bodies(school, ticket.id, true).size() == 3);
        REQUIRE(outside::share(*school.desk, ticket.id, answer->seq, amir));
        CHECK(shares() == 1);
    }
    SECTION("taken back nobody ever sees it") {
        REQUIRE(outside::share(*school.desk, ticket.id, answer->seq, amir, {"ett"}));
        CHECK(school.desk->undo("ett", amir).undone.size() == 1);
        school.clock.pass(std::chrono::minutes{1});
        CHECK(seen() == unseen);
        CHECK(found() == 0);
        CHECK(bodies(school, ticket.id, true).size() == 3);
        REQUIRE(outside::share(*school.desk, ticket.id, answer->seq, amir));
        CHECK(seen() == both);
        CHECK(found() == 1);
    }
    SECTION("by those who handle the ticket, and no other message than such an answer") {
        CHECK(outside::share(*school.desk, ticket.id, answer->seq, school.person(school.anna)).error().kind == Refusal::Kind::NotAllowed);
        CHECK(outside::share(*school.desk, ticket.id, answer->seq, school.person(school.jonas)).error().kind == Refusal::Kind::NotFound);
        const auto note = school.desk->write(ticket.id, {.is_note = true, .body = "Bara vi"}, amir, IdempotencyKey::random());
        CHECK(outside::share(*school.desk, ticket.id, note->seq, amir).error().kind == Refusal::Kind::NotFound);
        CHECK(outside::share(*school.desk, ticket.id, 2, amir).error().kind == Refusal::Kind::NotFound);
        CHECK(seen() == unseen);
    }
}
