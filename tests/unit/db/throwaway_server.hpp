#pragma once

#include "db/connection.hpp"
#include "db/embedded_server.hpp"
#include "db/errors.hpp"
#include "support/signal_process.hpp"
#include "support/test_database.hpp"

#include <signal.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <string>

namespace ansvar::tests {

/// A folder that is removed at the end, whatever is in it.
class Folder {
public:
    explicit Folder(const std::string& name_within = {}) {
        prepare_tests();
        auto pattern = (std::filesystem::temp_directory_path() / "ansvar-folder-XXXXXX").string();
        root_ = mkdtemp(pattern.data());
        path_ = name_within.empty() ? root_ / "var" : root_ / name_within;
        std::filesystem::create_directories(path_.parent_path());
    }
    ~Folder() {
        std::error_code ignored;
        std::filesystem::remove_all(root_, ignored);
    }
    /// The same with a set-up database in it that has never been used: saves the second that setting up takes.
    static const std::filesystem::path& data_template();
    void put_data() const {
        std::filesystem::create_directories(path_ / "db");
        std::filesystem::permissions(path_, std::filesystem::perms::owner_all);
        std::filesystem::permissions(path_ / "db", std::filesystem::perms::owner_all);
        std::filesystem::copy(data_template(), path_ / "db" / "data", std::filesystem::copy_options::recursive);
    }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    const std::filesystem::path& path() const { return path_; }
    const std::filesystem::path& root() const { return root_; }

private:
    std::filesystem::path root_, path_;
};

/// As small and quick as a server gets.
inline db::EmbeddedOptions throwaway_options() {
    db::EmbeddedOptions options;
    options.redo_log_megabytes = 4;
    options.buffer_pool_megabytes = 16;
    options.extra = {"debug-no-sync"};
    options.dies_with_us = true;
    return options;
}

inline const std::filesystem::path& Folder::data_template() {
    static const Folder folder;
    static const auto data = [] {
        db::EmbeddedServer server{folder.path(), throwaway_options()};
        server.start();
        server.leave();
        return folder.path() / "db" / "data";
    }();
    return data;
}

/// A server of its own for a test that freezes or kills it.
class ThrowawayServer {
public:
    ThrowawayServer() : server_{folder_.path(), throwaway_options()} {
        folder_.put_data();
        settings_ = server_.start();
    }
    ~ThrowawayServer() { send(SIGKILL); }

    db::EmbeddedServer& server() { return server_; }
    const db::Settings& settings() const { return settings_; }
    void send(int signal) {
        if (const int process = server_.process_id()) {
            send_signal(process, signal);
        }
    }
    void start_again() { settings_ = server_.start(); }

private:
    Folder folder_;
    db::EmbeddedServer server_;
    db::Settings settings_;
};

inline bool answers(const db::Settings& settings) {
    try {
        std::atomic<std::uint64_t> round_trips{0};
        return db::Connection{settings, round_trips}.answers();
    } catch (const db::Error&) {
        return false;
    }
}

}  // namespace ansvar::tests
