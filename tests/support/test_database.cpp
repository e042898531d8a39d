#include "support/test_database.hpp"

#include "core/secret.hpp"
#include "db/connection.hpp"
#include "db/file_lock.hpp"
#include "db/query.hpp"
#include "support/kept_schemas.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <mutex>

namespace ansvar::tests {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view folder_prefix = "ansvar-test-";

/// Folders of test processes that were killed: nobody holds their lock.
void remove_stale_folders() {
    std::error_code ignored;
    for (const auto& entry : fs::directory_iterator(fs::temp_directory_path(), ignored)) {
        const auto lock = entry.path() / "alive";
        if (!entry.path().filename().string().starts_with(folder_prefix) || !fs::exists(lock, ignored)) {
            continue;
        }
        try {
            const db::FileLock unused{lock, db::FileLock::Mode::Exclusive, std::chrono::milliseconds{0}};
            fs::remove_all(entry.path(), ignored);
        } catch (const db::ServerFault&) {  // in use
        }
    }
}

fs::path fresh_folder() {
    remove_stale_folders();
    auto pattern = (fs::temp_directory_path() / folder_prefix).string() + "XXXXXX";
    if (mkdtemp(pattern.data()) == nullptr) {
        throw std::runtime_error("cannot make a temporary folder");
    }
    return pattern;
}

/// Nothing here must survive a power cut, so the server never waits for the disk.
db::EmbeddedOptions quick_options() {
    db::EmbeddedOptions options;
    options.redo_log_megabytes = 8;
    options.buffer_pool_megabytes = 32;
    options.extra = {"debug-no-sync", "innodb_flush_log_at_trx_commit=0"};
    return options;
}

db::EmbeddedOptions own_options() {
    auto options = quick_options();
    options.dies_with_us = true;
    return options;
}

class OwnServer {
public:
    OwnServer()
        : folder_{fresh_folder()},
          alive_{folder_ / "alive", db::FileLock::Mode::Exclusive, std::chrono::milliseconds{0}},
          server_{folder_, own_options()},
          settings_{server_.start()} {}
    ~OwnServer() {
        kill(server_.process_id(), SIGKILL);  // a clean end takes a second, and nobody wants the data
        server_.leave();
        std::error_code ignored;
        fs::remove_all(folder_, ignored);
    }
    const db::Settings& settings() const { return settings_; }

private:
    fs::path folder_;
    db::FileLock alive_;
    db::EmbeddedServer server_;
    db::Settings settings_;
};

/// Runs a statement of the tests' own on a connection of its own.
void run(const std::string& statement) {
    std::atomic<std::uint64_t> round_trips{0};
    db::Connection connection{test_server(), round_trips};
    connection.run("test support", statement);
}

std::string fresh_schema_name() {
    static std::atomic<unsigned> count{0};
    return fmt::format("ansvar_test_{}_empty_{}", getpid(), ++count);
}

KeptSchemas& kept_schemas() {
    static KeptSchemas schemas{test_server()};
    return schemas;
}

/// For tests/integration/query_coverage.sh: which queries this process ran.
void leave_executed_queries() {
    if (const auto* path = std::getenv("ANSVAR_QUERY_LOG")) {
        std::ofstream file{path};
        for (const auto& name : db::executed_queries()) {
            file << name << "\n";
        }
    }
}

}  // namespace

void prepare_tests() {
    static std::once_flag once;
    std::call_once(once, [] {
        start_cryptography();
        db::all_queries();  // made before the handler is registered, so that it goes after the handler has run
        db::executed_queries();  // made before the next line, its list is there when that is done
        std::atexit(leave_executed_queries);
        if (std::getenv("ANSVAR_TEST_LOG") == nullptr) {
            spdlog::set_level(spdlog::level::err);
        }
    });
}

db::Settings test_server() {
    prepare_tests();
    if (const auto* folder = std::getenv("ANSVAR_TEST_DATABASE_DIR")) {
        static db::EmbeddedServer shared{folder, quick_options()};
        static const auto settings = shared.start();
        return settings;
    }
    static const OwnServer own;
    return own.settings();
}

TestDatabase::TestDatabase(Content content) : settings_{test_server()}, is_migrated_{content == Content::Migrated} {
    if (is_migrated_) {
        settings_.schema = kept_schemas().take();
    } else {
        settings_.schema = fresh_schema_name();
        run(fmt::format("CREATE DATABASE {} CHARACTER SET utf8mb4 COLLATE utf8mb4_swedish_ci", settings_.schema));
    }
    database_ = std::make_unique<db::Database>(settings_);
}

TestDatabase::~TestDatabase() {
    database_.reset();
    try {
        if (is_migrated_) {
            kept_schemas().give_back(settings_.schema);
        } else {
            run(fmt::format("DROP DATABASE {}", settings_.schema));
        }
    } catch (const std::exception& fault) {  // the schema goes with the server
        spdlog::warn("dropping {}: {}", settings_.schema, fault.what());
    }
}

}  // namespace ansvar::tests
