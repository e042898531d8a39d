#pragma once

#include <vector>

#include "identity/routes.hpp"
#include "web/route.hpp"

namespace ansvar::identity {

/// For auditors and administrators: /admin/audit, /admin/audit.csv and /api/v1/audit. Whoever takes the file is in the audit.
std::vector<web::Route> audit_routes(const Services& services);

}  // namespace ansvar::identity
