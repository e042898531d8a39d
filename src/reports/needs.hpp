#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "routing/matrix.hpp"

namespace ansvar::reports {

/// What the schools needed, as the administration's status report divides it.
enum class Need { Support, Service, Infrastructure, Hardware };
inline constexpr std::array needs{Need::Support, Need::Service, Need::Infrastructure, Need::Hardware};
std::string_view name(Need need);  ///< "support", "service", "infrastructure", "hardware"

/// Which need tickets of an area speak of, by the matrix (decision 0073): what its key names goes first, then its level. Empty for tickets
/// without an area, or with one that the matrix does not have.
std::optional<Need> need_of(const routing::Matrix& matrix, const std::string& area_key);

}  // namespace ansvar::reports
