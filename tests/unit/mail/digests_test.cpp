// Digests, and how many letters one reader is sent in an hour (promise R23).
#include <catch2/catch.hpp>

#include "mail/budget.hpp"
#include "mail/choices.hpp"
#include "mail/composer.hpp"
#include "mail/digests.hpp"
#include "mail/ledger.hpp"
#include "mail/worker.hpp"
#include "school.hpp"

#include <atomic>
#include <map>
#include <set>
#include <thread>

using namespace ansvar;
using namespace ansvar::mail;
using namespace ansvar::mail::tests;
using tickets::EventKind;
using tickets::State;

namespace {

Happening reply() { return {EventKind::Replied, {{"by_requester", false}}, "Prova igen."}; }

/// Erik wants new tickets in a digest and Maria none, so that Erik's alone are looked at.
struct Digested {
    School school;

    Digested() {
        school.database.database().in_transaction([&](db::Transaction& tx) {
            keep(tx, school.people.erik, {.new_tickets = Frequency::Digest, .in_hand = Frequency::Digest, .following = Frequency::Digest}, school.clock.now());
            keep(tx, school.people.maria, {.new_tickets = Frequency::None}, school.clock.now());
        });
    }
    tickets::Ticket open() {
        ++school.draft.id.value;
        return school.open();
    }
    std::size_t next_morning() {
        school.clock.advance(24h);
        return write_digests(school.database.database(), school.clock.now());
    }
    /// "state kind" → how many, of one reader.
    std::map<std::string, int> of(const std::string& email) {
        std::map<std::string, int> counts;
        for (const auto& row : school.letters()) {
            if (row.email == email) {
                ++counts[row.state + " " + row.kind];
            }
        }
        return counts;
    }
    std::map<std::string, int> of_erik() { return of("erik@skola.example"); }
};

/// `count` letters of a kind that are due now, each about a ticket of its own, to one address.
void bomb(School& school, const std::string& kind, int count, const std::string& email, int from = 1) {
    const auto numbers = "FROM (WITH RECURSIVE n AS (SELECT " + std::to_string(from) + " AS k UNION ALL SELECT k + 1 FROM n WHERE k < " +
                         std::to_string(from + count - 1) + ") SELECT k FROM n) numbers";
    school.run("INSERT INTO tickets (id, subject, role_code, matrix_version, reason, confidence, confidential, state, priority, requester_id, filed_by_id, channel, room, "
               "phone, opened_at, due_at, last_seq, changed_at) SELECT 5000 + k, CONCAT('Nr ', k), 'ITS', '1', 'chosen', 1, 0, 'new', 1, 1, 1, 'web', '', '', "
               "'2026-11-23', '2026-11-24', 1, '2026-11-23' " + numbers);
    school.run("INSERT INTO letters (kind, ticket_id, first_seq, last_seq, recipient_email, language, message_id, state, round_at, due_at, created_at) SELECT '" +
               kind + "', 5000 + k, 1, 1, '" + email + "', 'sv', CONCAT('<x', k, '@skola.example>'), 'waiting', '2026-11-23 11:00:00', '2026-11-23 10:59:00', "
               "'2026-11-23 11:00:00' " + numbers);
}

/// Claims and sends all that is due, as a worker would; returns how many letters went to whom.
std::map<std::string, int> send_due(School& school, Outbox& outbox) {
    std::map<std::string, int> sent;
    write_digests(school.database.database(), school.clock.now());
    for (auto letters = outbox.claim(school.clock.now(), 20); !letters.empty(); letters = outbox.claim(school.clock.now(), 20)) {
        for (const auto& letter : letters) {
            ++sent[letter.recipient_email];
            REQUIRE(outbox.finish(letter, {Outcome::Sent, "250 fine"}, school.clock.now()));
        }
    }
    return sent;
}

}  // namespace

TEST_CASE("a digest gathers what waits for it into one letter, when its time has come", "[mail][db]") {
    Digested digested;
    digested.open();
    digested.open();
    CHECK(write_digests(digested.school.database.database(), digested.school.clock.now()) == 0);
    CHECK(digested.next_morning() == 1);
    CHECK(digested.of_erik() == std::map<std::string, int>{{"gathered new_ticket", 2}, {"waiting digest", 1}});
    CHECK(write_digests(digested.school.database.database(), digested.school.clock.now()) == 0);
}

TEST_CASE("a digest leaves out what is done, taken or seen meanwhile, and is not sent when nothing is left", "[mail][db]") {
    Digested digested;
    auto& school = digested.school;
    auto solved = digested.open(), taken = digested.open(), answered = digested.open(), moved = digested.open();
    school.run("DELETE FROM letters WHERE recipient_email <> 'erik@skola.example'");
    const auto tell_nobody = [&] { school.run("DELETE FROM letters WHERE recipient_email <> 'erik@skola.example'"); };
    solved.state = State::Resolved;
    school.change(solved, school.people.maria, {{EventKind::StateChanged, {{"from", "new"}, {"to", "resolved"}}}});
    taken.assignee = school.people.maria;
    school.change(taken, school.people.maria, {{EventKind::Assigned, {{"assignee", 3}}}});
    school.change(answered, school.people.erik, {reply()});
    moved.role = RoleCode{"VAKT"};
    school.change(moved, school.people.maria, {{EventKind::Rerouted, {{"to", "VAKT"}, {"why", "x"}}}});
    tell_nobody();
    CHECK(digested.next_morning() == 0);
    CHECK(digested.of_erik() == std::map<std::string, int>{{"dropped new_ticket", 4}});

    auto left = digested.open();
    CHECK(digested.next_morning() == 1);
    CHECK(digested.of_erik()["gathered new_ticket"] == 1);
    auto back = digested.open();  // taken, and given back by an undo: there is something to do again
    back.last_seq = 1;
    school.change(back, school.people.maria, {{EventKind::Rerouted, {{"to", "VAKT"}, {"why", "x"}}}, {EventKind::Undone, {{"first", 2}, {"last", 2}}}});
    tell_nobody();
    CHECK(digested.next_morning() == 1);
}

TEST_CASE("what is told in a digest says so in the ticket's ledger, and that it failed when the digest did", "[mail][db]") {
    Digested digested;
    auto& school = digested.school;
    const auto ticket = digested.open();
    const auto standing = [&] {
        for (const auto& letter : school.database.database().read([&](db::Session& session) { return Ledger{}.of_ticket(session, ticket.id); })) {
            if (letter.kind == "new_ticket") {
                return letter.state;
            }
        }
        return std::string{"not there"};
    };
    CHECK(standing() == "digest");
    digested.next_morning();
    CHECK(standing() == "gathered");
    for (const auto& letter : school.outbox.claim(school.clock.now(), 20)) {
        school.outbox.finish(letter, {Outcome::Refused, "550 nobody"}, school.clock.now());
    }
    CHECK(standing() == "dead");
}

TEST_CASE("who has left gets no digest", "[mail][db]") {
    Digested digested;
    digested.open();
    digested.school.run("UPDATE people SET left_at = '2026-11-23 12:00:00' WHERE id = 2");
    CHECK(digested.next_morning() == 0);
}

TEST_CASE("who has the role no more is told nothing of its tickets, but of what they still have in hand", "[mail][db]") {
    Digested digested;
    auto ticket = digested.open();
    digested.open();
    digested.school.run("UPDATE tickets SET assignee_id = 2 WHERE id = " + ticket.id.text());
    digested.school.run("UPDATE role_holders SET valid_to = '2026-11-23' WHERE person_id = 2");
    CHECK(digested.next_morning() == 1);
    CHECK(digested.of_erik() == std::map<std::string, int>{{"dropped new_ticket", 1}, {"gathered new_ticket", 1}, {"waiting digest", 1}});
}

TEST_CASE("500 letters to one address within an hour: at most 30 go out, a digest holds the rest, and others' are not delayed", "[mail][db]") {
    School school;
    bomb(school, "reply", 500, "bomb@skola.example");
    school.run("INSERT INTO letters (kind, ticket_id, first_seq, last_seq, recipient_email, language, message_id, state, round_at, due_at, created_at) VALUES "
               "('reply', 5001, 2, 2, 'kim@skola.example', 'sv', '<kim@skola.example>', 'waiting', '2026-11-23 11:00:00', '2026-11-23 11:00:00', '2026-11-23 11:00:00')");
    CHECK(send_due(school, school.outbox) == std::map<std::string, int>{{"bomb@skola.example", 30}, {"kim@skola.example", 1}});
    const auto count = [&](const std::string& state) {
        const auto letters = school.letters();
        return std::count_if(letters.begin(), letters.end(), [&](const Row& row) { return row.email == "bomb@skola.example" && row.state == state; });
    };
    CHECK(count("digest") == 470);
    school.clock.advance(59min);
    CHECK(send_due(school, school.outbox).empty());
    school.clock.advance(2min);
    CHECK(send_due(school, school.outbox) == std::map<std::string, int>{{"bomb@skola.example", 1}});
    CHECK(count("gathered") == 470);
    CHECK(count("sent") == 31);
}

TEST_CASE("what a digest of the rest says is every ticket of it", "[mail][db]") {
    School school;
    bomb(school, "reply", 500, "bomb@skola.example");
    send_due(school, school.outbox);
    school.clock.advance(61min);
    REQUIRE(write_digests(school.database.database(), school.clock.now()) == 1);
    const auto letters = school.outbox.claim(school.clock.now(), 20);
    REQUIRE(letters.size() == 1);
    const auto told = school.database.database().read([&](db::Session& session) { return read_told(session, letters[0]); });
    std::set<std::uint64_t> numbers;
    for (const auto& ticket : told) {
        numbers.insert(ticket.number.value);
    }
    CHECK(numbers.size() == 470);
    const Composer composer{school.settings, pages().templates(), pages().texts(), [](const Letter&) { return std::string{}; }};
    CHECK(composer.compose(school.database.database(), letters[0]).message.find("5500") != std::string::npos);
}

TEST_CASE("receipts and what is urgent go beyond the thirty, up to fifty, and links to sign in up to sixty", "[mail][db]") {
    School school;
    bomb(school, "reply", 100, "bomb@skola.example");
    bomb(school, "receipt", 100, "bomb@skola.example", 201);
    CHECK(send_due(school, school.outbox)["bomb@skola.example"] == 50);
    for (int i = 0; i < 15; ++i) {
        school.database.database().in_transaction(
            [&](db::Transaction& tx) { school.sign_in.sign_in(tx, *MailAddress::parse("bomb@skola.example"), web::Language::Sv, school.clock.now()); });
    }
    CHECK(send_due(school, school.outbox)["bomb@skola.example"] == 10);
    school.clock.advance(61min);
    bomb(school, "reply", 40, "other@skola.example", 401);
    school.run("UPDATE tickets SET priority = 3 WHERE id > 5400");
    CHECK(send_due(school, school.outbox)["other@skola.example"] == 40);
}

TEST_CASE("what cannot stand in a digest waits for its turn", "[mail][db]") {
    School school;
    bomb(school, "outside", 40, "support@firma.example");
    CHECK(send_due(school, school.outbox)["support@firma.example"] == 30);
    CHECK(send_due(school, school.outbox).empty());
    school.clock.advance(61min);
    CHECK(send_due(school, school.outbox)["support@firma.example"] == 10);
}

TEST_CASE("an hour of steady letters never holds more than thirty", "[mail][db]") {
    School school;
    std::vector<Timestamp> times;
    for (int minute = 0; minute < 180; ++minute) {
        bomb(school, "reply", 3, "bomb@skola.example", 1 + 3 * minute);
        for (int i = send_due(school, school.outbox)["bomb@skola.example"]; i > 0; --i) {
            times.push_back(school.clock.now());
        }
        school.clock.advance(1min);
    }
    for (std::size_t i = 0; i + 30 < times.size(); ++i) {
        REQUIRE(times[i + 30] - times[i] >= 1h);
    }
    school.clock.advance(2h);
    send_due(school, school.outbox);
    school.clock.advance(2h);
    send_due(school, school.outbox);
    for (const auto& row : school.letters()) {
        CAPTURE(row.kind, row.state);
        REQUIRE((row.state == "sent" || row.state == "gathered"));
    }
}

TEST_CASE("several workers together send no more than the thirty, and no letter twice or never", "[mail][db]") {
    School school;
    bomb(school, "reply", 300, "bomb@skola.example");
    auto settings = school.database.settings();
    settings.pool_size = 8;
    db::Database database{settings};
    std::atomic<int> sent{0};
    const auto hour = [&] {
        std::vector<std::thread> workers;
        for (int i = 0; i < 6; ++i) {
            workers.emplace_back([&] {
                Outbox outbox{database, 300s};
                write_digests(database, school.clock.now());
                for (auto letters = outbox.claim(school.clock.now(), 7); !letters.empty(); letters = outbox.claim(school.clock.now(), 7)) {
                    for (const auto& letter : letters) {
                        sent += outbox.finish(letter, {Outcome::Sent, "250 fine"}, school.clock.now()) ? 1 : 0;
                    }
                }
            });
        }
        for (auto& worker : workers) {
            worker.join();
        }
        return sent.exchange(0);
    };
    CHECK(hour() == 30);
    CHECK(hour() == 0);
    school.clock.advance(61min);
    CHECK(hour() == 1);
    std::map<std::string, int> states;
    for (const auto& row : school.letters()) {
        ++states[row.state];
    }
    CHECK(states == std::map<std::string, int>{{"gathered", 270}, {"sent", 31}});
}

TEST_CASE("letters are claimed while their tickets are being changed", "[mail][db]") {
    School school;
    school.open();
    school.database.database().in_transaction([&](db::Transaction& tx) {
        const db::Query hold{"test/hold", "SELECT id FROM tickets WHERE id = 1042 FOR UPDATE"};
        REQUIRE(tx.rows(hold, {}).size() == 1);
        auto settings = school.database.settings();
        db::Database other{settings};
        CHECK(Outbox{other, 300s}.claim(school.clock.now(), 20).size() == 3);
    });
}

TEST_CASE("of tickets that move with a version of the matrix each reader gets one letter, which names them all", "[mail][db]") {
    School school;
    std::vector<tickets::Ticket> moved;
    for (int made = 0; made < 12; ++made) {
        ++school.draft.id.value;
        moved.push_back(school.open());
    }
    school.take_letters();
    for (auto& ticket : moved) {
        ticket.role = RoleCode{"VAKT"};
        school.change(ticket, {}, {{EventKind::Rerouted, {{"from", "ITS"}, {"to", "VAKT"}, {"why", ""}, {"matrix", "1.5.0"}}}});
        school.clock.advance(1s);
    }
    std::set<std::string> readers;
    for (const auto& row : school.letters()) {
        readers.insert(row.email);
    }
    CHECK(readers.contains("asa@skola.example"));
    CHECK(readers.contains("sven@skola.example"));
    CHECK(school.outbox.claim(school.clock.now(), 20).empty());  // nothing by itself, and nothing yet
    CHECK(write_digests(school.database.database(), school.clock.now()) == 0);

    school.clock.advance(5min);
    CHECK(write_digests(school.database.database(), school.clock.now()) == readers.size());
    const auto letters = school.outbox.claim(school.clock.now(), 20);
    std::set<std::string> told;
    const Composer composer{school.settings, pages().templates(), pages().texts(), [](const Letter&) { return std::string{}; }};
    for (const auto& letter : letters) {
        CHECK(told.insert(letter.recipient_email).second);
        const auto message = composer.compose(school.database.database(), letter).message;
        for (const auto& ticket : moved) {
            CAPTURE(letter.recipient_email, ticket.id.value);
            CHECK(message.find(ticket.id.text()) != std::string::npos);
        }
    }
    CHECK(told == readers);
}
