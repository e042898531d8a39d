#include "hooks/administration.hpp"

#include "hooks/message.hpp"
#include "hooks/signature.hpp"

namespace ansvar::hooks::administration {

namespace {

using nlohmann::json;

void note(db::Transaction& tx, WebhookId id, std::string_view what, json details, const identity::Actor& by, Timestamp now) {
    identity::record(tx, by, {.action = "webhook." + std::string{what}, .object_kind = "webhook", .object_id = id.text(), .details = std::move(details)}, now);
}

}  // namespace

bool may_manage(const identity::Person& person, const Webhook& webhook) { return person.is_administrator || webhook.owner == person.id; }

Made make(db::Transaction& tx, std::string_view seal_key, WebhookDraft draft, const identity::Actor& by, Timestamp now) {
    auto secret = draw_secret();
    draft.sealed_secret = seal_secret(seal_key, secret);
    const auto id = webhook_store::insert(tx, draft, now);
    note(tx, id, "created", {{"name", draft.name}, {"host", host_of(draft.url)}, {"as", draft.owner.value}}, by, now);
    return {id, std::move(secret)};
}

void change(db::Transaction& tx, const Webhook& webhook, std::string_view name, std::string_view url, const identity::Actor& by, Timestamp now) {
    if (webhook.name == name && webhook.url == url) {
        return;
    }
    webhook_store::change(tx, webhook.id, name, url, now);
    note(tx, webhook.id, "changed",
         {{"before", {{"name", webhook.name}, {"host", host_of(webhook.url)}}}, {"after", {{"name", name}, {"host", host_of(url)}}}}, by, now);
}

std::string rotate(db::Transaction& tx, std::string_view seal_key, const Webhook& webhook, const identity::Actor& by, Timestamp now) {
    auto secret = draw_secret();
    webhook_store::put_secret(tx, webhook.id, seal_secret(seal_key, secret), now + secrets_overlap);
    note(tx, webhook.id, "secret_changed", json::object(), by, now);
    return secret;
}

void pause(db::Transaction& tx, const Webhook& webhook, const identity::Actor& by, Timestamp now) {
    if (!webhook.paused) {
        webhook_store::pause(tx, webhook.id, Paused::ByHand, now);
        note(tx, webhook.id, "paused", json::object(), by, now);
    }
}

void resume(db::Transaction& tx, const Webhook& webhook, bool leaves_out, const identity::Actor& by, Timestamp now) {
    if (leaves_out) {
        if (const auto delivery = webhook_store::next_delivery(tx, webhook.id, false)) {
            webhook_store::leave_out(tx, delivery->id, "left out by hand", now);
        }
    }
    webhook_store::resume(tx, webhook.id, now);
    note(tx, webhook.id, "resumed", {{"leaves_out", leaves_out}}, by, now);
}

void remove(db::Transaction& tx, const Webhook& webhook, const identity::Actor& by, Timestamp now) {
    webhook_store::remove(tx, webhook.id);
    note(tx, webhook.id, "removed", {{"name", webhook.name}, {"host", host_of(webhook.url)}, {"as", webhook.owner.value}}, by, now);
}

DeliveryId try_out(db::Transaction& tx, const Webhook& webhook, const identity::Actor& by, Timestamp now) {
    note(tx, webhook.id, "tried", json::object(), by, now);
    return webhook_store::insert_delivery(tx, webhook.id, std::nullopt, std::nullopt, draw_message_id(), trial_message(now), now);
}

bool send_again(db::Transaction& tx, const Webhook& webhook, DeliveryId delivery, const identity::Actor& by, Timestamp now) {
    if (!webhook_store::send_again(tx, webhook.id, delivery)) {
        return false;
    }
    note(tx, webhook.id, "resent", {{"delivery", delivery.value}}, by, now);
    return true;
}

}  // namespace ansvar::hooks::administration
