#pragma once

#include "db/settings.hpp"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

namespace ansvar::db {

/// Why the embedded server could not be started, joined or stopped; with the end of the server's own log where that helps.
class ServerFault : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

struct EmbeddedOptions {
    /// 0: reachable through its socket only. Otherwise also on 127.0.0.1 at this port.
    std::uint16_t port = 0;
    unsigned buffer_pool_megabytes = 64;
    unsigned redo_log_megabytes = 48;
    /// Started by root, the server runs as this user.
    std::string account = "mysql";
    /// The server is killed when the thread that started it ends, however that happens. For tests only.
    bool dies_with_us = false;
    /// Further lines for the server's configuration ("innodb_flush_method=nosync"), for tests.
    std::vector<std::string> extra;
    /// How long to wait for another process that is starting or stopping the server, and for the server itself.
    std::chrono::seconds patience{60};
};

/// A MariaDB server of our own, with its data in `directory`/db: the school installs packages and configures nothing.
/// Several processes may use one server at the same time. Whoever comes first starts it; whoever leaves last stops it. One left
/// behind by a killed process is taken over. Folders are 0700 and files 0600; as root the server runs as the user `mysql` when that
/// user can reach the folder (then `directory` itself becomes 0711), else as root.
/// For one thread at a time.
class EmbeddedServer {
public:
    /// Touches nothing yet. `directory` is made when needed; its parent must exist.
    explicit EmbeddedServer(std::filesystem::path directory, EmbeddedOptions options = {});
    /// As leave(), but logs instead of throwing.
    ~EmbeddedServer();
    EmbeddedServer(const EmbeddedServer&) = delete;
    EmbeddedServer& operator=(const EmbeddedServer&) = delete;

    /// Starts the server, or takes over the running one, and returns how to connect. Ready means: it answered a query. Throws ServerFault.
    Settings start();
    /// As start(), but only joins a running server; ServerFault when there is none.
    Settings join();
    /// After start(): a thread looks after the server and starts it again when it has died, until leave(), stop() or the end.
    void keep_running();
    /// Ends our use of it; the last to leave stops it and waits for its end.
    void leave();
    /// Stops it whoever else is using it, and waits for its end. Fine when it is not running.
    void stop();

    /// Is the server process there? (It may be frozen or still starting; Database::is_ready() knows more.)
    bool is_running() const;
    /// Its process id, 0 when it is not running.
    int process_id() const;
    /// How to connect, whether it runs or not; needs a start() by anyone before, for the password.
    Settings settings() const;

private:
    class Inside;
    std::unique_ptr<Inside> inside_;
};

}  // namespace ansvar::db
