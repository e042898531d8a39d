#pragma once

#include <nlohmann/json.hpp>

#include <vector>

#include "clock/ledger.hpp"
#include "tickets/attachments.hpp"
#include "tickets/composer_view.hpp"
#include "tickets/holdings.hpp"
#include "tickets/other_tickets.hpp"
#include "tickets/page_services.hpp"
#include "tickets/ticket_page.hpp"
#include "tickets/ticket_store.hpp"
#include "tickets/views.hpp"

namespace ansvar::tickets {

/// Everything about a ticket that its page shows, read in one go. From `ledger` on it is the agents' alone, and empty for a requester.
struct TicketContent {
    Ticket ticket;
    Ties ties;
    Holdings holdings;
    std::vector<ticket_store::Entry> timeline;
    std::vector<ticket_store::Named> watchers;
    std::vector<attachments::Attachment> files;
    std::vector<ticket_store::Found> merged;  ///< those that go on here, as far as the reader sees them
    std::vector<ticket_store::Named> names;   ///< the requester's, and the holder's
    clock::Ledger ledger;
    std::vector<ticket_store::Named> holders;
    std::vector<LetterStatus> letters;
    std::vector<ticket_store::Named> readers;
    std::vector<TicketView> views;
    ComposerContent composers;
    nlohmann::json requesters_side;  ///< what the agents' page shows of tickets/{survey,known_faults,alike,answer_all}
    OtherTickets others;

    /// nullptr when they are not among `names`. Owned by the content.
    const ticket_store::Named* name_of(PersonId id) const;
};

/// Whose page it is, and what for. Everything referred to must outlive the call.
struct ContentAsked {
    const PageServices& services;
    const web::Request& request;
    const Wording& wording;
    TicketId id;
    const TicketFeedback& feedback;
};

/// Throws web::NotFound for what the reader may not know of.
TicketContent load_ticket_content(const ContentAsked& asked);

}  // namespace ansvar::tickets
