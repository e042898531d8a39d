#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/config.hpp"
#include "db/embedded_server.hpp"
#include "db/migrations.hpp"
#include "db/settings.hpp"

namespace ansvar::app {

/// What becomes of the schema when the database is opened.
enum class SchemaCare {
    Migrate,
    Resume,     ///< migrates, also when a migration was left half-way
    LeaveAlone,  ///< for looking at it
    Fill         ///< as LeaveAlone, also in a folder where a backup is being restored
};

/// The database of an installation, for as long as this object lives: the embedded server, started or joined, or another by its URL.
/// The schema is at its newest migration afterwards, unless it was to be left alone. With a user of its own for migrations the service's has no more rights than it needs.
class Store {
public:
    /// Throws db::ServerFault, db::MigrationFault or db::Unavailable; std::runtime_error in a folder where a restore was cut off.
    explicit Store(const Config& config, SchemaCare care = SchemaCare::Migrate);

    const db::Settings& settings() const { return settings_; }
    /// Nothing for a database by URL.
    db::EmbeddedServer* embedded() { return embedded_ ? &*embedded_ : nullptr; }
    /// What was granted to the service's user just now; empty when it migrates itself.
    const std::vector<std::string>& grants() const { return grants_; }

private:
    db::MigrationReport bring_up_to_date(const Config& config, bool resume);

    std::optional<db::EmbeddedServer> embedded_;
    db::Settings settings_;
    std::vector<std::string> grants_;
};

}  // namespace ansvar::app
