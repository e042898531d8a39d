#pragma once

#include <chrono>
#include <string>

#include "core/time.hpp"
#include "db/transaction.hpp"
#include "tickets/ticket.hpp"

namespace ansvar::tickets {

/// For how long a change can be taken back by whoever made it, unless the service is set otherwise. Its letters wait as long.
inline constexpr std::chrono::seconds usual_undo_time{20};

/// Whether a change can be undone, and by which token. Changes with the same token are undone together.
struct Undo {
    std::string token = {};  ///< drawn by the caller; empty: it cannot be undone

    explicit operator bool() const { return !token.empty(); }
};

/// Steps back in the database. No rules here: those are Desk::undo's.
namespace undo_store {

/// Remembers the ticket as it was, with the numbers of the events that changed it and the version it has now.
void insert(db::Transaction& tx, const Undo& undo, const Ticket& before, std::int64_t last_seq, std::int64_t version_after, PersonId by,
            Timestamp expires_at);

struct Step {
    TicketId ticket;
    std::int64_t first_seq = 0;
    std::int64_t last_seq = 0;
    std::int64_t version_after = 0;
    std::string before;  ///< JSON: what `put_back` reads
};

/// The steps of a token that `by` may still take back, in the order of their tickets; they are gone afterwards.
std::vector<Step> take(db::Transaction& tx, const std::string& token, PersonId by, Timestamp now);
/// Gives `ticket` what it had before the change.
void put_back(Ticket& ticket, const Step& step);
/// The messages of these events are seen by nobody any more. What `by` had written to somebody is their draft again.
void withdraw_messages(db::Transaction& tx, const Step& step, PersonId by, Timestamp now);

}  // namespace undo_store

}  // namespace ansvar::tickets
