#include "tickets/idempotency.hpp"

#include "core/secret.hpp"
#include "queries/tickets.hpp"

namespace ansvar::tickets {

IdempotencyKey::IdempotencyKey(std::string_view key, std::string_view request) : key_hash_(sha256(key)), request_hash_(sha256(request)) {}

IdempotencyKey IdempotencyKey::random() { return {random_token(), ""}; }

std::optional<IdempotencyKey::Done> IdempotencyKey::find(db::Session& session, PersonId person) const {
    if (key_hash_.empty()) {
        return {};
    }
    const auto row = session.row(queries::tickets::select_idempotency_key, {{"person_id", person}, {"key_hash", key_hash_}});
    if (!row) {
        return {};
    }
    return Done{row->id<TicketId>("ticket_id"), row->integer("seq"), row->text("request_hash") == request_hash_};
}

void IdempotencyKey::mark(db::Transaction& tx, PersonId person, TicketId ticket, std::int64_t seq, Timestamp now) const {
    if (key_hash_.empty()) {
        return;
    }
    tx.execute(queries::tickets::insert_idempotency_key, {{"person_id", person},
                                                          {"key_hash", key_hash_},
                                                          {"request_hash", request_hash_},
                                                          {"ticket_id", ticket},
                                                          {"seq", seq},
                                                          {"now", now}});
}

}  // namespace ansvar::tickets
