#pragma once

#include <string>
#include <string_view>

#include "core/result.hpp"
#include "db/database.hpp"
#include "identity/person.hpp"
#include "identity/settings.hpp"

namespace ansvar::identity {

/// Why a command about a person cannot be met, for the terminal.
struct NobodyThere {
    std::string what;
};

/// Who "admin" is when there is no administrator yet.
inline constexpr std::string_view first_administrator_email = "admin@localhost";

/// `ansvar user link MAIL`: a sign-in link for somebody known, or for "admin": the first administrator, made (as `first_administrator`)
/// when absent.
Result<std::string, NobodyThere> make_link(db::Database& database, const Settings& settings, std::string_view who, Timestamp now,
                                           std::string_view first_administrator = first_administrator_email);

/// Somebody known by address, or for "admin" the first administrator as above.
Result<Person, NobodyThere> find_who(db::Transaction& tx, std::string_view who, std::string_view first_administrator, Timestamp now);

}  // namespace ansvar::identity
