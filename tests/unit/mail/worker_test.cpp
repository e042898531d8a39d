#include <catch2/catch.hpp>

#include "mail/postman.hpp"
#include "mail/smtp_transport.hpp"
#include "mail/worker.hpp"
#include "school.hpp"
#include "support/smtp_server.hpp"

#include <atomic>
#include <set>
#include <thread>

using namespace ansvar;
using namespace ansvar::mail;
using namespace ansvar::mail::tests;
using tickets::EventKind;

namespace {

const std::string secret = "sEcReT-tOkEn-0123456789";

/// A school with everything that sends its letters.
struct PostOffice {
    explicit PostOffice(LinkSource source = [](const Letter&) { return "https://ansvar.skola.example/sign-in/" + secret; })
        : composer{school.settings, pages().templates(), pages().texts(), std::move(source)} {}

    /// Delivers everything that is due now, in this thread.
    void deliver_due() {
        Postman postman{school.database.database(), school.outbox, school.clock, composer, transport, 1s, [](auto) { return false; }};
        for (const auto& letter : school.outbox.claim(school.clock.now(), 20)) {
            postman.deliver(letter);
        }
    }

    void ask_for_link() {
        school.database.database().in_transaction([&](db::Transaction& tx) {
            school.sign_in.sign_in(tx, *MailAddress::parse("asa@skola.example"), web::Language::Sv, school.clock.now());
        });
    }

    WorkerSettings quick() const {
        WorkerSettings settings;
        settings.poll = 20ms;
        return settings;
    }

    School school;
    FakeTransport transport;
    Composer composer;
};

template <class Condition>
bool soon(Condition condition, std::chrono::seconds limit = 30s) {
    const auto end = std::chrono::steady_clock::now() + limit;
    while (!condition()) {
        if (std::chrono::steady_clock::now() > end) {
            return false;
        }
        std::this_thread::sleep_for(5ms);
    }
    return true;
}

/// Every text of every row of every table, to look for what must not be there.
std::string whole_database(School& school) {
    std::string all;
    school.database.database().read([&](db::Session& session) {
        const db::Query columns{"test/columns",
                                "SELECT CONCAT('SELECT COALESCE(GROUP_CONCAT(CONCAT_WS('' '', ', GROUP_CONCAT('`', column_name, '`'), ') "
                                "SEPARATOR '' ''), '''') AS content FROM `', table_name, '`') AS statement "
                                "FROM information_schema.columns WHERE table_schema = DATABASE() GROUP BY table_name"};
        for (const auto& row : session.rows(columns)) {
            const std::string statement = row.text("statement");
            const db::Query content{"test/content", statement};
            all += session.row(content)->text("content");
        }
    });
    return all;
}

}  // namespace

TEST_CASE("the worker sends what is due as soon as it is woken", "[mail][db]") {
    PostOffice office;
    Worker worker{office.school.database.database(), office.school.clock, office.composer, office.transport, {.poll = 60s}};
    worker.start();
    std::this_thread::sleep_for(100ms);
    office.school.open();
    const auto begun = std::chrono::steady_clock::now();
    worker.wake();
    CHECK(soon([&] { return office.transport.sent().size() == 3; }));
    CHECK(std::chrono::steady_clock::now() - begun < 10s);
    worker.stop();
    for (const auto& row : office.school.letters()) {
        CHECK(row.state == "sent");
        CHECK(row.attempts == 1);
        CHECK(row.last_reply == "250 fine");
    }
}

TEST_CASE("a lost 250 means the same letter again, under the same Message-ID", "[mail][db][smtp]") {
    PostOffice office;
    ansvar::tests::SmtpServer server{[](std::size_t connection) {
        ansvar::tests::SmtpScript script;
        if (connection == 1) {
            script.steps["dot"] = {ansvar::tests::SmtpAct::Kind::Close};
        }
        return script;
    }};
    SmtpSettings settings;
    settings.host = "127.0.0.1";
    settings.port = server.port();
    settings.tls = Tls::None;
    settings.total_timeout = 3s;
    SmtpTransport transport{settings};
    office.school.draft.role = RoleCode{"Resp chef"};  // nobody else is told
    office.school.open();
    Postman postman{office.school.database.database(), office.school.outbox, office.school.clock, office.composer, transport, 1s,
                    [](auto) { return false; }};
    postman.deliver(office.school.outbox.claim(office.school.clock.now(), 1).at(0));
    CHECK(office.school.letters()[0].state == "waiting");
    office.school.clock.advance(1min);
    postman.deliver(office.school.outbox.claim(office.school.clock.now(), 1).at(0));
    CHECK(office.school.letters()[0].state == "sent");

    const auto letters = server.letters();
    REQUIRE(letters.size() == 2);
    CHECK(letters[0].content == letters[1].content);
    CHECK(letters[0].content.find("Message-Id: " + office.school.letters()[0].message_id) != std::string::npos);
}

TEST_CASE("put off means later, refused means dead at once", "[mail][db]") {
    const auto [delivery, state, wait] = GENERATE(table<Delivery, std::string, std::chrono::minutes>(
        {{{Outcome::Later, "451 4.3.0 later"}, "waiting", 1min}, {{Outcome::Refused, "550 5.1.1 nobody"}, "dead", 0min}}));
    PostOffice office;
    office.school.open();
    office.transport.answer = [answer = delivery](const Parcel&) { return answer; };
    office.deliver_due();
    for (const auto& row : office.school.letters()) {
        CHECK(row.state == state);
        CHECK(row.due_at == office.school.clock.now() + wait);
        CHECK(row.last_reply == delivery.reply);
    }
}

TEST_CASE("a letter that cannot be written is tried by the rules, dies with its reason, and holds up nobody", "[mail][db]") {
    PostOffice office{[](const Letter&) -> std::string { throw std::runtime_error("a poisonous letter"); }};
    office.school.run("INSERT INTO letters (kind, recipient_email, language, message_id, state, round_at, due_at, created_at) VALUES "
                      "('sign_in', 'asa@skola.example', 'sv', '<poison@skola.example>', 'waiting', '2026-11-23 11:00:00', "
                      "'2026-11-23 09:00:00', '2026-11-23 11:00:00')");
    office.school.open();
    office.deliver_due();
    CHECK(office.transport.sent().size() == 3);
    CHECK(office.school.letters()[0].last_reply == "could not be written: a poisonous letter");

    int tries = 1;
    while (office.school.letters()[0].state == "waiting") {
        office.school.clock.advance(4h);
        office.deliver_due();
        ++tries;
        REQUIRE(tries < 60);
    }
    CHECK(office.school.letters()[0].state == "dead");
    CHECK(office.school.letters()[0].last_reply == "could not be written: a poisonous letter");
    CHECK(tries > 20);
}

TEST_CASE("a letter that a newer version wrote waits for that version", "[mail][db]") {
    PostOffice office;
    office.school.open();
    office.school.run("UPDATE letters SET kind = 'monday_report' WHERE recipient_email = 'erik@skola.example'");
    office.deliver_due();
    CHECK(office.transport.sent().size() == 2);
    for (const auto& row : office.school.letters()) {
        CHECK(row.state == (row.email == "erik@skola.example" ? "waiting" : "sent"));
    }
}

TEST_CASE("a sign-in letter carries a token that stands nowhere else", "[mail][db]") {
    PostOffice office;
    office.ask_for_link();
    CHECK(office.school.letters()[0].kind == "sign_in");
    office.deliver_due();
    REQUIRE(office.transport.sent().size() == 1);
    CHECK(office.transport.sent()[0].message.find("sign-in/") != std::string::npos);
    CHECK(office.school.letters()[0].state == "sent");
    const auto everything = whole_database(office.school);
    CHECK(everything.find("asa@skola.example") != std::string::npos);
    CHECK(everything.find("sEcReT") == std::string::npos);
}

TEST_CASE("a sign-in letter draws a new token at each attempt and is not sent after fifteen minutes", "[mail][db]") {
    std::atomic<int> drawn{0};
    PostOffice office{[&](const Letter&) { return "https://ansvar.skola.example/sign-in/" + std::to_string(++drawn); }};
    office.transport.answer = [](const Parcel&) { return Delivery{Outcome::Later, "451 later"}; };
    office.ask_for_link();
    office.deliver_due();
    office.school.clock.advance(2min);
    office.deliver_due();
    CHECK(drawn == 2);
    CHECK(office.school.letters()[0].state == "waiting");
    SECTION("the next attempt would be too late") {
        office.school.clock.advance(6min);
        office.deliver_due();
        CHECK(drawn == 3);
        CHECK(office.school.letters()[0].state == "expired");
    }
    SECTION("nobody came by in time") {
        office.school.clock.advance(14min);
        office.deliver_due();
        CHECK(drawn == 2);
        CHECK(office.school.letters()[0].state == "expired");
        CHECK(office.school.letters()[0].attempts == 2);
    }
}

TEST_CASE("a sign-in letter goes before letters that nobody waits for", "[mail][db]") {
    PostOffice office;
    office.school.open();
    office.school.clock.advance(1min);
    office.ask_for_link();
    const auto letters = office.school.outbox.claim(office.school.clock.now(), 20);
    REQUIRE(letters.size() == 4);
    CHECK(letters[0].kind == LetterKind::SignIn);
}

TEST_CASE("stopping finishes what is on its way and gives the rest back", "[mail][db]") {
    PostOffice office;
    for (std::uint64_t i = 0; i < 5; ++i) {
        office.school.draft.id = TicketId{2000 + i};
        office.school.open();
    }
    std::atomic<int> begun{0};
    office.transport.answer = [&](const Parcel&) {
        ++begun;
        std::this_thread::sleep_for(300ms);
        return Delivery{Outcome::Sent, "250 fine"};
    };
    auto settings = office.quick();
    settings.senders = 2;
    Worker worker{office.school.database.database(), office.school.clock, office.composer, office.transport, settings};
    worker.start();
    CHECK(soon([&] { return begun >= 2; }));
    worker.stop();
    std::size_t sent = 0;
    for (const auto& row : office.school.letters()) {
        CHECK((row.state == "sent" || row.state == "waiting"));
        CHECK(row.attempts == (row.state == "sent" ? 1 : 0));
        sent += row.state == "sent" ? 1U : 0U;
    }
    CHECK(sent == static_cast<std::size_t>(begun));
    CHECK(sent < 15);
}

TEST_CASE("a claim with too little time left is not begun but given back", "[mail][db]") {
    PostOffice office;
    office.school.open();
    const auto letters = office.school.outbox.claim(office.school.clock.now(), 20);
    office.school.clock.advance(299s + 500ms);
    Postman postman{office.school.database.database(), office.school.outbox, office.school.clock, office.composer, office.transport, 1s,
                    [](auto) { return false; }};
    postman.deliver(letters.at(0));
    CHECK(office.transport.sent().empty());
    CHECK(office.school.letters()[0].state == "waiting");
    CHECK(office.school.letters()[0].attempts == 0);
}

TEST_CASE("four workers on one outbox send each letter once", "[mail][db]") {
    PostOffice office;
    for (std::uint64_t i = 0; i < 60; ++i) {
        office.school.draft.id = TicketId{2000 + i};
        office.school.open();
    }
    office.school.run("UPDATE letters SET recipient_email = CONCAT('p', id, '@skola.example')");  // nobody is sent so many within an hour
    auto database_settings = office.school.database.settings();
    std::vector<std::unique_ptr<db::Database>> databases;
    std::vector<std::unique_ptr<Worker>> workers;
    for (int i = 0; i < 4; ++i) {
        databases.push_back(std::make_unique<db::Database>(database_settings));
        workers.push_back(
            std::make_unique<Worker>(*databases.back(), office.school.clock, office.composer, office.transport, office.quick()));
        workers.back()->start();
    }
    CHECK(soon([&] { return office.transport.sent().size() >= 180; }, 120s));
    for (auto& worker : workers) {
        worker->stop();
    }
    std::set<std::uint64_t> letters;
    for (const auto& parcel : office.transport.sent()) {
        CHECK(letters.insert(parcel.id.value).second);
    }
    CHECK(letters.size() == 180);
}

TEST_CASE("a thousand good letters behind ten that hang or fail are out within a minute", "[mail][db][smtp]") {
    PostOffice office;
    office.school.fill_outbox(1010);
    office.school.run("UPDATE letters SET recipient_email = CONCAT('bad', recipient_email) ORDER BY id LIMIT 10");
    office.transport.answer = [](const Parcel& parcel) {
        if (parcel.recipient.text().starts_with("bad")) {
            std::this_thread::sleep_for(2s);
            return Delivery{Outcome::Later, "the server did not answer"};
        }
        return Delivery{Outcome::Sent, "250 fine"};
    };
    Worker worker{office.school.database.database(), office.school.clock, office.composer, office.transport, office.quick()};
    const auto begun = std::chrono::steady_clock::now();
    worker.start();
    CHECK(soon([&] { return office.transport.sent().size() == 1000; }, 60s));
    const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - begun);
    WARN("1,000 letters behind 10 failing ones took " << took.count() << " ms");
    worker.stop();
}

TEST_CASE("while the database is away the worker waits, and goes on by itself", "[mail][db]") {
    PostOffice office;
    auto settings = office.school.database.settings();
    settings.socket = "/nowhere/at/all.sock";
    settings.acquire_wait = 100ms;
    db::Database nowhere{settings};
    Worker worker{nowhere, office.school.clock, office.composer, office.transport, office.quick()};
    worker.start();
    std::this_thread::sleep_for(200ms);
    worker.stop();
    CHECK(office.transport.sent().empty());
}
