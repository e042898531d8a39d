#pragma once

#include <string>

#include "db/session.hpp"
#include "identity/person.hpp"
#include "tickets/followed_changes.hpp"

/// What addresses are told: thin JSON without a word about people or of what they wrote. {"type", "timestamp", "data"}
namespace ansvar::hooks {

/// "msg_…", drawn once for each delivery.
std::string draw_message_id();

/// ticket.changed {change, ticket, url, version, changes}; ticket.hidden {change, ticket} when the reader may see it no longer. `changes`,
/// the kinds of its events (tickets/event.hpp), is empty for whoever may not read notes and of what is confidential.
std::string message_of(db::Session& session, const tickets::TicketChange& change, const identity::Person& reader, Timestamp now);
/// changes.lost {from, to}: the changes between are no longer kept; read everything anew.
std::string message_of_lost(const tickets::FeedPlace& from, const tickets::FeedPlace& to, Timestamp now);
/// webhook.test {}
std::string trial_message(Timestamp now);

}  // namespace ansvar::hooks
