#include "app/store.hpp"

#include <spdlog/spdlog.h>

#include "app/files.hpp"
#include "db/migrations.hpp"

namespace ansvar::app {

Store::Store(const Config& config, bool resume) {
    make_data_folder(config.data);
    if (const auto url = config.effective_database_url(); !url.empty()) {
        settings_ = db::settings_from_url(url);
    } else {
        embedded_.emplace(std::filesystem::absolute(config.data));
        settings_ = embedded_->start();
    }
    settings_.pool_size = config.workers;
    const auto report = db::migrate(settings_, resume);
    if (report.applied > 0) {
        spdlog::info("applied {} migrations, the schema is at {}", report.applied, report.version);
    }
}

}  // namespace ansvar::app
