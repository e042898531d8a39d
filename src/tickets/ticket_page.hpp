#pragma once

#include <nlohmann/json.hpp>

#include <optional>
#include <string>

#include "tickets/details.hpp"
#include "tickets/form_errors.hpp"
#include "tickets/page_services.hpp"
#include "tickets/ticket_store.hpp"

namespace ansvar::tickets {

/// What a form on a ticket's page was sent with, when the page is shown again because something was wrong with it.
struct TicketFeedback {
    enum class Form { None, Reply, Note, Outside, Reroute, Reopen, Confidentiality, AddReader, RemoveReader, Survey, KnownFault, Details, Other } form = Form::None;
    std::string body = {};    ///< of a reply, a note, a letter to somebody outside or a reopening
    std::string reason = {};  ///< of a reroute, or of a change of who reads it; the number that somebody outside has for it
    std::string to = {};      ///< the place, the level, the reader or the address that was asked for
    bool all_areas = false;   ///< the areas to choose from shall stand in the page
    Details details = {};
    FormErrors errors = {};
    bool changed = false;  ///< somebody else was faster
    int status = 200;
};

/// A ticket's page as its reader may see it: the agent's, or the requester's. Throws web::NotFound for what the reader may not know of.
web::Response ticket_page(const PageServices& services, const web::Request& request, TicketId id, const TicketFeedback& feedback = {});

}  // namespace ansvar::tickets
