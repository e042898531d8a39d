#pragma once

#include <string>
#include <string_view>

#include "core/result.hpp"
#include "db/database.hpp"
#include "identity/command_line.hpp"

namespace ansvar::identity {

/// `ansvar unit list`: a line for each unit, those below another indented.
std::string list_units_as_text(db::Database& database);
/// `ansvar unit add NAME [--under NAME]`
Result<std::string, NobodyThere> add_unit_named(db::Database& database, std::string_view name, std::string_view above);
/// `ansvar unit head NAME MAIL`: whom its people have when their own manager is unknown.
Result<std::string, NobodyThere> set_head_of(db::Database& database, std::string_view name, std::string_view mail, Timestamp now);
/// `ansvar unit place NAME MAIL`: where somebody works.
Result<std::string, NobodyThere> place_at(db::Database& database, std::string_view name, std::string_view mail, Timestamp now);
/// `ansvar unit holder NAME ROLE MAIL`: who holds a role for the unit's people, before the holders for everybody.
Result<std::string, NobodyThere> set_holder_for(db::Database& database, std::string_view name, std::string_view role, std::string_view mail,
                                                Timestamp now);

}  // namespace ansvar::identity
