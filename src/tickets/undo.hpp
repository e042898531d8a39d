#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

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

/// Remembers a ticket as it was before a change and as that left it.
void insert(db::Transaction& tx, const Undo& undo, const Ticket& before, const Ticket& after, PersonId by, Timestamp expires_at);

struct Step {
    TicketId ticket;
    std::int64_t first_seq = 0;
    std::int64_t last_seq = 0;
    std::string before;  ///< JSON, as `after`: what a change with an undo may move
    std::string after;
};

/// What `by` can still take back under a token.
struct Open {
    std::int64_t tickets = 0;  ///< at least one
    Timestamp until;
};
/// Empty: nothing any more, or nothing of theirs.
std::optional<Open> find(db::Session& session, const std::string& token, PersonId by, Timestamp now);

/// The steps of a token that `by` may still take back, in the order of their tickets; they are gone afterwards.
std::vector<Step> take(db::Transaction& tx, const std::string& token, PersonId by, Timestamp now);
/// Is `ticket` what the change left? What moves none of its columns, such as a tag or another message, does not count.
bool is_as_left(const Ticket& ticket, const Step& step);
/// Gives `ticket` what it had before the change.
void put_back(Ticket& ticket, const Step& step);
/// What was written in the change.
struct Withdrawn {
    bool messages = false;
    std::uint64_t files = 0;
};
/// The messages are seen by nobody any more: what `by` wrote is their draft again, and the same form may send it once more. Their files
/// go with the draft, and whoever was mentioned in them follows the ticket no more.
Withdrawn withdraw_messages(db::Transaction& tx, const Step& step, PersonId by, Timestamp now);

}  // namespace undo_store

}  // namespace ansvar::tickets
