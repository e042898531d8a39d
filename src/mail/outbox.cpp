#include "mail/outbox.hpp"

#include "core/secret.hpp"
#include "mail/budget.hpp"
#include "mail/burst.hpp"
#include "queries/mail.hpp"

#include <nlohmann/json.hpp>
#include <spdlog/spdlog.h>

#include <random>
#include <set>
#include <utility>

namespace ansvar::mail {

namespace {

constexpr std::size_t most_lost_at_once = 100;

Letter read_letter(const db::Row& row) {
    Letter letter;
    letter.id = row.id<LetterId>("id");
    letter.kind = letter_kind_from(row.text("kind"));
    letter.ticket = row.optional_id<TicketId>("ticket_id");
    letter.first_seq = row.optional_integer("first_seq").value_or(0);
    letter.last_seq = row.optional_integer("last_seq").value_or(0);
    letter.recipient = row.optional_id<PersonId>("recipient_id");
    letter.recipient_email = row.text("recipient_email");
    letter.language = web::language_from(row.text("language")).value_or(web::Language::Sv);
    letter.message_id = row.text("message_id");
    letter.pending_id = row.is_null("pending_id") ? std::nullopt : std::optional{row.unsigned_integer("pending_id")};
    letter.attempts = row.integer("attempts");
    letter.attempts_before = row.integer("attempts_before");
    letter.round_at = row.time("round_at");
    letter.expires_at = row.optional_time("expires_at");
    letter.created_at = row.time("created_at");
    letter.worker = row.optional_text("worker").value_or("");
    letter.lease_until = row.optional_time("lease_until").value_or(Timestamp{});
    return letter;
}

std::set<std::string> recipients_of(const std::vector<Letter>& letters) {
    std::set<std::string> recipients;
    for (const auto& letter : letters) {
        recipients.insert(letter.recipient_email);
    }
    return recipients;
}

std::uint64_t mark(db::Transaction& tx, const Letter& letter, const Verdict& verdict, const std::string& reply, bool was_attempt,
                   Timestamp now) {
    const bool waits = verdict.state == LetterState::Waiting;
    return tx.execute(queries::mail::finish_letter, {{"id", letter.id},
                                                     {"worker", letter.worker},
                                                     {"state", name(verdict.state)},
                                                     {"attempt", was_attempt},
                                                     {"due_at", verdict.due_at},
                                                     {"reply", reply},
                                                     {"finished_at", waits ? db::Value{} : db::Value{now}}});
}

}  // namespace

Outbox::Outbox(db::Database& database, std::chrono::seconds lease, std::function<double()> spread)
    : database_{database}, lease_{lease}, spread_{std::move(spread)} {}

double Outbox::random_spread() {
    thread_local std::minstd_rand numbers{std::random_device{}()};
    return std::uniform_real_distribution<double>{0.0, 1.0}(numbers);
}

std::vector<Letter> Outbox::claim(Timestamp now, std::size_t limit) {
    for (;;) {
        const auto round = database_.in_transaction([&](db::Transaction& tx) { return claim_in(tx, now, limit); });
        // All that was due may be more than their readers are sent in an hour: it is put off, and others' letters stand behind it.
        if (!round.letters.empty() || round.found < limit) {
            return round.letters;
        }
    }
}

Outbox::Round Outbox::claim_in(db::Transaction& tx, Timestamp now, std::size_t limit) const {
    std::vector<Letter> due;
    std::set<std::uint64_t> urgent;
    for (const auto& row : tx.rows(queries::mail::lock_due_letters, {{"now", now}, {"limit", limit}})) {
        due.push_back(read_letter(row));
        if (row.flag("is_urgent")) {
            urgent.insert(due.back().id.value);
        }
    }
    Round round{.letters = {}, .found = due.size()};
    if (due.empty()) {
        return round;
    }
    const auto bursts = find_bursts(tx, due, now);
    Budget budget{tx, recipients_of(due), now};
    auto ids = nlohmann::json::array(), put_off = nlohmann::json::array(), gathered = nlohmann::json::array();
    const auto worker = random_token(16);
    for (auto& letter : due) {
        const auto most = most_before(letter.kind, urgent.contains(letter.id.value));
        if (const auto later = budget.take(letter.recipient_email, most)) {
            const auto* state = can_be_gathered(letter.kind) ? "digest" : "waiting";
            put_off.push_back({{"id", letter.id.value}, {"state", state}, {"due", to_sql(*later)}});
            continue;
        }
        letter.worker = worker;
        letter.lease_until = now + lease_;
        ids.push_back(letter.id.value);
        if (const auto burst = bursts.find(letter.id.value); burst != bursts.end()) {
            for (const auto told : burst->second) {
                gathered.push_back({{"id", told}, {"into", letter.id.value}});
            }
        }
        round.letters.push_back(std::move(letter));
    }
    write_claim(tx, {.worker = worker, .ids = ids, .put_off = put_off, .gathered = gathered}, now);
    return round;
}

void Outbox::write_claim(db::Transaction& tx, const Claim& claim, Timestamp now) const {
    if (!claim.ids.empty()) {
        tx.execute(queries::mail::claim_letters,
                   {{"worker", claim.worker}, {"now", now}, {"lease_until", now + lease_}, {"ids", claim.ids.dump()}});
    }
    if (!claim.put_off.empty()) {
        tx.execute(queries::mail::put_off_letters, {{"letters", claim.put_off.dump()}});
    }
    if (!claim.gathered.empty()) {
        tx.execute(queries::mail::gather_letters, {{"letters", claim.gathered.dump()}, {"now", now}});
    }
}

bool Outbox::finish(const Letter& letter, const Delivery& delivery, Timestamp now) {
    return database_.in_transaction([&](db::Transaction& tx) { return finish_in(tx, letter, delivery, now); });
}

bool Outbox::finish_in(db::Transaction& tx, const Letter& letter, const Delivery& delivery, Timestamp now) {
    const auto next = verdict(letter, delivery.outcome, now, spread_());
    const auto reply = readable(delivery.reply);
    if (mark(tx, letter, next, reply, true, now) == 0) {
        return false;
    }
    tx.execute(queries::mail::insert_attempt, {{"id", letter.id}, {"at", now}, {"outcome", name(delivery.outcome)}, {"reply", reply}});
    return true;
}

bool Outbox::expire(const Letter& letter, Timestamp now) {
    return database_.in_transaction([&](db::Transaction& tx) {
        return mark(tx, letter, {LetterState::Expired, now}, "too late to be of use", false, now) != 0;
    });
}

void Outbox::give_back(const Letter& letter) {
    database_.execute_once(queries::mail::give_back_letter, {{"id", letter.id}, {"worker", letter.worker}});
}

std::size_t Outbox::recover_lost(Timestamp now) {
    return database_.in_transaction([&](db::Transaction& tx) {
        const auto rows = tx.rows(queries::mail::lock_lost_letters, {{"now", now}, {"limit", most_lost_at_once}});
        for (const auto& row : rows) {
            const auto letter = read_letter(row);
            finish_in(tx, letter, {Outcome::Lost, "whoever tried to send it vanished"}, now);
            spdlog::warn("letter {} was lost by its worker", letter.id.value);
        }
        return rows.size();
    });
}

}  // namespace ansvar::mail
