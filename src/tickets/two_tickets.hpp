#pragma once

#include <functional>
#include <utility>

#include "tickets/change.hpp"

namespace ansvar::tickets {

/// One of two tickets that are changed together, what is wanted with it, and the version it was seen in.
struct OneOfTwo {
    TicketId id;
    Action action = Action::Handle;
    std::optional<std::int64_t> version = {};
};

/// As Desk::change, for two tickets in one transaction. They are locked in the order of their numbers, so that two such changes never wait
/// for each other. A refusal of the first one comes before one of the second; `other_refused` says what the second's becomes, so that
/// whoever may not know of a ticket learns nothing from the answer. Gives the first.
Result<Ticket, Refusal> change_two(Desk& desk, const OneOfTwo& one, const OneOfTwo& other, const identity::Person& by,
                                   const std::function<Refusal(Refusal)>& other_refused,
                                   const std::function<std::optional<Refusal>(Change& one, Change& other)>& apply);

}  // namespace ansvar::tickets
