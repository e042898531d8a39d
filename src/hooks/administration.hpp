#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "hooks/target.hpp"
#include "hooks/webhook.hpp"
#include "identity/audit.hpp"
#include "identity/person.hpp"

/// What people and programs do with webhooks; each is noted in the audit, in the same transaction. Pages and the API share it.
namespace ansvar::hooks::administration {

inline constexpr std::size_t longest_name = 100;
/// For so long the secret before signs too.
inline constexpr std::chrono::hours secrets_overlap{24};

/// May somebody see and change it? Its owner, and administrators.
bool may_manage(const identity::Person& person, const Webhook& webhook);

struct Made {
    WebhookId id;
    std::string secret;  ///< the only time anybody sees it
};
Made make(db::Transaction& tx, std::string_view seal_key, WebhookDraft draft, const identity::Actor& by, Timestamp now);
void change(db::Transaction& tx, const Webhook& webhook, std::string_view name, std::string_view url, const identity::Actor& by, Timestamp now);
/// The new secret, shown this once.
std::string rotate(db::Transaction& tx, std::string_view seal_key, const Webhook& webhook, const identity::Actor& by, Timestamp now);
void pause(db::Transaction& tx, const Webhook& webhook, const identity::Actor& by, Timestamp now);
/// It goes on with the delivery it is at; without that one when it is left out.
void resume(db::Transaction& tx, const Webhook& webhook, bool leaves_out, const identity::Actor& by, Timestamp now);
void remove(db::Transaction& tx, const Webhook& webhook, const identity::Actor& by, Timestamp now);
/// A message without content, sent at once and once, also while the address is paused.
DeliveryId try_out(db::Transaction& tx, const Webhook& webhook, const identity::Actor& by, Timestamp now);
/// False when there is no such delivery, or it has not ended.
bool send_again(db::Transaction& tx, const Webhook& webhook, DeliveryId delivery, const identity::Actor& by, Timestamp now);

}  // namespace ansvar::hooks::administration
