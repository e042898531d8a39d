#include <catch2/catch.hpp>

#include "mail/ledger.hpp"
#include "mail/mail_pages.hpp"
#include "school.hpp"
#include "web/errors.hpp"
#include "web/request.hpp"
#include "web/route_table.hpp"

#include <atomic>
#include <map>
#include <thread>

using namespace ansvar;
using namespace ansvar::mail;
using namespace ansvar::mail::tests;

TEST_CASE("eight workers claim a thousand letters and none twice", "[mail][db]") {
    School school;
    school.fill_outbox(1000);
    auto settings = school.database.settings();
    settings.pool_size = 8;
    db::Database database{settings};
    Outbox outbox{database, 300s};
    std::mutex mutex;
    std::map<std::uint64_t, int> claims;
    std::vector<std::thread> workers;
    for (int i = 0; i < 8; ++i) {
        workers.emplace_back([&] {
            for (auto letters = outbox.claim(school.clock.now(), 7); !letters.empty(); letters = outbox.claim(school.clock.now(), 7)) {
                const std::lock_guard lock{mutex};
                for (const auto& letter : letters) {
                    ++claims[letter.id.value];
                }
            }
        });
    }
    for (auto& worker : workers) {
        worker.join();
    }
    CHECK(claims.size() == 1000);
    for (const auto& [letter, times] : claims) {
        REQUIRE(times == 1);
    }
}

TEST_CASE("a claim has a name of its own and holds until its lease runs out", "[mail][db]") {
    School school;
    school.fill_outbox(2);
    const auto first = school.outbox.claim(school.clock.now(), 1);
    const auto second = school.outbox.claim(school.clock.now(), 20);
    REQUIRE(first.size() == 1);
    REQUIRE(second.size() == 1);
    CHECK(first[0].worker != second[0].worker);
    CHECK(school.outbox.claim(school.clock.now(), 20).empty());
    CHECK(school.outbox.recover_lost(school.clock.now() + 299s) == 0);

    CHECK(school.outbox.recover_lost(school.clock.now() + 301s) == 2);
    CHECK(school.letters()[0].state == "waiting");
    CHECK(school.letters()[0].attempts == 1);
    CHECK(school.letters()[0].due_at == school.clock.now() + 301s + 1min);

    // The worker that was thought dead comes back: it may not touch what is no longer its own.
    CHECK_FALSE(school.outbox.finish(first[0], {Outcome::Sent, "250 fine"}, school.clock.now() + 302s));
    CHECK(school.letters()[0].state == "waiting");
    const auto again = school.outbox.claim(school.clock.now() + 400s, 20);
    CHECK(again.size() == 2);
    CHECK_FALSE(school.outbox.finish(first[0], {Outcome::Refused, "550 no"}, school.clock.now() + 401s));
    CHECK(school.outbox.finish(again[0], {Outcome::Sent, "250 fine"}, school.clock.now() + 401s));
    CHECK_FALSE(school.outbox.finish(again[0], {Outcome::Later, ""}, school.clock.now() + 402s));
}

TEST_CASE("letters go out in the order they are due, and only then", "[mail][db]") {
    School school;
    school.fill_outbox(3);
    school.run("UPDATE letters SET due_at = due_at + INTERVAL 1 HOUR WHERE recipient_email = 'p1@skola.example'");
    school.run("UPDATE letters SET due_at = due_at - INTERVAL 1 HOUR WHERE recipient_email = 'p3@skola.example'");
    const auto letters = school.outbox.claim(school.clock.now(), 20);
    REQUIRE(letters.size() == 2);
    CHECK(letters[0].recipient_email == "p3@skola.example");
    CHECK(letters[1].recipient_email == "p2@skola.example");
}

TEST_CASE("a claim that is given back costs no attempt", "[mail][db]") {
    School school;
    school.fill_outbox(1);
    const auto letters = school.outbox.claim(school.clock.now(), 20);
    school.outbox.give_back(letters.at(0));
    CHECK(school.letters()[0].attempts == 0);
    CHECK(school.outbox.claim(school.clock.now(), 20).size() == 1);
}

TEST_CASE("the ledger tells every attempt, and a dead letter can be sent again", "[mail][db]") {
    School school;
    auto ticket = school.open();
    auto& database = school.database.database();
    const auto claim_receipt = [&] {
        for (const auto& letter : school.outbox.claim(school.clock.now(), 20)) {
            if (letter.kind == LetterKind::Receipt) {
                return letter;
            }
        }
        throw std::runtime_error("no receipt is due");
    };
    const auto receipt = claim_receipt();
    school.outbox.finish(receipt, {Outcome::Later, "451 later\r\n"}, school.clock.now());
    school.clock.advance(1min);
    school.outbox.finish(claim_receipt(), {Outcome::Refused, "550 nobody \x07"}, school.clock.now());

    const auto ledger = database.read([&](db::Session& session) { return Ledger{}.of_ticket(session, ticket.id); });
    REQUIRE(ledger.size() == 3);
    CHECK(ledger[0].kind == "receipt");
    CHECK(ledger[0].recipient == "Åsa Lärare");
    CHECK(ledger[0].email == "asa@skola.example");
    CHECK(ledger[0].state == "dead");
    CHECK(ledger[0].attempts == 2);
    CHECK(ledger[0].last_reply == "550 nobody \\x07");
    CHECK(ledger[0].finished_at == school.clock.now());

    const auto attempts = database.read([&](db::Session& session) { return list_attempts(session, receipt.id); });
    REQUIRE(attempts.size() == 2);
    CHECK(attempts[0].outcome == "later");
    CHECK(attempts[0].reply == "451 later");
    CHECK(attempts[1].outcome == "refused");

    const auto dead = database.read([&](db::Session& session) { return list_letters(session, LetterTab::Dead, std::nullopt, 10); });
    REQUIRE(dead.size() == 1);
    CHECK(dead[0].ticket == ticket.id);
    const auto figures = database.read([](db::Session& session) { return count_letters(session); });
    CHECK(figures.waiting == 2);
    CHECK(figures.dead == 1);

    school.clock.advance(240h);
    CHECK(database.in_transaction([&](db::Transaction& tx) { return send_again(tx, receipt.id, school.clock.now()); }));
    CHECK_FALSE(database.in_transaction([&](db::Transaction& tx) { return send_again(tx, receipt.id, school.clock.now()); }));
    const auto again = claim_receipt();
    CHECK(again.message_id == receipt.message_id);
    school.outbox.finish(again, {Outcome::Later, "451 later"}, school.clock.now());
    CHECK(school.letters()[0].state == "waiting");
    CHECK(school.letters()[0].due_at == school.clock.now() + 1min);
    CHECK(database.read([&](db::Session& session) { return list_attempts(session, receipt.id); }).size() == 3);
}

TEST_CASE("who sends a dead letter again is in the audit, and nothing is when there was none", "[mail][audit][db]") {
    School school;
    school.open();
    auto& database = school.database.database();
    const auto letters = school.outbox.claim(school.clock.now(), 1);
    REQUIRE(letters.size() == 1);
    school.outbox.finish(letters[0], {Outcome::Refused, "550 nobody"}, school.clock.now());
    ansvar::tests::TestPages served;
    web::RouteTable routes;
    for (auto& route : mail_routes({.database = database, .clock = school.clock, .pages = served.pages(), .wake = [] {}})) {
        routes.add(std::move(route));
    }
    const auto resend = [&] {
        web::Request request{{.method = web::Method::Post, .target = "/admin/mail/" + letters[0].id.text() + "/resend"}};
        const auto match = routes.find(web::Method::Post, request.path());
        REQUIRE(match);
        request.matched(match->route->path, match->route->access.via, match->values);
        return match->route->handler(request).status;
    };
    CHECK(resend() == 303);
    CHECK_THROWS_AS(resend(), web::NotFound);
    const db::Query noted{"test/noted", "SELECT COUNT(*) AS n, MAX(object_id) AS letter FROM audit_log WHERE action = 'letter.resent'"};
    const auto row = database.read([&](db::Session& session) { return session.row(noted).value(); });
    CHECK(row.integer("n") == 1);
    CHECK(row.text("letter") == letters[0].id.text());
}
