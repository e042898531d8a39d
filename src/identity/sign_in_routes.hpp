#pragma once

#include <vector>

#include "identity/routes.hpp"

namespace ansvar::identity {

/// The ways in and out, one's own security, and the administrator's rules for both.
std::vector<web::Route> sign_in_routes(const Services& services);

}  // namespace ansvar::identity
