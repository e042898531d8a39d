#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "db/session.hpp"
#include "tickets/queue.hpp"

/// "Mina ärenden": what a person has asked for, and what rests in their own hands (Resp chef and people without a queue meet it here).
namespace ansvar::tickets::my_tickets {

/// Their own tickets with an answer that they have not been shown, of the others those that are open or done; those of other people in their
/// hands, and those that they are a named reader of.
enum class List { Answered, Open, Done, Assigned, Named };

/// "answered", "open", …
std::optional<List> list_from(std::string_view name);

struct Line {
    TicketId id;
    std::string subject;
    RoleCode role;
    std::optional<std::string> area;
    State state = State::New;
    Timestamp opened_at;
    Timestamp due_at;
    Timestamp changed_at;
    std::string requester;                 ///< "" when it is their own
    std::optional<std::string> assignee;   ///< a name; of their own tickets alone

    bool falls_due() const { return due_at < never_due; }
    /// After this one the next page of their own tickets begins.
    QueueCursor place() const { return {changed_at, id}; }
};

/// Their own: those that changed last first, from `after` on, at most `limit`. Of other people's tickets: as they fall due, at most 200, and
/// neither `after` nor `limit` counts.
std::vector<Line> read(db::Session& session, List list, PersonId person, const std::optional<QueueCursor>& after, std::size_t limit, Timestamp now);

/// Whether a list is of one's own tickets, and so read page by page.
inline bool is_paged(List list) { return list == List::Answered || list == List::Open || list == List::Done; }

}  // namespace ansvar::tickets::my_tickets
