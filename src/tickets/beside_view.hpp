#pragma once

#include <nlohmann/json.hpp>

#include <optional>
#include <vector>

#include "tickets/holdings.hpp"
#include "tickets/other_tickets.hpp"
#include "tickets/page_services.hpp"
#include "tickets/ticket_page.hpp"

namespace ansvar::tickets {

/// A ticket's page, for what stands beside its conversation. Everything referred to must outlive the call.
struct BesidePage {
    const PageServices& services;
    const web::Request& request;
    const Wording& wording;
    const Ticket& ticket;
    const Ties& ties;
    const std::vector<ticket_store::Found>& merged;     ///< tickets that go on here, as far as the reader sees them
    const std::vector<ticket_store::Named>& watchers;
    const TicketFeedback& feedback;                     ///< of a form beside: `reason` is its field, `to` what was typed
};

/// The view of parts/beside.html: tags, snooze, checklist, time, links, watchers, what was done for the requester before.
nlohmann::json beside_view(const BesidePage& page, const Holdings& holdings, const OtherTickets& others);

/// The view of parts/around.html, for agents and requesters: that the ticket goes on elsewhere, that one was led here, "Bevaka".
nlohmann::json around_view(const BesidePage& page);

/// The way to where a merged ticket goes on, for whoever may see that and has not said that they want to stay (?stay=1).
std::optional<web::Response> where_it_goes_on(const PageServices& services, const web::Request& request, const Ticket& source);

}  // namespace ansvar::tickets
