#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "db/session.hpp"
#include "identity/person.hpp"
#include "tickets/search_terms.hpp"
#include "tickets/ticket.hpp"

namespace ansvar::tickets {

/// What somebody looks for, as typed: "skrivare hus b", "#1042", "anna".
struct Question {
    /// Reads at most 200 characters.
    explicit Question(std::string_view typed);

    std::optional<TicketId> number;  ///< all of it is a number, with or without #
    std::vector<SoughtWord> words;   ///< none after #: that means the number alone
};

/// A ticket as a list of what was found shows it.
struct FoundTicket {
    TicketId id;
    std::string subject;
    RoleCode role;
    std::optional<std::string> area;
    State state = State::New;
    Timestamp opened_at;
    bool confidential = false;
    std::string requester;
    std::optional<std::string> assignee;
};

struct FoundPage {
    std::vector<FoundTicket> tickets;
    std::optional<TicketId> next;  ///< what is older has not been looked through; also when this page is not full
};

/// Those of the tickets (at most some hundred) that `reader` may see, newest first: the one place that says it of many.
std::vector<FoundTicket> seen_among(db::Session& session, const std::set<TicketId>& tickets, const identity::Person& reader);

/// The tickets of that number or with all the words, newest first, that `reader` may see: of their queues, their own, in their hands,
/// followed, named to read, and what administrators and managers see. Tickets that were gathered into another are found too; by words of
/// internal notes only those find who may read the notes. `before` turns the page. How much is looked through for a page is bounded.
FoundPage find_tickets(db::Session& session, const Question& question, const identity::Person& reader, std::optional<TicketId> before, std::size_t limit);

}  // namespace ansvar::tickets
