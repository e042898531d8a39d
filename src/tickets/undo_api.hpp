#pragma once

#include <nlohmann/json.hpp>

#include "tickets/page_services.hpp"
#include "tickets/undo.hpp"
#include "web/json_fields.hpp"

/// Taking back, for programs: what the bar of the pages does (decision 0050).
namespace ansvar::tickets {

/// What a request's `"undo": true` asks for: a token for its change, drawn here. Without it the change cannot be taken back.
Undo asked_undo(web::Fields& fields);

/// Says in the answer to a change made with `undo` how it is taken back: "undo" with its token and until when, null when it cannot be, as
/// whoever made it does not handle the ticket, or nothing has changed. Says nothing when it was not asked for.
void tell_undo(const PageServices& services, const web::Request& request, const Undo& undo, nlohmann::json& answer);

/// POST /api/v1/undo.
std::vector<web::Route> undo_api_routes(const PageServices& services);

}  // namespace ansvar::tickets
