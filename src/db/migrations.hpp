#pragma once

#include "db/settings.hpp"

#include <cstddef>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace ansvar::db {

/// One file of sql/migrations. DDL commits at once, so a file changes one thing and is never edited after it has landed.
struct Migration {
    unsigned version;       ///< 1, 2, 3 … without gaps: the number in "0004_ticket_events.sql"
    std::string_view name;  ///< "0004_ticket_events"
    std::string_view sql;
    std::string_view checksum;  ///< SHA-256 of the file, hexadecimal
};

/// The migrations that the build embedded, in order.
const std::vector<Migration>& embedded_migrations();

/// Why migrate() refuses or stopped; the text says what to do.
class MigrationFault : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

struct MigrationReport {
    std::size_t applied = 0;  ///< migrations that this call finished
    unsigned version = 0;     ///< the newest one in the database now; 0 when there are none
};

/// Brings the schema to the newest migration. Several processes may call it at once: one works, the others wait up to 30 s for it.
/// Remembers each finished statement, so that after a crash `resume` goes on behind the last one. Throws MigrationFault when a
/// migration was left half-way (and not `resume`), has changed since it was applied, leaves a gap, or is newer than this program;
/// Unavailable when the database is.
MigrationReport migrate(const Settings& settings, bool resume = false);
MigrationReport migrate(const Settings& settings, const std::vector<Migration>& migrations, bool resume = false);

/// The newest finished migration in the database, without changing anything; 0 when there are none.
unsigned schema_version(const Settings& settings);

}  // namespace ansvar::db
