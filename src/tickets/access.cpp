#include "tickets/access.hpp"

#include <array>

namespace ansvar::tickets {

namespace {

/// What each relation to a ticket allows. A line a relation, a column an action.
struct Rights {
    bool view, notes, reply, handle, close, reopen;
};
//                                  view   notes  reply  handle close  reopen
constexpr Rights as_requester{      true,  false, true,  false, true,  true};
constexpr Rights as_watcher{        true,  false, true,  false, false, false};
constexpr Rights as_queue_agent{    true,  true,  true,  true,  true,  true};
constexpr Rights as_holder{         true,  true,  true,  true,  true,  true};
constexpr Rights as_manager{        true,  false, false, false, false, false};
constexpr Rights as_administrator{  true,  true,  true,  true,  true,  true};

bool allows(const Rights& rights, Action action) {
    switch (action) {
        case Action::View: return rights.view;
        case Action::Notes: return rights.notes;
        case Action::Reply: return rights.reply;
        case Action::Handle: return rights.handle;
        case Action::Close: return rights.close;
        case Action::Reopen: return rights.reopen;
    }
    return false;
}

}  // namespace

bool may(const identity::Person& person, Action action, const Ticket& ticket, bool is_watcher) {
    const bool outsiders = !ticket.confidential;
    return (ticket.requester == person.id && allows(as_requester, action)) || (is_watcher && allows(as_watcher, action)) ||
           (person.works_in(ticket.role) && allows(as_queue_agent, action)) ||
           (ticket.assignee == person.id && allows(as_holder, action)) ||
           (outsiders && person.is_manager && allows(as_manager, action)) ||
           (outsiders && person.is_administrator && allows(as_administrator, action));
}

bool may_open_queue(const identity::Person& person, const RoleCode& role) { return person.works_in(role) || person.is_administrator; }

bool sees_confidential_in(const identity::Person& person, const RoleCode& role) { return person.works_in(role); }

}  // namespace ansvar::tickets
