#pragma once

#include "mail/mail_pages.hpp"

namespace ansvar::mail {

/// /api/v1/letters: what /admin/mail shows, and sending a dead letter again. For administrators; letters tell people's addresses, so
/// tokens need the scopes of people.
std::vector<web::Route> mail_api_routes(const PageServices& services);

}  // namespace ansvar::mail
