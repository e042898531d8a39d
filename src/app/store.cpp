#include "app/store.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <stdexcept>

#include "app/files.hpp"
#include "db/errors.hpp"
#include "db/grants.hpp"

namespace ansvar::app {

Store::Store(const Config& config, SchemaCare care) {
    make_data_folder(config.data);
    if (care != SchemaCare::Fill && std::filesystem::exists(config.data / being_filled)) {
        throw std::runtime_error(fmt::format("a restore into {} was cut off: empty the folder (and the database) and restore again", config.data.string()));
    }
    if (const auto url = config.effective_database_url(); !url.empty()) {
        settings_ = db::settings_from_url(url);
    } else {
        embedded_.emplace(std::filesystem::absolute(config.data));
        settings_ = embedded_->start();
    }
    settings_.pool_size = config.workers;
    if (care == SchemaCare::LeaveAlone || care == SchemaCare::Fill) {
        return;
    }
    const auto report = bring_up_to_date(config, care == SchemaCare::Resume);
    if (report.applied > 0) {
        spdlog::info("applied {} migrations, the schema is at {}", report.applied, report.version);
    }
}

db::MigrationReport Store::bring_up_to_date(const Config& config, bool resume) {
    if (const auto url = config.effective_migration_url(); !url.empty()) {
        const auto owner = db::settings_from_url(url);
        const auto report = db::migrate(owner, resume);
        grants_ = db::grant_to_service(owner, settings_);
        return report;
    }
    try {
        return db::migrate(settings_, resume);
    } catch (const db::QueryFault& fault) {
        const auto newest = db::embedded_migrations().back().version;
        if (!db::means_no_right(fault.code()) || db::schema_version(settings_) != newest) {
            throw;
        }
        return {.applied = 0, .version = newest};  // somebody else's user migrates, and has
    }
}

}  // namespace ansvar::app
