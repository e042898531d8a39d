#include <array>
#include <stdexcept>
#include <utility>

#include "hooks/webhook.hpp"
#include "queries/hooks.hpp"

namespace ansvar::hooks {

namespace {

namespace sql = queries::hooks;

constexpr std::chrono::hours kept_for{24 * 14};
constexpr std::array<std::pair<Paused, std::string_view>, 4> reasons{
    {{Paused::ByHand, "by_hand"}, {Paused::Failing, "failing"}, {Paused::Gone, "gone"}, {Paused::Owner, "owner"}}};
constexpr std::array<std::pair<Delivery::State, std::string_view>, 4> states{{{Delivery::State::Waiting, "waiting"},
                                                                              {Delivery::State::Delivered, "delivered"},
                                                                              {Delivery::State::Failed, "failed"},
                                                                              {Delivery::State::LeftOut, "left_out"}}};

template <class Word, std::size_t Count>
std::string_view word_of(const std::array<std::pair<Word, std::string_view>, Count>& table, Word word) {
    for (const auto& [each, text] : table) {
        if (each == word) {
            return text;
        }
    }
    throw std::logic_error("a value outside its enumeration");
}

template <class Word, std::size_t Count>
Word from_word(const std::array<std::pair<Word, std::string_view>, Count>& table, const std::string& text) {
    for (const auto& [each, word] : table) {
        if (word == text) {
            return each;
        }
    }
    throw std::logic_error("a word that no version has written: " + text);
}

unsigned whole(const db::Row& row, std::string_view column) { return static_cast<unsigned>(row.unsigned_integer(column)); }

Webhook read_webhook(const db::Row& row) {
    const auto why = row.optional_text("paused_why");
    return {.id = row.id<WebhookId>("id"),
            .name = row.text("name"),
            .url = row.text("url"),
            .owner = row.id<PersonId>("owner_id"),
            .owner_name = row.text("owner_name"),
            .created_by = row.id<PersonId>("created_by_id"),
            .sealed_secret = row.text("sealed_secret"),
            .sealed_earlier = row.optional_text("sealed_earlier"),
            .earlier_until = row.optional_time("earlier_until"),
            .paused = why ? std::optional{from_word(reasons, *why)} : std::nullopt,
            .paused_at = row.optional_time("paused_at"),
            .heard = {row.unsigned_integer("heard_number"), row.optional_id<TicketId>("heard_within")},
            .failures = whole(row, "failures"),
            .due_at = row.time("due_at"),
            .took_ms = whole(row, "took_ms"),
            .created_at = row.time("created_at"),
            .waiting = row.unsigned_integer("waiting")};
}

Delivery read_delivery(const db::Row& row) {
    const auto status = row.optional_integer("status");
    return {.id = row.id<DeliveryId>("id"),
            .message_id = row.text("message_id"),
            .ticket = row.optional_id<TicketId>("ticket_id"),
            .is_trial = row.flag("is_trial"),
            .payload = row.text("payload"),
            .state = from_word(states, row.text("state")),
            .attempts = whole(row, "attempts"),
            .status = status ? std::optional{static_cast<int>(*status)} : std::nullopt,
            .answer = row.optional_text("answer").value_or(""),
            .created_at = row.time("created_at"),
            .tried_at = row.optional_time("tried_at")};
}

}  // namespace

std::string_view to_string(Paused why) { return word_of(reasons, why); }
std::string_view to_string(Delivery::State state) { return word_of(states, state); }

namespace webhook_store {

WebhookId insert(db::Transaction& tx, const WebhookDraft& draft, Timestamp now) {
    tx.execute(sql::insert_webhook, {{"name", draft.name},
                                     {"url", draft.url},
                                     {"owner_id", draft.owner},
                                     {"created_by_id", draft.created_by},
                                     {"sealed_secret", draft.sealed_secret},
                                     {"now", now}});
    return WebhookId{tx.last_insert_id()};
}

std::optional<Webhook> find(db::Session& session, WebhookId id) {
    const auto row = session.row(sql::select_webhook, {{"id", id}});
    return row ? std::optional{read_webhook(*row)} : std::nullopt;
}

std::vector<Webhook> list(db::Session& session, std::optional<PersonId> of) {
    std::vector<Webhook> all;
    session.each(sql::select_webhooks, {{"owner_id", of}}, [&](const db::Row& row) { all.push_back(read_webhook(row)); });
    return all;
}

void change(db::Transaction& tx, WebhookId id, std::string_view name, std::string_view url, Timestamp now) {
    tx.execute(sql::update_webhook, {{"id", id}, {"name", name}, {"url", url}, {"now", now}});
}

void put_secret(db::Transaction& tx, WebhookId id, std::string_view sealed, Timestamp earlier_until) {
    tx.execute(sql::put_secret, {{"id", id}, {"sealed", sealed}, {"earlier_until", earlier_until}});
}

void pause(db::Transaction& tx, WebhookId id, Paused why, Timestamp now) {
    tx.execute(sql::pause_webhook, {{"id", id}, {"why", to_string(why)}, {"now", now}});
}

void resume(db::Transaction& tx, WebhookId id, Timestamp now) { tx.execute(sql::resume_webhook, {{"id", id}, {"now", now}}); }

void remove(db::Transaction& tx, WebhookId id) { tx.execute(sql::delete_webhook, {{"id", id}}); }

DeliveryId insert_delivery(db::Transaction& tx, WebhookId id, const std::optional<std::string>& place, const std::optional<TicketId>& ticket,
                           std::string_view message_id, std::string_view payload, Timestamp now) {
    tx.execute(sql::insert_delivery,
               {{"webhook_id", id}, {"message_id", message_id}, {"place", place}, {"ticket_id", ticket}, {"payload", payload}, {"now", now}});
    return DeliveryId{tx.last_insert_id()};
}

std::vector<Delivery> deliveries(db::Session& session, WebhookId id, std::optional<DeliveryId> before, std::size_t limit) {
    std::vector<Delivery> all;
    session.each(sql::select_deliveries, {{"webhook_id", id}, {"before", before}, {"limit", limit}},
                 [&](const db::Row& row) { all.push_back(read_delivery(row)); });
    return all;
}

std::optional<Delivery> next_delivery(db::Session& session, WebhookId id, bool trials) {
    const auto row = session.row(sql::select_next_delivery, {{"webhook_id", id}, {"trials", trials}});
    return row ? std::optional{read_delivery(*row)} : std::nullopt;
}

bool leave_out(db::Transaction& tx, DeliveryId id, std::string_view why, Timestamp now) {
    return tx.execute(sql::leave_out_delivery, {{"id", id}, {"why", why}, {"now", now}}) == 1;
}

bool send_again(db::Transaction& tx, WebhookId id, DeliveryId delivery) {
    return tx.execute(sql::send_delivery_again, {{"id", delivery}, {"webhook_id", id}}) == 1;
}

void remove_old(db::Database& database, Timestamp now) {
    while (database.execute_once(sql::delete_old_deliveries, {{"before", now - kept_for}}) == 1000) {
    }
}

}  // namespace webhook_store

}  // namespace ansvar::hooks
