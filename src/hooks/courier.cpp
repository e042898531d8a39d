#include "hooks/courier.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/secret.hpp"
#include "hooks/message.hpp"
#include "hooks/retry.hpp"
#include "hooks/signature.hpp"
#include "identity/people_store.hpp"
#include "mail/outbox.hpp"
#include "mail/webhook_letters.hpp"
#include "queries/hooks.hpp"
#include "tickets/search.hpp"

namespace ansvar::hooks {

namespace {

namespace sql = queries::hooks;
using std::chrono::steady_clock;

constexpr std::size_t written_at_once = 50;
constexpr std::chrono::seconds told_at_once{2};  ///< then others get their turn
constexpr std::chrono::milliseconds slow{1'000};
constexpr std::chrono::hours longest_wait{24};

bool may_still_see(db::Session& session, const Delivery& delivery, const identity::Person& owner) {
    return !delivery.ticket || !tickets::seen_among(session, {*delivery.ticket}, owner).empty();
}

}  // namespace

Courier::Courier(CourierServices services) : services_{std::move(services)} {
    if (!services_.spread) {
        services_.spread = mail::Outbox::random_spread;
    }
}

std::vector<Claim> Courier::claim(std::size_t limit, std::size_t most_slow) {
    const auto now = services_.clock.now();
    auto due = nlohmann::json::array();
    services_.database.read([&](db::Session& session) {
        due = nlohmann::json::array();
        session.each(sql::select_due_webhooks, {{"now", now}}, [&](const db::Row& row) { due.push_back(row.unsigned_integer("id")); });
    });
    if (due.empty() || limit == 0) {
        return {};
    }
    return services_.database.in_transaction([&](db::Transaction& tx) {
        std::vector<Claim> claims;
        std::size_t slow_ones = 0;
        for (const auto& row : tx.rows(sql::lock_webhooks, {{"ids", due.dump()}, {"now", now}})) {
            const bool is_slow = row.unsigned_integer("took_ms") > static_cast<std::uint64_t>(slow.count());
            if (claims.size() == limit || (is_slow && slow_ones == most_slow)) {
                continue;
            }
            slow_ones += is_slow ? 1 : 0;
            claims.push_back({row.id<WebhookId>("id"), random_token(16), is_slow});
            tx.execute(sql::claim_webhook, {{"id", claims.back().id}, {"worker", claims.back().worker}, {"lease_until", now + services_.lease}});
        }
        return claims;
    });
}

void Courier::tell(const Claim& claim, const std::stop_token& stop) {
    const auto until = steady_clock::now() + told_at_once;
    bool goes_on = true;
    while (goes_on && !stop.stop_requested() && steady_clock::now() < until) {
        const auto ready = next(claim);
        if (!ready) {
            break;
        }
        const auto answer = send(*ready, services_.clock.now(), stop);
        goes_on = !stop.stop_requested() && finish(claim, *ready, answer);
    }
    services_.database.execute_once(sql::release_webhook, {{"id", claim.id}, {"worker", claim.worker}});
}

bool Courier::renew(db::Transaction& tx, const Claim& claim, Timestamp now) const {
    return tx.execute(sql::renew_claim, {{"id", claim.id}, {"worker", claim.worker}, {"lease_until", now + services_.lease}}) == 1;
}

std::optional<identity::Person> Courier::owner_of(db::Session& session, const Webhook& webhook, Timestamp now) const {
    auto owner = identity::find_person(session, webhook.owner, now);
    if (!owner || owner->left_at) {
        return std::nullopt;
    }
    identity::add_todays_rights(*owner, services_.todays_rights, now);
    return owner;
}

std::optional<Courier::Ready> Courier::next(const Claim& claim) {
    return services_.database.in_transaction([&](db::Transaction& tx) { return next_in(tx, claim, services_.clock.now()); });
}

std::optional<Courier::Ready> Courier::next_in(db::Transaction& tx, const Claim& claim, Timestamp now) {
    auto webhook = renew(tx, claim, now) ? webhook_store::find(tx, claim.id) : std::nullopt;
    if (!webhook) {
        return std::nullopt;
    }
    if (const auto trial = webhook_store::next_delivery(tx, claim.id, true)) {
        return Ready{*webhook, *trial};
    }
    if (webhook->paused || webhook->due_at > now) {
        return std::nullopt;
    }
    const auto owner = owner_of(tx, *webhook, now);
    if (!owner) {
        pause(tx, *webhook, Paused::Owner, now);
        return std::nullopt;
    }
    do {
        while (const auto delivery = webhook_store::next_delivery(tx, claim.id, false)) {
            if (may_still_see(tx, *delivery, *owner)) {
                return Ready{*webhook, *delivery};
            }
            webhook_store::leave_out(tx, delivery->id, "the owner may not see the ticket any more", now);
        }
    } while (write_deliveries(tx, claim, *webhook, *owner, now));
    return std::nullopt;
}

bool Courier::write_deliveries(db::Transaction& tx, const Claim& claim, Webhook& webhook, const identity::Person& owner, Timestamp now) {
    const auto followed = tickets::follow_changes(tx, webhook.heard, written_at_once, owner, now);
    const auto next = followed ? followed->next : tickets::end_of_feed(tx, now);
    if (!followed) {
        webhook_store::insert_delivery(tx, webhook.id, "lost:" + webhook.heard.text(), std::nullopt, draw_message_id(),
                                       message_of_lost(webhook.heard, next, now), now);
    } else {
        for (const auto& change : followed->changes) {
            if (change.seq == 0) {
                continue;  // brought here from another helpdesk: nothing has happened to it (decision 0089)
            }
            const auto ticket = change.is_readable ? std::optional{change.ticket} : std::nullopt;
            webhook_store::insert_delivery(tx, webhook.id, change.place.text(), ticket, draw_message_id(), message_of(tx, change, owner, now), now);
        }
    }
    const bool has_moved = next.number != webhook.heard.number || next.within != webhook.heard.within;
    webhook.heard = next;
    tx.execute(sql::move_webhook, {{"id", webhook.id}, {"worker", claim.worker}, {"number", next.number}, {"within", next.within}});
    return has_moved || !followed;
}

Answer Courier::send(const Ready& ready, Timestamp now, const std::stop_token& stop) const {
    const auto& webhook = ready.webhook;
    std::vector<std::string> secrets;
    const auto add = [&](const std::string& sealed) {
        if (const auto secret = open_secret(services_.seal_key, sealed)) {
            secrets.push_back(*secret);
        }
    };
    add(webhook.sealed_secret);
    if (webhook.sealed_earlier && webhook.earlier_until && now < *webhook.earlier_until) {
        add(*webhook.sealed_earlier);
    }
    if (secrets.empty()) {
        return {.words = "the secret was sealed under another installation's secret: make a new one"};
    }
    return services_.post({.url = webhook.url,
                           .payload = ready.delivery.payload,
                           .headers = {"Content-Type: application/json",
                                       "User-Agent: Ansvar",
                                       "Expect:",
                                       "webhook-id: " + ready.delivery.message_id,
                                       "webhook-timestamp: " + unix_seconds(now),
                                       "webhook-signature: " + signature(secrets, ready.delivery.message_id, now, ready.delivery.payload)},
                           .stop = stop});
}

bool Courier::finish(const Claim& claim, const Ready& ready, const Answer& answer) {
    spdlog::info("webhook {} answered {} to delivery {}", claim.id.value, answer.status, ready.delivery.id.value);
    return services_.database.in_transaction([&](db::Transaction& tx) { return finish_in(tx, claim, ready, answer, services_.clock.now()); });
}

bool Courier::finish_in(db::Transaction& tx, const Claim& claim, const Ready& ready, const Answer& answer, Timestamp now) {
    if (!renew(tx, claim, now)) {
        spdlog::info("webhook {}: the claim had run out", claim.id.value);
        return false;
    }
    const bool is_trial = ready.delivery.is_trial;
    const bool has_ended = answer.is_taken() || answer.is_gone() || is_trial;
    tx.execute(sql::finish_delivery, {{"id", ready.delivery.id},
                                      {"state", answer.is_taken() ? "delivered" : has_ended ? "failed" : "waiting"},
                                      {"status", answer.status == 0 ? std::nullopt : std::optional{answer.status}},
                                      {"answer", answer.words},
                                      {"now", now}});
    if (is_trial) {
        return true;
    }
    const auto failures = has_ended ? 0U : ready.webhook.failures + 1;
    const auto wait = wait_after(failures, services_.spread());
    const auto asked = std::min<std::chrono::seconds>(answer.retry_after.value_or(std::chrono::seconds{0}), longest_wait);
    const auto due_at = has_ended || !wait ? now : now + std::max<std::chrono::milliseconds>(*wait, asked);
    tx.execute(sql::settle_webhook, {{"id", claim.id}, {"worker", claim.worker}, {"failures", failures}, {"due_at", due_at}, {"took_ms", answer.took.count()}});
    if (answer.is_gone() || (!has_ended && !wait)) {
        pause(tx, ready.webhook, answer.is_gone() ? Paused::Gone : Paused::Failing, now);
    }
    return answer.is_taken();
}

void Courier::pause(db::Transaction& tx, const Webhook& webhook, Paused why, Timestamp now) const {
    webhook_store::pause(tx, webhook.id, why, now);
    const auto reader = mail::webhook_letters::reader_of(tx, webhook.owner, webhook.created_by, now);
    if (reader) {
        const auto letter = mail::webhook_letters::write(tx, *reader, services_.mail_domain, now);
        tx.execute(sql::put_letter, {{"id", webhook.id}, {"letter_id", letter}});
    }
    spdlog::warn("webhook {} is paused: {}", webhook.id.value, to_string(why));
}

}  // namespace ansvar::hooks
