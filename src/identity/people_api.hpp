#pragma once

#include <vector>

#include "identity/routes.hpp"

namespace ansvar::identity {

/// People, their absences, units, roles with who holds them, for programs. Administrators read of everybody; others of themselves, and say
/// when they are away, as on their own page.
std::vector<web::Route> people_api_routes(const Services& services);

}  // namespace ansvar::identity
