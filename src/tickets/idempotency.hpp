#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "db/session.hpp"
#include "db/transaction.hpp"

namespace ansvar::tickets {

/// What makes a request the same request when it comes again: the client's key (form or Idempotency-Key) and a hash of what it asked.
/// A request without a key gets a random one, so that a COMMIT whose answer was lost can always be looked up.
class IdempotencyKey {
public:
    /// `key` as the client sent it, at most 255 bytes count; `request`: everything that tells one request from another.
    IdempotencyKey(std::string_view key, std::string_view request);
    /// For a request that came without one.
    static IdempotencyKey random();
    /// For work within a larger transaction that has a mark of its own: finds nothing and writes nothing.
    static IdempotencyKey kept_elsewhere() { return {}; }

    /// What a request with this key did before.
    struct Done {
        TicketId ticket;
        std::int64_t seq = 0;
        bool same_request = false;  ///< false: the key was used for something else
    };

    std::optional<Done> find(db::Session& session, PersonId person) const;
    /// Writes the mark, in the transaction of what it marks. Throws db::Duplicate when another request with this key was faster.
    void mark(db::Transaction& tx, PersonId person, TicketId ticket, std::int64_t seq, Timestamp now) const;

private:
    IdempotencyKey() = default;

    std::string key_hash_;  ///< empty: kept elsewhere
    std::string request_hash_;
};

}  // namespace ansvar::tickets
