#pragma once

#include <vector>

#include "identity/routes.hpp"
#include "web/route.hpp"

namespace ansvar::identity {

/// For administrators: the accounts of programs, what they may do, and their end.
std::vector<web::Route> service_account_routes(const Services& services);

}  // namespace ansvar::identity
