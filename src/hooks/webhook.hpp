#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/ids.hpp"
#include "core/time.hpp"
#include "db/database.hpp"
#include "tickets/followed_changes.hpp"

/// Addresses that are told of changes by HTTP (decision 0085).
namespace ansvar::hooks {

using WebhookId = Id<struct WebhookTag>;
using DeliveryId = Id<struct DeliveryTag>;

/// Why an address is told nothing for now.
enum class Paused {
    ByHand,
    Failing,  ///< all tries of one delivery failed
    Gone,     ///< it answered 410
    Owner     ///< whose rights it has is closed
};
std::string_view to_string(Paused why);  ///< "by_hand", "failing", "gone", "owner"

struct Webhook {
    WebhookId id;
    std::string name;
    std::string url;
    PersonId owner;  ///< it hears of what this person may see
    std::string owner_name;
    PersonId created_by;
    std::string sealed_secret;
    std::optional<std::string> sealed_earlier;  ///< signs too until earlier_until
    std::optional<Timestamp> earlier_until;
    std::optional<Paused> paused;  ///< empty: active
    std::optional<Timestamp> paused_at;
    tickets::FeedPlace heard;  ///< how far its deliveries have been written
    unsigned failures = 0;     ///< of the delivery that it is at
    Timestamp due_at;          ///< not tried before
    unsigned took_ms = 0;      ///< the last try
    Timestamp created_at;
    std::uint64_t waiting = 0;  ///< deliveries that are written and not taken
};

struct Delivery {
    DeliveryId id;
    std::string message_id;
    std::optional<TicketId> ticket;  ///< whose change it tells of, as long as the owner may see it
    bool is_trial = false;
    std::string payload;
    enum class State { Waiting, Delivered, Failed, LeftOut } state = State::Waiting;
    unsigned attempts = 0;
    std::optional<int> status;  ///< of the last answer
    std::string answer;
    Timestamp created_at;
    std::optional<Timestamp> tried_at;
};
std::string_view to_string(Delivery::State state);  ///< "waiting", "delivered", "failed", "left_out"

/// What somebody wants an address to be.
struct WebhookDraft {
    std::string name;
    std::string url;
    PersonId owner;
    PersonId created_by;
    std::string sealed_secret;
};

namespace webhook_store {

WebhookId insert(db::Transaction& tx, const WebhookDraft& draft, Timestamp now);
std::optional<Webhook> find(db::Session& session, WebhookId id);
/// By name; of one owner when `of` says whose.
std::vector<Webhook> list(db::Session& session, std::optional<PersonId> of = std::nullopt);
void change(db::Transaction& tx, WebhookId id, std::string_view name, std::string_view url, Timestamp now);
void put_secret(db::Transaction& tx, WebhookId id, std::string_view sealed, Timestamp earlier_until);
void pause(db::Transaction& tx, WebhookId id, Paused why, Timestamp now);
void resume(db::Transaction& tx, WebhookId id, Timestamp now);
void remove(db::Transaction& tx, WebhookId id);

/// What is told beside the feed: a trial (no `place`). `place`: once only, db::Duplicate otherwise.
DeliveryId insert_delivery(db::Transaction& tx, WebhookId id, const std::optional<std::string>& place, const std::optional<TicketId>& ticket,
                           std::string_view message_id, std::string_view payload, Timestamp now);
/// Newest first, those before `before`.
std::vector<Delivery> deliveries(db::Session& session, WebhookId id, std::optional<DeliveryId> before, std::size_t limit);
/// The one it is at: the oldest that waits, trials or others.
std::optional<Delivery> next_delivery(db::Session& session, WebhookId id, bool trials);
/// It is not told any more. False when it does not wait.
bool leave_out(db::Transaction& tx, DeliveryId id, std::string_view why, Timestamp now);
/// A delivery that has ended is told again, before those that wait. False when there is none such.
bool send_again(db::Transaction& tx, WebhookId id, DeliveryId delivery);
void remove_old(db::Database& database, Timestamp now);

}  // namespace webhook_store

}  // namespace ansvar::hooks
