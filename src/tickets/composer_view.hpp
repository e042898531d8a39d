#pragma once

#include <nlohmann/json.hpp>

#include <string>
#include <vector>

#include "tickets/canned_replies.hpp"
#include "tickets/drafts.hpp"
#include "tickets/holdings.hpp"
#include "tickets/outside.hpp"
#include "tickets/ticket_page.hpp"

namespace ansvar::tickets {

/// What the composers of an agent's ticket page begin with.
struct ComposerContent {
    drafts::Mine drafts;
    std::vector<drafts::File> files;  ///< to go with them
    std::vector<canned::Reply> replies;
    outside::Last outside;
    bool may_write_outside = false;
};
ComposerContent load_composers(db::Session& session, const identity::Person& reader, const Ticket& ticket, const Ties& ties, const Holdings& holdings);

/// The view of parts/composers.html. `requester` and `copies`: names of those who get a reply.
struct ComposerContext {
    const ComposerContent& content;
    const web::Request& request;
    const Wording& wording;
    const TicketFeedback& feedback;
    std::string requester;
    std::string copies;
};
nlohmann::json composer_view(const ComposerContext& context);

}  // namespace ansvar::tickets
