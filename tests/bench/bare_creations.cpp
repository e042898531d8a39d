// The database's own speed at what one POST /api/v1/tickets does: the very SQL of one create (who asks, the ticket with its timeline, text,
// letters and idempotency key), replayed without HTTP, routing or JSON.
// bare_creations DATA TOKEN SECONDS CLIENTS…: prints "clients creates/s round-trips" lines. Joins the running embedded server.
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <thread>
#include <vector>

#include "core/secret.hpp"
#include "core/time.hpp"
#include "db/database.hpp"
#include "db/embedded_server.hpp"
#include "identity/api_tokens.hpp"
#include "mail/letter_writer.hpp"
#include "queries/tickets.hpp"
#include "tickets/idempotency.hpp"
#include "tickets/ticket_store.hpp"

using namespace ansvar;

namespace {

/// One create as the service did it before, read back from the database.
struct Sample {
    tickets::Ticket ticket;
    tickets::Event opened;
    std::string body;
};

Sample read_sample(db::Database& database, TicketId id) {
    return database.read([&](db::Session& session) {
        Sample sample;
        sample.ticket = tickets::ticket_store::find(session, id, {}, SystemClock{}.now()).value().ticket;
        auto timeline = tickets::ticket_store::timeline(session, id, true, Timestamp{});
        sample.opened = timeline.at(0).event;
        sample.body = timeline.at(0).body.value_or("");
        return sample;
    });
}

void create(db::Database& database, mail::LetterWriter& letters, const Sample& sample, const std::string& token) {
    const auto now = SystemClock{}.now();
    const auto who = database.read([&](db::Session& session) { return identity::find_api_token(session, token, now); });
    const tickets::IdempotencyKey key{random_token(), "bench"};
    database.in_transaction([&](db::Transaction& tx) {
        auto ticket = sample.ticket;
        ticket.opened_at = now;
        ticket.id = tickets::ticket_store::insert(tx, ticket);
        auto opened = sample.opened;
        opened.ticket = ticket.id;
        opened.at = now;
        tickets::ticket_store::insert_event(tx, opened);
        tickets::ticket_store::insert_message(tx, ticket.id, 1, false, sample.body);
        letters.happened(tx, ticket, {&opened, 1}, opened.at);
        key.mark(tx, who.value().person.id, ticket.id, 1, now);
    });
}

}  // namespace

int main(int argc, char** argv) {
    if (argc < 6) {
        std::fprintf(stderr, "bare_creations DATA TOKEN TICKET SECONDS CLIENTS…\n");
        return 2;
    }
    start_cryptography();
    db::EmbeddedServer server{argv[1]};
    auto settings = server.join().patient();
    settings.pool_size = 8;  // as the service has
    db::Database database{settings};
    const tickets::StaffDirectory staff;
    const schedule::Calendars calendars;
    mail::LetterWriter letters{{.sender = MailAddress::parse("ansvar@localhost").value(), .school = "", .base_url = "", .reply_to = {}}, staff, calendars, [] {}};
    const auto sample = read_sample(database, TicketId{std::strtoull(argv[3], nullptr, 10)});
    const std::chrono::duration<double> length{std::atof(argv[4])};
    for (int at = 5; at < argc; ++at) {
        const int clients = std::atoi(argv[at]);
        std::atomic<std::uint64_t> created = 0;
        create(database, letters, sample, argv[2]);
        const auto trips = database.stats().round_trips;
        create(database, letters, sample, argv[2]);
        const auto of_one = database.stats().round_trips - trips;
        const auto end = std::chrono::steady_clock::now() + length;
        std::vector<std::thread> threads;
        for (int client = 0; client < clients; ++client) {
            threads.emplace_back([&] {
                while (std::chrono::steady_clock::now() < end) {
                    create(database, letters, sample, argv[2]);
                    ++created;
                }
            });
        }
        for (auto& thread : threads) {
            thread.join();
        }
        std::printf("%d %.0f %llu\n", clients, static_cast<double>(created) / length.count(), static_cast<unsigned long long>(of_one));
        std::fflush(stdout);
    }
    return 0;
}
