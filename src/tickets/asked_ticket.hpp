#pragma once

#include "tickets/page_services.hpp"

namespace ansvar::tickets {

/// The ticket of a path "/tickets/{number}/…", when whoever asks may do `action` with it. Throws web::NotFound when they may not see it,
/// web::Forbidden when they may see it and not do this.
ticket_store::Found asked_ticket(const PageServices& services, db::Session& session, const web::Request& request, Action action);

}  // namespace ansvar::tickets
