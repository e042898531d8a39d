#pragma once

#include <optional>
#include <string>
#include <vector>

#include "tickets/alike.hpp"

/// Gathering tickets that say the same under one: page and API do it by the same rules.
namespace ansvar::tickets::alike {

/// A ticket that somebody handles, and those like it as it is now.
struct Group {
    Ticket ticket;
    std::vector<OneOfMany> all;  ///< with itself, oldest first; empty: there are too few, or it is part of another already

    bool has(TicketId id) const;
};
/// @throws web::NotFound when `reader` does not see it, web::Forbidden when they do not handle it.
Group load(const PageServices& services, TicketId id, const identity::Person& reader);

/// What is to lie under what.
struct Gathering {
    std::vector<TicketId> chosen = {};               ///< of the group; the parent among them counts for nothing
    std::optional<TicketId> parent = std::nullopt;   ///< of the group; empty: a new one with the words below
    std::string subject = {};
    std::string body = {};
};
/// What is offered: all of the group, under the one that others lie under already, else under a new one with words that say what they share.
Gathering offered(const Group& group, const Wording& wording);

/// The ticket to gather under; a new one is opened once for `key`. Faults of "/ticket" (none chosen), "/parent", and of a new one's words.
Result<TicketId, Refusal> parent_of(Desk& desk, const Group& group, const Gathering& gathering, const identity::Person& by, const IdempotencyKey& key);
/// Puts the chosen under it; gives those that could not be, such as one that is linked with it in another way. What lies there already counts
/// as put. Within a larger transaction nothing is done when there are any: whoever calls must end it.
std::vector<TicketId> put_under(Desk& desk, const Gathering& gathering, TicketId parent, const identity::Person& by);
/// Whether it is a part of the other, as `by` sees it.
bool lies_under(Desk& desk, TicketId child, TicketId parent, const identity::Person& by);

}  // namespace ansvar::tickets::alike
