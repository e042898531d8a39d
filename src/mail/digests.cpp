#include "mail/digests.hpp"

#include "core/secret.hpp"
#include "clock/calendar.hpp"
#include "queries/mail.hpp"

#include <nlohmann/json.hpp>

#include <chrono>
#include <utility>

namespace ansvar::mail {

namespace {

constexpr std::size_t most_readers = 100;    ///< at a time; the worker comes back within seconds
constexpr std::size_t longest_digest = 500;  ///< letters told; the rest is told in the next one
/// What would be due so soon is told along.
constexpr std::chrono::hours soon{1};
constexpr std::chrono::hours head_start{1};

/// "<t1042.m1.abc@skola.example>" → "<d.nonce@skola.example>"
std::string digest_id(const std::string& message_id) { return "<d." + random_token(16) + message_id.substr(message_id.rfind('@')); }

nlohmann::json locked_ids(db::Transaction& tx, const std::string& email, Timestamp now) {
    auto ids = nlohmann::json::array();
    for (const auto& row : tx.rows(queries::mail::lock_digest_items, {{"email", email}, {"until", now + soon}, {"limit", longest_digest}})) {
        ids.push_back(row.unsigned_integer("id"));
    }
    return ids;
}

/// True when a digest was written.
bool write_digest(db::Transaction& tx, const std::string& email, Timestamp now) {
    tx.execute(queries::mail::hold_recipients, {{"emails", nlohmann::json::array({email}).dump()}});
    const auto ids = locked_ids(tx, email, now);
    if (ids.empty()) {
        return false;
    }
    auto told = nlohmann::json::array(), stale = nlohmann::json::array();
    std::optional<db::Row> last;
    for (auto& row : tx.rows(queries::mail::select_digest_items, {{"ids", ids.dump()}, {"today", clock::date_text(clock::day_of(now))}})) {
        (row.flag("is_stale") ? stale : told).push_back(row.unsigned_integer("id"));
        last = row;
    }
    tx.execute(queries::mail::drop_letters, {{"ids", stale.dump()}, {"now", now}});
    if (told.empty()) {
        return false;
    }
    tx.execute(queries::mail::insert_digest, {{"recipient", last->optional_id<PersonId>("recipient_id")},
                                              {"email", email},
                                              {"language", last->text("language")},
                                              {"message_id", digest_id(last->text("message_id"))},
                                              {"due_at", now - head_start},
                                              {"now", now}});
    const auto digest = tx.last_insert_id();
    auto gathered = nlohmann::json::array();
    for (const auto& id : told) {
        gathered.push_back({{"id", id}, {"into", digest}});
    }
    tx.execute(queries::mail::gather_letters, {{"letters", gathered.dump()}, {"now", now}});
    return true;
}

}  // namespace

std::size_t write_digests(db::Database& database, Timestamp now) {
    const auto readers = database.read(
        [&](db::Session& session) { return session.rows(queries::mail::select_digest_readers, {{"now", now}, {"limit", most_readers}}); });
    std::size_t written = 0;
    for (const auto& row : readers) {
        const auto email = row.text("recipient_email");
        written += database.in_transaction([&](db::Transaction& tx) { return write_digest(tx, email, now); }) ? 1U : 0U;
    }
    return written;
}

std::vector<ToldTicket> read_told(db::Session& session, const Letter& digest) {
    std::vector<ToldTicket> tickets;
    for (const auto& row : session.rows(queries::mail::select_told_letters, {{"letter", digest.id}})) {
        const auto number = row.id<TicketId>("ticket_id");
        const auto kind = row.text("kind");
        if (tickets.empty() || tickets.back().number != number) {
            tickets.push_back({.number = number,
                               .confidential = row.flag("confidential"),
                               .subject = row.text("subject"),
                               .role_name = row.text(digest.language == web::Language::Sv ? "role_sv" : "role_en"),
                               .happenings = {}});
        }
        const auto known = letter_kind_from(kind);
        if (known && is_number_only(*known)) {
            tickets.back().confidential = true;  // whatever becomes of it
        }
        tickets.back().happenings.push_back({kind, row.optional_text("actor").value_or("")});
    }
    return tickets;
}

}  // namespace ansvar::mail
