#include "db/embedded_server.hpp"

#include "db/connection.hpp"
#include "db/errors.hpp"
#include "db/file_lock.hpp"
#include "db/server_account.hpp"
#include "db/server_home.hpp"
#include "db/server_process.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <spdlog/spdlog.h>
#include <sys/wait.h>
#include <unistd.h>

#include <condition_variable>
#include <mutex>
#include <stop_token>
#include <thread>

namespace ansvar::db {

namespace fs = std::filesystem;

namespace {

using namespace std::chrono_literals;
using std::chrono::steady_clock;

constexpr auto ready_interval = 10ms;
constexpr std::chrono::milliseconds calm_interval = 200ms, interval_after_failure = 5s;

bool answers(const Settings& settings) {
    try {
        std::atomic<std::uint64_t> round_trips{0};
        Connection connection{settings, round_trips};
        return connection.answers();
    } catch (const Error&) {
        return false;
    }
}

void sync_file_system_of(const fs::path& path) {
    const int folder = open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder >= 0) {
        syncfs(folder);
        close(folder);
    }
}

}  // namespace

class EmbeddedServer::Inside {
public:
    Inside(fs::path directory, EmbeddedOptions options) : home_{directory}, options_{std::move(options)} {}

    Settings start(bool may_launch);
    void keep_running();
    void leave(bool whoever_uses_it);
    std::optional<pid_t> find() const { return find_server(home_.configuration(), home_.pid_file()); }
    Settings settings() const;

private:
    /// The server that runs, or a new one, answering. The caller holds the lock.
    pid_t find_or_launch(bool may_launch) const;
    void look_after(const std::stop_token& ending) const;
    FileLock lock() const { return {home_.lock(), FileLock::Mode::Exclusive, options_.patience}; }
    void require_home(bool may_launch) const;
    pid_t launch() const;
    void install(const ServerAccount& account) const;
    void end(pid_t server) const;
    void wait_until_ready(pid_t server) const;
    bool has_other_users() const;

    ServerHome home_;
    EmbeddedOptions options_;
    FileLock use_;
    std::jthread keeper_;  ///< last: it uses all of the above
};

Settings EmbeddedServer::Inside::settings() const {
    Settings settings;
    settings.socket = home_.socket();
    settings.password = home_.password();
    return settings;
}

void EmbeddedServer::Inside::require_home(bool may_launch) const {
    if (may_launch) {
        make_private_folder(home_.directory());
        make_private_folder(home_.home());
    } else if (!fs::exists(home_.lock())) {
        throw ServerFault(fmt::format("no database server has ever run in {}", home_.home().string()));
    }
}

bool EmbeddedServer::Inside::has_other_users() const {
    try {
        return !FileLock{home_.users(), FileLock::Mode::Exclusive, 0ms}.is_held();
    } catch (const ServerFault&) {
        return true;
    }
}

pid_t EmbeddedServer::Inside::find_or_launch(bool may_launch) const {
    auto server = find();
    if (server && !home_.has_password() && !has_other_users()) {
        end(*server);  // nobody can log in any more; the next start sets a new password
        server.reset();
    }
    if (!server && !may_launch) {
        throw ServerFault(fmt::format("no database server runs in {}", home_.home().string()));
    }
    if (!server) {
        server = launch();
    }
    wait_until_ready(*server);
    return *server;
}

Settings EmbeddedServer::Inside::start(bool may_launch) {
    require_home(may_launch);
    const auto guard = lock();
    const auto server = find_or_launch(may_launch);
    use_ = FileLock{home_.users(), FileLock::Mode::Shared, options_.patience};
    spdlog::debug("the database server in {} is process {}", home_.home().string(), server);
    return settings();
}

void EmbeddedServer::Inside::keep_running() {
    if (!keeper_.joinable()) {
        keeper_ = std::jthread{[this](const std::stop_token& ending) { look_after(ending); }};
    }
}

void EmbeddedServer::Inside::look_after(const std::stop_token& ending) const {
    std::mutex mutex;
    std::condition_variable_any never;
    std::unique_lock wait{mutex};
    auto interval = calm_interval;
    while (!never.wait_for(wait, ending, interval, [&] { return ending.stop_requested(); })) {
        interval = calm_interval;
        try {
            if (!find()) {
                spdlog::error("the database server has died; it is started again");
                const auto guard = lock();
                find_or_launch(true);
            }
        } catch (const std::exception& fault) {
            spdlog::error("starting the database server again: {}", fault.what());
            interval = interval_after_failure;
        }
    }
}

pid_t EmbeddedServer::Inside::launch() const {
    const auto program = find_program("mariadbd", "mariadb-server-core");
    const auto account = choose_account(home_.directory(), home_.home(), options_.account);
    home_.write_files(account, options_);
    if (!fs::exists(home_.data())) {
        install(account);
    }
    fs::remove_all(home_.temporary());
    make_private_folder(home_.temporary());
    for (const auto& path : {home_.data(), home_.temporary(), home_.log(), home_.pid_file()}) {
        give_to(account, path);
    }
    fs::remove(home_.pid_file());
    fs::remove(home_.output());
    std::vector<std::string> arguments{program, "--defaults-file=" + home_.configuration().string()};
    if (account.is_named) {
        arguments.push_back("--user=" + account.name);
    }
    return start_program(arguments, home_.home(), home_.output(), options_.dies_with_us);
}

/// Makes the system tables in a folder of another name, so that a half-made one is never used.
void EmbeddedServer::Inside::install(const ServerAccount& account) const {
    const auto fresh = home_.home() / "data.new";
    const auto report = home_.home() / "install.log";
    fs::remove_all(fresh);
    fs::remove(report);
    make_private_folder(fresh);
    give_to(account, fresh);
    // A relative folder: the script forgets to quote. --rpm: without it the script gives a system folder to the user.
    // --debug-no-sync: one sync at the end does for the thousand that took seconds.
    std::vector<std::string> arguments{find_program("mariadb-install-db", "mariadb-server-core"),
                                       "--no-defaults",
                                       "--datadir=./data.new",
                                       "--rpm",
                                       "--skip-test-db",
                                       "--skip-name-resolve",
                                       "--auth-root-authentication-method=socket",
                                       "--auth-root-socket-user=" + account.name,
                                       "--debug-no-sync",
                                       fmt::format("--innodb-log-file-size={}M", options_.redo_log_megabytes)};
    if (account.is_named) {
        arguments.push_back("--user=" + account.name);
    }
    if (!ended_well(start_program(arguments, home_.home(), report))) {
        throw ServerFault(fmt::format("the database could not be set up; see {}", report.string()));
    }
    sync_file_system_of(fresh);
    fs::rename(fresh, home_.data());
    sync_file_system_of(home_.home());
}

void EmbeddedServer::Inside::wait_until_ready(pid_t server) const {
    const auto how = settings();
    const auto until = steady_clock::now() + options_.patience;
    while (!answers(how)) {
        waitpid(server, nullptr, WNOHANG);  // reaps our own child, so that it counts as gone
        if (!is_alive(server)) {
            throw ServerFault(fmt::format("the database server ended while starting:\n{}", home_.last_words()));
        }
        if (steady_clock::now() >= until) {
            throw ServerFault(
                fmt::format("the database server does not answer within {} s:\n{}", options_.patience.count(), home_.last_words()));
        }
        std::this_thread::sleep_for(ready_interval);
    }
}

void EmbeddedServer::Inside::end(pid_t server) const {
    if (!end_process(server, home_.configuration(), options_.patience)) {
        throw ServerFault(fmt::format("the database server, process {}, does not end", server));
    }
    spdlog::debug("the database server, process {}, has ended", server);
}

void EmbeddedServer::Inside::leave(bool whoever_uses_it) {
    keeper_ = {};  // ends it
    if (!fs::exists(home_.lock()) || (!use_.is_held() && !whoever_uses_it)) {
        return;
    }
    const auto guard = lock();
    use_.release();
    if (const auto server = find(); server && (whoever_uses_it || !has_other_users())) {
        end(*server);
    }
}

EmbeddedServer::EmbeddedServer(fs::path directory, EmbeddedOptions options)
    : inside_{std::make_unique<Inside>(std::move(directory), std::move(options))} {}

EmbeddedServer::~EmbeddedServer() {
    try {
        leave();
    } catch (const std::exception& fault) {
        spdlog::error("leaving the database server: {}", fault.what());
    }
}

Settings EmbeddedServer::start() {
    return inside_->start(true);
}

Settings EmbeddedServer::join() {
    return inside_->start(false);
}

void EmbeddedServer::keep_running() {
    inside_->keep_running();
}

void EmbeddedServer::leave() {
    inside_->leave(false);
}

void EmbeddedServer::stop() {
    inside_->leave(true);
}

bool EmbeddedServer::is_running() const {
    return process_id() != 0;
}

int EmbeddedServer::process_id() const {
    return inside_->find().value_or(0);
}

Settings EmbeddedServer::settings() const {
    return inside_->settings();
}

}  // namespace ansvar::db
