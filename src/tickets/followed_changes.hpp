#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/ids.hpp"
#include "core/time.hpp"
#include "db/session.hpp"
#include "identity/person.hpp"

/// The feed of changes (tickets/sequencer.hpp) as one person may hear of it: what the API gives out and webhooks tell.
namespace ansvar::tickets {

/// How far somebody has come. A batch is one change of many tickets: within one, the last ticket that was told. As text "17" or "17.1042".
struct FeedPlace {
    std::uint64_t number = 0;
    std::optional<TicketId> within = std::nullopt;

    std::string text() const;
    static std::optional<FeedPlace> parse(std::string_view text);
};

/// One ticket of one change.
struct TicketChange {
    FeedPlace place;
    TicketId ticket;
    bool is_readable = false;  ///< no longer, when not: it stood where the reader could see it
    std::int64_t seq = 0;      ///< the ticket's newest event then
    Timestamp made_at;
};

struct FollowedChanges {
    std::vector<TicketChange> changes;
    FeedPlace next;
    bool more = false;  ///< there is more to be asked for now
};

/// Where the feed stands.
FeedPlace end_of_feed(db::Session& session, Timestamp now);
/// At most `limit` tickets of changes after that place. Empty when some before them are no longer kept, or the place never was.
std::optional<FollowedChanges> follow_changes(db::Session& session, const FeedPlace& after, std::size_t limit, const identity::Person& reader, Timestamp now);

}  // namespace ansvar::tickets
