// Several letters to one reader about one ticket that are due together come as one, when that loses nothing.
#include <catch2/catch.hpp>

#include "mail/burst.hpp"
#include "mail/composer.hpp"
#include "school.hpp"

#include <algorithm>

using namespace ansvar;
using namespace ansvar::mail;
using namespace ansvar::mail::tests;
using tickets::EventKind;
using tickets::State;

namespace {

Happening reply(const std::string& body) { return {EventKind::Replied, {{"by_requester", false}}, body}; }
Happening asked(const std::string& body) { return {EventKind::Replied, {{"by_requester", true}}, body}; }
Happening moved_to(State state) { return {EventKind::StateChanged, {{"from", "in_progress"}, {"to", tickets::name(state)}}}; }

struct Burst {
    School school;
    tickets::Ticket ticket = school.open();

    /// Only Erik holds the role: nobody else hears of his answers.
    Burst() {
        school.take_letters();
        school.run("DELETE FROM role_holders WHERE person_id = 3");
    }
    void reply_with(const std::string& body) { school.change(ticket, school.people.erik, {reply(body)}); }
    /// What is due to Åsa, "kind first_seq", and their texts.
    std::vector<std::string> claim() {
        const Composer composer{school.settings, pages().templates(), pages().texts(), [](const Letter&) { return std::string{}; }};
        std::vector<std::string> list;
        text.clear();
        for (const auto& letter : school.outbox.claim(school.clock.now(), 20)) {
            if (letter.recipient_email == "asa@skola.example") {
                list.push_back(std::string{name(*letter.kind)} + " " + std::to_string(letter.first_seq));
                text += composer.compose(school.database.database(), letter).message;
            }
            claimed.push_back(letter);
        }
        return list;
    }
    bool says(std::string_view words) const { return text.find(words) != std::string::npos; }

    std::string text;
    std::vector<Letter> claimed;
};

using List = std::vector<std::string>;

}  // namespace

TEST_CASE("three answers in a row that wait come as one letter with all of them", "[mail][db]") {
    Burst burst;
    burst.reply_with("Ett");
    burst.reply_with("Tva");
    burst.reply_with("Tre");
    CHECK(burst.claim() == List{"reply 2"});
    for (const auto* word : {"Ett", "Tva", "Tre"}) {
        CHECK(burst.says(word));
    }
    CHECK(burst.claim().empty());
    const auto letters = burst.school.letters();
    CHECK(std::count_if(letters.begin(), letters.end(), [](const Row& row) { return row.state == "gathered"; }) == 2);
}

TEST_CASE("an answer's letter also says that the ticket was solved after it, with the question whether that helped", "[mail][db]") {
    Burst burst;
    burst.reply_with("Ett");
    burst.school.change(burst.ticket, burst.school.people.erik, {moved_to(State::Resolved)});
    CHECK(burst.claim() == List{"reply 2"});
    CHECK(burst.says("Ett"));
    CHECK(burst.says("helped=3Dyes"));
}

TEST_CASE("no answer is told in a letter about something else", "[mail][db]") {
    Burst burst;
    burst.school.change(burst.ticket, burst.school.people.erik, {moved_to(State::Resolved)});
    burst.reply_with("Ett");
    CHECK(burst.claim() == List{"closed 2", "reply 3"});
    CHECK(burst.says("Ett"));
    for (const auto first : all_letter_kinds) {
        CHECK((first == LetterKind::Reply || !can_be_told_in(first, LetterKind::Reply)));
        CHECK((first == LetterKind::RequesterWrote || !can_be_told_in(first, LetterKind::RequesterWrote)));
    }
}

TEST_CASE("nobody reads their own words in it, what was taken back, or what is not yet to be told", "[mail][db]") {
    Burst burst;
    auto& school = burst.school;
    burst.reply_with("Ett");                                                 // 2
    school.change(burst.ticket, school.people.asa, {asked("Mitt eget")});     // 3
    burst.reply_with("Taget-tillbaka");                                       // 4
    school.run("DELETE FROM letters WHERE first_seq = 4");
    burst.reply_with("Sedan");                                                // 5
    school.run("UPDATE letters SET due_at = due_at + INTERVAL 1 MINUTE WHERE first_seq = 5");
    burst.reply_with("Tva");                                                  // 6
    CHECK(burst.claim() == List{"reply 2"});
    CHECK(burst.says("Ett"));
    CHECK(burst.says("Tva"));
    for (const auto* word : {"Mitt eget", "Taget", "Sedan"}) {
        CHECK_FALSE(burst.says(word));
    }
}

TEST_CASE("other readers and other tickets have letters of their own", "[mail][db]") {
    Burst burst;
    auto& school = burst.school;
    school.run("INSERT INTO ticket_watchers (ticket_id, person_id) VALUES (1042, 6)");
    burst.reply_with("Ett");
    burst.reply_with("Tva");
    ++school.draft.id.value;
    auto other = school.open();
    school.run("DELETE FROM letters WHERE kind IN ('receipt', 'new_ticket')");
    school.change(other, school.people.erik, {reply("Annat")});
    CHECK(burst.claim() == List{"reply 2", "reply 2"});
    CHECK(burst.claimed.size() == 3);
}

TEST_CASE("nothing is added to a letter that may have arrived already", "[mail][db]") {
    Burst burst;
    burst.reply_with("Ett");
    burst.claim();
    burst.school.outbox.finish(burst.claimed.at(0), {Outcome::Later, "connection lost"}, burst.school.clock.now());
    burst.school.clock.advance(1min);
    burst.reply_with("Tva");
    CHECK(burst.claim() == List{"reply 2", "reply 3"});
}

TEST_CASE("a letter given back unused keeps what it tells", "[mail][db]") {
    Burst burst;
    burst.reply_with("Ett");
    burst.reply_with("Tva");
    burst.claim();
    burst.school.outbox.give_back(burst.claimed.at(0));
    CHECK(burst.claim() == List{"reply 2"});
    CHECK(burst.says("Tva"));
}

TEST_CASE("several messages of the requester come to the holder as one", "[mail][db]") {
    Burst burst;
    auto& school = burst.school;
    school.change(burst.ticket, school.people.asa, {asked("Ett")});
    school.change(burst.ticket, school.people.asa, {asked("Tva")});
    burst.claim();
    REQUIRE(burst.claimed.size() == 1);
    CHECK(burst.claimed[0].kind == LetterKind::RequesterWrote);
}
