#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tickets/desk.hpp"

/// Tickets that belong together. A link is seen from both ends, by those who see both tickets.
namespace ansvar::tickets::links {

/// What the other ticket is to this one: the words of the timeline ("child", "duplicate_of") and of forms.
enum class Kind {
    Related,
    Parent,      ///< this one is a part of the other
    Child,       ///< the other is a part of this one
    Duplicate,   ///< this one says the same as the other
    DuplicateOf  ///< the other says the same as this one
};

std::string_view name(Kind kind);
std::optional<Kind> kind_from(std::string_view name);

/// Links two tickets; the one who does handles this one, and works with the other: who has broken its glass only reads it. Faults of "/link": a ticket there is not (or not
/// for them), itself, linked already, a circle of parents.
Result<Ticket, Refusal> add(Desk& desk, TicketId ticket, TicketId other, Kind kind, const identity::Person& by,
                            std::optional<std::int64_t> version = {});
Result<Ticket, Refusal> remove(Desk& desk, TicketId ticket, TicketId other, const identity::Person& by, std::optional<std::int64_t> version = {});

struct Link {
    TicketId ticket;
    Kind kind = Kind::Related;
    std::string subject;
    State state = State::New;
};

/// As far as `reader` may see the tickets.
std::vector<Link> list(db::Session& session, TicketId ticket, const identity::Person& reader);

}  // namespace ansvar::tickets::links
