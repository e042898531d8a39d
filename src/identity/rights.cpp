#include "identity/rights.hpp"

#include <array>

namespace ansvar::identity {

namespace {

using enum Capacity;

struct Line {
    Right right;
    Capacities always;         ///< confidential or not
    Capacities unless_sealed;  ///< in addition, of what is not confidential
};

constexpr Capacities nobody{};
constexpr Capacities handlers = Agent | Assignee;

/// Action × object × who. Everything that may be done at all stands here once; pages, API, lists and letters ask.
constexpr std::array<Line, 16> table{{
    {Right::TicketView, handlers | Requester | Watcher | Reader | GlassBreaker, Manager | Follower | Administrator},
    {Right::TicketNotes, handlers | Reader | GlassBreaker, Administrator},
    {Right::TicketReply, handlers | Requester | Watcher | Reader, Administrator},
    {Right::TicketHandle, handlers | Reader, Administrator},
    {Right::TicketClose, handlers | Requester | Reader, Administrator},
    {Right::TicketReopen, handlers | Requester | Reader, Administrator},
    {Right::TicketSeal, handlers | Requester | Reader, Administrator},
    {Right::TicketUnseal, handlers | Reader, Administrator},
    {Right::TicketViews, handlers | Reader | Auditor, Administrator},
    {Right::QueueOpen, Agent | Administrator, nobody},
    {Right::Reports, Manager | Administrator, nobody},
    {Right::MatrixChange, MatrixOwner | Administrator, nobody},
    {Right::People, Administrator, nobody},
    {Right::Audit, Auditor | Administrator, nobody},
    {Right::UnitExceptions, Manager | Administrator, nobody},
    {Right::BreakGlass, Administrator, nobody},
}};

constexpr bool is_in_order() {
    for (std::size_t i = 0; i < table.size(); ++i) {
        if (table[i].right != static_cast<Right>(i)) {
            return false;
        }
    }
    return true;
}
static_assert(is_in_order(), "a line for each Right, in the order of the enumeration");

}  // namespace

bool may(Capacities who, Right what, bool is_confidential) {
    const auto& line = table[static_cast<std::size_t>(what)];
    return who.meets(line.always) || (!is_confidential && who.meets(line.unless_sealed));
}

Capacities capacities_of(const Person& person) {
    Capacities all;
    if (person.is_agent()) {
        all |= Agent;
    }
    if (person.is_manager) {
        all |= Manager;
    }
    if (person.is_matrix_owner) {
        all |= MatrixOwner;
    }
    if (person.is_auditor) {
        all |= Auditor;
    }
    if (person.is_administrator) {
        all |= Administrator;
    }
    return all;
}

bool is_in(const Person& person, web::Audience audience) {
    switch (audience) {
        case web::Audience::Anyone:
        case web::Audience::SignedIn:
            return true;
        case web::Audience::Agent:
            return may(person, Right::QueueOpen);
        case web::Audience::Manager:
            return may(person, Right::Reports);
        case web::Audience::MatrixOwner:
            return may(person, Right::MatrixChange);
        case web::Audience::Auditor:
            return may(person, Right::Audit);
        case web::Audience::Administrator:
            break;
    }
    return may(person, Right::People);
}

}  // namespace ansvar::identity
