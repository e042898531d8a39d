#pragma once

#include "identity/principal.hpp"
#include "identity/rights.hpp"
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
    Seal,     ///< make it confidential
    Unseal,   ///< make it less confidential, with a reason; say who may read it
    Views     ///< see who has looked at it
};

/// Everything that a person is to a ticket. Of a ticket for named readers alone, its queue and those copied in are nothing to it.
identity::Capacities capacities_to(const identity::Person& person, const Ticket& ticket, const Ties& ties);

/// May `person` do `action` with `ticket`? What they are to it is asked of the one table of rights (identity/rights.cpp).
/// A ticket that goes on in another one (tickets/merge.hpp) is only read, and made confidential: its text can still be read there.
bool may(const identity::Person& person, Action action, const Ticket& ticket, const Ties& ties);
/// Take apart what was merged: whoever would handle the ticket if it stood alone.
bool may_unmerge(const identity::Person& person, const Ticket& ticket, const Ties& ties);

/// Whether `person` may open the queue of `role` as a list, and whether its confidential tickets are in that list.
bool may_open_queue(const identity::Person& person, const RoleCode& role);
bool sees_confidential_in(const identity::Person& person, const RoleCode& role);

}  // namespace ansvar::tickets
