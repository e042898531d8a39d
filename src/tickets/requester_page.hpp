#pragma once

#include <nlohmann/json.hpp>

#include <string>

#include "tickets/holdings.hpp"
#include "tickets/page_services.hpp"
#include "tickets/ticket_page.hpp"

namespace ansvar::tickets {

/// What the requester's side of a ticket's page is made of. Everything referred to must outlive the call.
struct RequesterPage {
    const PageServices& services;
    const web::Request& request;
    const Wording& wording;
    const Ticket& ticket;
    const Ties& ties;
    std::string holder;  ///< the name of whoever has it; "": nobody
    const TicketFeedback& feedback;
};

/// What pages/tickets/show_requester shows besides what the agents' page shows too.
nlohmann::json requester_view(const RequesterPage& page);

/// What the agents' page shows of the requester's side: the answer to "Blev du hjälpt?", the known fault it stands for, others who have
/// the same, and one answer to all that are gathered under it.
nlohmann::json requesters_side_for_agent(db::Session& session, const RequesterPage& page, const Holdings& holdings);

}  // namespace ansvar::tickets
