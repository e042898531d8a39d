#pragma once

#include <optional>
#include <string>
#include <vector>

#include "web/errors.hpp"

/// Breaking the glass of a confidential ticket (decision 0043): what page and API hold its reason to.
namespace ansvar::tickets::glass {

/// What is wrong with a reason as it is kept (tidy_block): it has ten to a thousand characters. The fault is of "/reason".
std::optional<web::FieldError> reason_fault(const std::string& why);

}  // namespace ansvar::tickets::glass
