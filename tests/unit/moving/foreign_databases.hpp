#pragma once

#include "support/test_database.hpp"

namespace ansvar::tests {

/// Runs statements that make or fill tables of another helpdesk, each ended by a semicolon at the end of a line.
inline void run_all(db::Database& database, std::string_view statements) {
    for (std::size_t at = 0, end; (end = statements.find(";\n", at)) != std::string_view::npos; at = end + 2) {
        const db::Query query{"tests/foreign", statements.substr(at, end - at)};
        database.execute_once(query);
    }
}

}  // namespace ansvar::tests
