#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/ids.hpp"
#include "db/database.hpp"
#include "tickets/ticket.hpp"

/// The feed of changes to tickets. Each is written in the transaction of its change and numbered once that is committed: ids are drawn in
/// another order than they become visible, so who kept the last id it read would miss some. Whoever follows the numbers meets every change
/// once, in order.
namespace ansvar::tickets {

/// How far the feed has come.
struct FeedState {
    std::uint64_t last_number = 0;  ///< of the changes that are numbered
    bool waits = false;             ///< there are committed changes without a number
};

struct NumberedChange {
    std::uint64_t number = 0;
    TicketId ticket;
    TicketId last_ticket;                 ///< of a batch that was written at once: all from `ticket` to this; else the same
    RoleCode role;                        ///< whose queue it is in afterwards
    std::optional<RoleCode> role_before;  ///< and was in, when it moved
    Confidentiality reach = Confidentiality::Open;  ///< of before and afterwards the lesser: who saw it then or sees it now may hear of it
    std::int64_t seq = 0;  ///< the ticket's newest event then
    Timestamp made_at;
};

/// What open pages hear of: a queue, what is confidential in it, a ticket. A client hears of both sides of a queue by one name.
std::string queue_topic(const RoleCode& role);
std::string sealed_queue_topic(const RoleCode& role);
std::string ticket_topic(TicketId ticket);

/// One small query, for those who look often.
FeedState feed_state(db::Session& session, Timestamp now);

/// Numbers up to 500 committed changes and returns how many; 0 also when somebody else is at it just now. What was held and is not at `now` is
/// found by its words from then on.
std::size_t number_changes(db::Database& database, Timestamp now);

/// The changes after that number, in order.
std::vector<NumberedChange> changes_after(db::Session& session, std::uint64_t number, std::size_t limit);

}  // namespace ansvar::tickets
