#pragma once

#include <optional>
#include <string>

#include "core/result.hpp"
#include "identity/person.hpp"
#include "tickets/refusal.hpp"
#include "tickets/ticket.hpp"
#include "tickets/undo.hpp"

namespace ansvar::tickets {

class Desk;

/// What those who handle a ticket may put right in what somebody else wrote. Its text stays as it was written.
struct Details {
    std::optional<std::string> subject = {};  ///< empty, as the others: it stays
    std::optional<std::string> room = {};
    std::optional<std::string> phone = {};
};

/// `typed` is tidied and checked as a new ticket's would be; a ticket keeps some subject. The ticket is found by the new words.
Result<Ticket, Refusal> set_details(Desk& desk, TicketId id, const Details& typed, const identity::Person& by,
                                    std::optional<std::int64_t> version = {}, const Undo& undo = {});

}  // namespace ansvar::tickets
