#include "tickets/access.hpp"

#include <stdexcept>

namespace ansvar::tickets {

namespace {

using identity::Capacities;
using identity::Capacity;
using identity::Right;

Right right_of(Action action) {
    switch (action) {
        case Action::View: return Right::TicketView;
        case Action::Notes: return Right::TicketNotes;
        case Action::Reply: return Right::TicketReply;
        case Action::Handle: return Right::TicketHandle;
        case Action::Close: return Right::TicketClose;
        case Action::Reopen: return Right::TicketReopen;
        case Action::Seal: return Right::TicketSeal;
        case Action::Unseal: return Right::TicketUnseal;
        case Action::Views: return Right::TicketViews;
    }
    throw std::logic_error("an action of no kind");
}

Capacities capacity_if(bool is_so, Capacity capacity) { return is_so ? Capacities{capacity} : Capacities{}; }

}  // namespace

identity::Capacities capacities_to(const identity::Person& person, const Ticket& ticket, const Ties& ties) {
    using enum Capacity;
    return capacity_if(ticket.requester == person.id, Requester) | capacity_if(ticket.assignee == person.id, Assignee) |
           capacity_if(ties.is_reader, Reader) | capacity_if(ties.glass_until.has_value(), GlassBreaker) |
           capacity_if(ties.is_watcher && !ticket.named_only, Watcher) | capacity_if(ties.follows, Follower) |
           capacity_if(person.works_in(ticket.role) && !ticket.named_only, Agent) |
           capacity_if(person.manages(ticket.unit), Manager) | capacity_if(person.is_auditor, Auditor) |
           capacity_if(person.is_administrator, Administrator);
}

bool may(const identity::Person& person, Action action, const Ticket& ticket, const Ties& ties) {
    const bool moves_nothing = action == Action::View || action == Action::Notes || action == Action::Views || action == Action::Seal;
    return (!ticket.merged_into || moves_nothing) && identity::may(capacities_to(person, ticket, ties), right_of(action), ticket.confidential);
}

bool may_unmerge(const identity::Person& person, const Ticket& ticket, const Ties& ties) {
    return ticket.merged_into && identity::may(capacities_to(person, ticket, ties), Right::TicketHandle, ticket.confidential);
}

bool may_open_queue(const identity::Person& person, const RoleCode& role) {
    return identity::may(capacity_if(person.works_in(role), Capacity::Agent) | capacity_if(person.is_administrator, Capacity::Administrator),
                         Right::QueueOpen);
}

bool sees_confidential_in(const identity::Person& person, const RoleCode& role) { return person.works_in(role); }

}  // namespace ansvar::tickets
