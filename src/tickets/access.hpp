#pragma once

#include "identity/principal.hpp"
#include "tickets/ticket.hpp"

namespace ansvar::tickets {

/// What one may want with a ticket.
enum class Action {
    View,     ///< the conversation and what stands about it
    Notes,    ///< internal notes, read and written; the routing receipt in full
    Reply,    ///< write to the other side
    Handle,   ///< take, hand over, reroute, state, priority
    Close,    ///< end it: agents by state, requesters because the problem is gone
    Reopen,   ///< "Problemet är kvar"
};

/// The one table of who may do what with a ticket: relation × action. Relations add up; a confidential ticket is nobody's business but
/// the requester's, those who work in its queue, its holder's and its watchers'.
/// May `person` do `action` with `ticket`? `is_watcher`: they follow it (copied in).
bool may(const identity::Person& person, Action action, const Ticket& ticket, bool is_watcher);

/// Whether `person` may open the queue of `role` as a list, and whether its confidential tickets are in that list.
bool may_open_queue(const identity::Person& person, const RoleCode& role);
bool sees_confidential_in(const identity::Person& person, const RoleCode& role);

}  // namespace ansvar::tickets
