#pragma once

#include "identity/routes.hpp"

namespace ansvar::identity {

/// The school's own sign-in: set out and come back, sign out there, the connections of one's own account, and the administrator's pages.
std::vector<web::Route> provider_routes(const Services& services);

}  // namespace ansvar::identity
