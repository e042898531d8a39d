#pragma once

#include <nlohmann/json.hpp>

#include <string>

#include "identity/role_directory.hpp"
#include "routing/matrix.hpp"
#include "tickets/wording.hpp"

namespace ansvar::tickets {

/// The matrix's areas for a <select>, grouped by level and column: [{"label", "options": [{"row", "area", "role", "selected"}]}].
nlohmann::json area_choices(const routing::Matrix& matrix, const identity::RoleTable& roles, const Wording& wording, std::string_view selected);

/// A responsible's name: the role's, or "" for a person without one.
std::string lead_name(const routing::Area& area, const identity::RoleTable& roles, const Wording& wording);

}  // namespace ansvar::tickets
