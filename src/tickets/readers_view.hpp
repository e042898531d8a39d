#pragma once

#include <nlohmann/json.hpp>

#include <string>

#include "tickets/ticket_content.hpp"

namespace ansvar::tickets {

/// What "Vem läser" is made of. Everything referred to must outlive the call.
struct ReadersAsked {
    const TicketContent& content;
    const identity::Person& reader;
    const Wording& wording;
    const TicketFeedback& feedback;
    std::string role;    ///< the name of the ticket's role
    std::string copied;  ///< the names of those who follow it; "": nobody
};

/// In plain words who sees the ticket, and what the reader may do about it: the agents' page's `who_reads`.
nlohmann::json readers_view(const ReadersAsked& asked);

}  // namespace ansvar::tickets
