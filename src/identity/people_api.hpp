#pragma once

#include <vector>

#include "identity/routes.hpp"

namespace ansvar::identity {

/// People, their absences, units, roles with who holds them, lists of people, for programs. Administrators read and write of everybody, as on their pages;
/// others read of themselves, and say when they are away.
std::vector<web::Route> people_api_routes(const Services& services);
/// Its parts.
std::vector<web::Route> absence_api_routes(const Services& services);
std::vector<web::Route> unit_api_routes(const Services& services);
std::vector<web::Route> role_api_routes(const Services& services);
std::vector<web::Route> import_api_routes(const Services& services);

}  // namespace ansvar::identity
