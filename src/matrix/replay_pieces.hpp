#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "routing/replay.hpp"

namespace ansvar::matrix {

/// Outcomes as they are kept: 17 bytes a ticket, so that a hundred thousand of them are no matter. How sure the routers were is left out.
/// More than 65,535 roles or areas are refused (std::out_of_range).
std::string pack(const std::vector<routing::Outcome>& outcomes);
/// Adds what was packed. Throws std::runtime_error when that is no such text.
void unpack(std::string_view packed, std::vector<routing::Outcome>& outcomes);

}  // namespace ansvar::matrix
