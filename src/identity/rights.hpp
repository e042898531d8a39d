#pragma once

#include <cstdint>
#include <string_view>

#include "identity/person.hpp"
#include "web/access.hpp"

namespace ansvar::identity {

/// What somebody is to the thing they want to do something with. Several can be true at once; rights add up.
enum class Capacity : std::uint16_t {
    Requester = 1 << 0,      ///< of this ticket
    Watcher = 1 << 1,        ///< of this ticket: copied in
    Agent = 1 << 2,          ///< works in the queue: of this ticket, or in general
    Assignee = 1 << 3,       ///< of this ticket
    Reader = 1 << 4,         ///< of this ticket: named as one who may see it although it is confidential
    GlassBreaker = 1 << 5,   ///< of this ticket: has opened it with a reason, for a while
    Manager = 1 << 6,        ///< of the ticket's unit, or in general
    MatrixOwner = 1 << 7,
    Auditor = 1 << 8,
    Administrator = 1 << 9,
    Follower = 1 << 10       ///< of this ticket, by their own will
};

/// An action on a kind of object.
enum class Right {
    // of one ticket
    TicketView,    ///< the conversation and what stands about it
    TicketNotes,   ///< internal notes, read and written; the routing receipt in full
    TicketReply,   ///< write to the other side
    TicketHandle,  ///< take, hand over, reroute, state, priority
    TicketClose,   ///< end it: agents by state, requesters because the problem is gone
    TicketReopen,  ///< "Problemet är kvar"
    TicketSeal,    ///< make it confidential
    TicketUnseal,  ///< make it less confidential, with a reason; say who may read it
    TicketViews,   ///< see who has looked at it
    // in general
    QueueOpen,     ///< the list of a queue
    Reports,       ///< the overview and its exports
    MatrixChange,  ///< drafts, publishing, going back
    People,        ///< people, units, roles, holders, others' absences, imports; ways of signing in, tokens, letters
    Audit,         ///< read and export the audit
    UnitExceptions,  ///< say that at a unit of theirs another role answers for a row of the matrix
    BreakGlass     ///< open a confidential ticket with a reason
};

/// A set of capacities.
class Capacities {
public:
    constexpr Capacities() = default;
    constexpr Capacities(Capacity one) : bits_(static_cast<std::uint16_t>(one)) {}
    constexpr Capacities operator|(Capacities other) const { return Capacities{static_cast<std::uint16_t>(bits_ | other.bits_)}; }
    Capacities& operator|=(Capacities other) { return *this = *this | other; }
    constexpr bool meets(Capacities other) const { return (bits_ & other.bits_) != 0; }

private:
    constexpr explicit Capacities(std::uint16_t bits) : bits_(bits) {}
    std::uint16_t bits_ = 0;
};

constexpr Capacities operator|(Capacity a, Capacity b) { return Capacities{a} | Capacities{b}; }

/// The one table of who may do what (rights.cpp): does being that allow this? `is_confidential`: of a ticket; it takes the rights of those
/// who only look after the school or a unit.
bool may(Capacities who, Right what, bool is_confidential = false);

/// What a person is in general, without any one ticket.
Capacities capacities_of(const Person& person);
inline bool may(const Person& person, Right what) { return may(capacities_of(person), what); }

/// May this person use a route of that audience?
bool is_in(const Person& person, web::Audience audience);

}  // namespace ansvar::identity
