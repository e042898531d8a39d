#pragma once

#include <optional>
#include <vector>

#include "tickets/attachments.hpp"
#include "tickets/desk.hpp"

/// Two tickets about the same: one, the source, goes on in the other, the target. Nothing is moved. The source keeps its messages, is in no
/// list, and can be taken apart again at any time.
namespace ansvar::tickets::merging {

/// Why the one cannot go on in the other, as a fault of "/into"; empty when it can.
std::optional<Refusal> fault(const Ticket& source, const Ticket& target);

/// Whoever merges handles both. The source's requester follows the target from then on when it is another's. NotFound also for a target that
/// `by` may not know of.
Result<Ticket, Refusal> merge(Desk& desk, TicketId source, TicketId target, const identity::Person& by, std::optional<std::int64_t> version = {},
                              std::optional<std::int64_t> target_version = {});
/// By somebody who would handle both if they stood alone: of a chain each link comes apart by itself. What was written meanwhile stays where
/// it was written. A follower that the merge brought is none any more.
Result<Ticket, Refusal> unmerge(Desk& desk, TicketId source, const identity::Person& by, std::optional<std::int64_t> version = {});

/// Where what `by` writes on a ticket belongs: the ticket itself, or the one it goes on in. NotFound for a ticket they may not see,
/// NotAllowed for one that goes on where they may not.
Result<TicketId, Refusal> where_to_write(db::Session& session, TicketId ticket, const identity::Person& by, Timestamp now);

/// Puts the messages and files of the tickets that go on in `target` among its own, by time. A reader meets there what they would meet at
/// the source itself; notes only when they may read those of both. Gives the sources that are shown.
std::vector<ticket_store::Found> add_messages(db::Session& session, const ticket_store::Found& target, const identity::Person& reader, Timestamp now,
                                              std::vector<ticket_store::Entry>& timeline, std::vector<attachments::Attachment>& files);

}  // namespace ansvar::tickets::merging
