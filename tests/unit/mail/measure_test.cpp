#include <catch2/catch.hpp>

#include "mail/folder_transport.hpp"
#include "mail/ledger.hpp"
#include "mail/smtp_transport.hpp"
#include "mail/worker.hpp"
#include "school.hpp"
#include "support/smtp_server.hpp"
#include "support/temporary_folder.hpp"

#include <ctime>
#include <thread>

using namespace ansvar;
using namespace ansvar::mail;
using namespace ansvar::mail::tests;

// Figures for a person to look at, run by name: test_mail "[measure]". They hang on the machine; nothing is asserted.

namespace {

double microseconds_each(int times, const std::function<void(int)>& work) {
    const auto begun = std::chrono::steady_clock::now();
    for (int i = 0; i < times; ++i) {
        work(i);
    }
    return std::chrono::duration<double, std::micro>(std::chrono::steady_clock::now() - begun).count() / times;
}

}  // namespace

TEST_CASE("how long the outbox rows of one change take", "[.][measure]") {
    School school;
    auto ticket = school.open();
    std::int64_t seq = 1;
    const auto opened = [&](int) {
        const tickets::Event event{
            .ticket = ticket.id, .seq = ++seq, .kind = tickets::EventKind::Opened, .actor = ticket.requester, .at = school.clock.now()};
        school.database.database().in_transaction([&](db::Transaction& tx) { school.writer.happened(tx, ticket, {&event, 1}, event.at); });
    };
    microseconds_each(50, opened);
    const auto with_letters = microseconds_each(1000, opened);
    const auto bare = microseconds_each(1000, [&](int) { school.database.database().in_transaction([](db::Transaction&) {}); });
    WARN("three letters: " << with_letters << " us in a transaction of their own, an empty transaction " << bare << " us");
}

TEST_CASE("how fast letters go out", "[.][measure]") {
    School school;
    school.fill_outbox(2000);
    const ansvar::tests::TemporaryFolder folder;
    FolderTransport to_folder{folder.path()};
    FakeTransport nowhere;
    const Composer composer{school.settings, pages().templates(), pages().texts(), [](const Letter&) { return std::string{}; }};
    const ansvar::tests::SmtpServer sink;
    SmtpSettings server;
    server.host = "127.0.0.1";
    server.port = sink.port();
    server.tls = Tls::None;
    SmtpTransport to_server{server};
    const auto send_all = [&](Transport& transport, std::size_t senders, const std::string& where) {
        school.run("UPDATE letters SET state = 'waiting'");
        school.run("DELETE FROM letter_attempts");
        school.run("UPDATE letters SET attempts = 0");
        WorkerSettings how;
        how.senders = senders;
        Worker worker{school.database.database(), school.clock, composer, transport, how};
        const auto begun = std::chrono::steady_clock::now();
        const auto used = std::clock();
        worker.start();
        const auto left = [&] { return school.database.database().read([](db::Session& session) { return count_letters(session).waiting; }); };
        while (left() != 0) {
            std::this_thread::sleep_for(10ms);
        }
        const auto seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
        WARN("2,000 letters " << where << ", " << senders << " senders: " << 2000 / seconds << " a second, "
                               << 1000.0 * static_cast<double>(std::clock() - used) / CLOCKS_PER_SEC / 2000 << " ms of processor each");
        worker.stop();
    };
    send_all(nowhere, 4, "to nobody");
    send_all(to_folder, 4, "into a folder");
    send_all(to_server, 4, "to a mail server");
    send_all(to_server, 8, "to a mail server");
    WARN("connections at once: " << sink.most_at_once() << ", letters: " << sink.letters().size());
}
