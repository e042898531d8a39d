#pragma once

#include <string_view>

namespace sql {
class SQLException;
}

namespace ansvar::db {

/// Throws the kind in errors.hpp that a fault of Connector/C++ means. `doing` says what failed: a query's name or "connect".
/// A lost connection becomes ConnectionLost. The one place that knows error numbers; see MariaDB's and MySQL's error references.
[[noreturn]] void throw_translated(const sql::SQLException& fault, std::string_view doing);

/// What stands in the last pair of quotes of "Duplicate entry 'x' for key 'tickets.uq_reference'", without the table.
std::string_view duplicate_key_name(std::string_view server_message);

}  // namespace ansvar::db
