#pragma once

#include <vector>

#include "identity/open_work.hpp"
#include "routing/matrix.hpp"

namespace ansvar::matrix {

/// The rows that name somebody without a role, whether in the lead or beside it (B118 in the Blueprint).
std::vector<identity::NamedRow> rows_of_people(const routing::Matrix& matrix);

}  // namespace ansvar::matrix
