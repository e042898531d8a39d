#pragma once

#include <string>
#include <vector>

#include "db/settings.hpp"

namespace ansvar::db {

/// Lets the service's user read and change every table of the schema but not its form: SELECT, INSERT, UPDATE, DELETE; of the audit only
/// SELECT and INSERT, of the list of migrations only SELECT. Rights on the whole schema that it had are taken back. `owner` is the user that
/// migrates: it needs ALL on the schema WITH GRANT OPTION. Safe to repeat; returns what was said to the server, without any password.
/// Throws std::runtime_error when both are one user or name different schemas, QueryFault when `owner` may not grant.
std::vector<std::string> grant_to_service(const Settings& owner, const Settings& service);

/// What the user of these settings may do with the audit beside reading and adding: "UPDATE", "DROP" … Empty: it is append-only.
std::vector<std::string> rights_beyond_adding(const Settings& service);

/// Did the server refuse because this user lacks the right?
bool means_no_right(int server_code);

}  // namespace ansvar::db
