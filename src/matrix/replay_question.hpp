#pragma once

#include <functional>
#include <optional>
#include <string>

#include "core/time.hpp"
#include "identity/role_directory.hpp"
#include "matrix/past_tickets.hpp"
#include "routing/staff.hpp"

namespace ansvar::matrix {

/// Which tickets to try a draft on, as somebody typed it.
struct TypedQuestion {
    std::string from;  ///< a day, "2026-01-31"
    std::string to;    ///< the last day
    std::string role = {};
    std::string unit = {};  ///< its number; "" for all
};

/// The last twelve months.
TypedQuestion typed_days(Timestamp now);

/// Tells `fault` of each field that is wrong, with a text's key; nothing then.
std::optional<PastQuestion> read_question(const TypedQuestion& typed, const identity::RoleTable& roles, const routing::Staff& staff,
                                          const std::function<void(const char* field, const char* text_key)>& fault);

}  // namespace ansvar::matrix
