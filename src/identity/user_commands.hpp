#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"
#include "db/database.hpp"
#include "identity/command_line.hpp"
#include "identity/open_work.hpp"

namespace ansvar::identity {

/// What `ansvar user add` was told.
struct NewUser {
    std::string mail;
    std::string name;
    std::vector<std::string> roles = {};
    bool is_administrator = false;
    bool is_manager = false;
};

/// `ansvar user add MAIL --name NAME [--role CODE …] [--administrator] [--manager]`
Result<std::string, NobodyThere> add_user(db::Database& database, const NewUser& user, Timestamp now);
/// `ansvar user list [--left]`: a line for each person, by name: mail, name, roles, rights. With `left` only those who have left.
std::string list_users_as_text(db::Database& database, bool left, Timestamp now);
/// `ansvar user disable MAIL`: somebody has left, with all that follows (departure.hpp).
Result<std::string, NobodyThere> disable_user(db::Database& database, std::string_view mail, OpenWork* work, Timestamp now);
/// `ansvar user reset-second-factor MAIL`: for an administrator who has lost phone and recovery codes, or when the installation's secret is
/// lost and nobody's codes can be checked any more.
Result<std::string, NobodyThere> reset_second_factor_of(db::Database& database, std::string_view mail, Timestamp now);

}  // namespace ansvar::identity
