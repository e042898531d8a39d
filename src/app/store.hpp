#pragma once

#include <memory>
#include <optional>

#include "app/config.hpp"
#include "db/embedded_server.hpp"
#include "db/settings.hpp"

namespace ansvar::app {

/// The database of an installation, for as long as this object lives: the embedded server, started or joined, or another by its URL.
/// The schema is at its newest migration afterwards.
class Store {
public:
    /// Throws db::ServerFault, db::MigrationFault or db::Unavailable. `resume`: go on with a migration that was left half-way.
    explicit Store(const Config& config, bool resume = false);

    const db::Settings& settings() const { return settings_; }
    /// Nothing for a database by URL.
    db::EmbeddedServer* embedded() { return embedded_ ? &*embedded_ : nullptr; }

private:
    std::optional<db::EmbeddedServer> embedded_;
    db::Settings settings_;
};

}  // namespace ansvar::app
