#include "db/server_home.hpp"

#include "core/secret.hpp"
#include "core/text.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <sstream>

namespace ansvar::db {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t longest_socket_path = 107;
constexpr std::string_view user = "ansvar";
constexpr std::string_view schema = "ansvar";

[[noreturn]] void fail(std::string_view what, const fs::path& path) {
    throw ServerFault(fmt::format("cannot {} {}: {}", what, path.string(), std::strerror(errno)));
}

/// Writes a 0600 file whole or not at all, and never through a link that somebody else has put there.
void write_private_file(const fs::path& path, std::string_view text, const ServerAccount& owner) {
    const fs::path fresh = path.string() + ".new";
    unlink(fresh.c_str());
    const int file = open(fresh.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (file < 0) {
        fail("write", fresh);
    }
    const bool is_written = write(file, text.data(), text.size()) == static_cast<ssize_t>(text.size()) &&
                            (owner.is_ours() || fchown(file, owner.user, owner.group) == 0) && fsync(file) == 0;
    close(file);
    if (!is_written || rename(fresh.c_str(), path.c_str()) != 0) {
        fail("write", path);
    }
}

std::string read_file(const fs::path& path) {
    std::ifstream file{path, std::ios::binary};
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

/// A path as an option file wants it: in quotes, with \ and " escaped.
std::string quoted(const fs::path& path) {
    std::string out = "\"";
    for (const char c : path.string()) {
        if (c == '\\' || c == '"') {
            out += '\\';
        }
        out += c;
    }
    return out + '"';
}

/// The server's whole configuration; nothing of /etc/mysql is read. database.md says why each line is there.
constexpr std::string_view configuration_text = R"(# Written at every start of the server: edit nothing here.
[mariadbd]
datadir={data}
tmpdir={temporary}
socket={socket}
pid-file={pid}
log-error={log}
init-file={statements}
bind-address=127.0.0.1
{network}
skip-name-resolve
skip-log-bin
local-infile=0
character-set-server=utf8mb4
collation-server=utf8mb4_swedish_ci
default-time-zone=+00:00
transaction-isolation=READ-COMMITTED
innodb_flush_log_at_trx_commit=1
innodb_buffer_pool_size={pool}M
innodb_log_file_size={redo}M
innodb_print_all_deadlocks=ON
max_connections=64
max_allowed_packet=32M
table_open_cache=400
key_buffer_size=1M
aria_pagecache_buffer_size=8M
performance-schema=OFF
)";

std::string statements_text(const std::string& password) {
    auto text = fmt::format("CREATE DATABASE IF NOT EXISTS {} CHARACTER SET utf8mb4 COLLATE utf8mb4_swedish_ci;\n", schema);
    for (const auto* host : {"localhost", "127.0.0.1"}) {
        text += fmt::format("CREATE USER IF NOT EXISTS '{0}'@'{1}' IDENTIFIED BY '{2}';\n", user, host, password);
        text += fmt::format("ALTER USER '{0}'@'{1}' IDENTIFIED BY '{2}';\n", user, host, password);
        text += fmt::format("GRANT ALL ON `{2}%`.* TO '{0}'@'{1}';\n", user, host, schema);
    }
    return text;
}

}  // namespace

ServerHome::ServerHome(const fs::path& directory) : directory_{fs::weakly_canonical(fs::absolute(directory))}, home_{directory_ / "db"} {
    if (directory_.string().find('\n') != std::string::npos) {
        throw ServerFault("the database's folder has a line break in its name");
    }
}

fs::path ServerHome::socket() const {
    const auto path = home_ / "mariadb.sock";
    return path.string().size() <= longest_socket_path ? path : fs::path{"/tmp"} / ("ansvar-" + sha256(home_.string()).substr(0, 20)) / "s";
}

void ServerHome::make_socket_folder(const ServerAccount& account) const {
    const auto folder = socket().parent_path();
    if (folder == home_) {
        return;
    }
    struct stat found {};
    if (mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST) {
        fail("make", folder);
    }
    if (lstat(folder.c_str(), &found) != 0 || !S_ISDIR(found.st_mode) || (found.st_uid != account.user && found.st_uid != geteuid()) ||
        (found.st_mode & 0077) != 0) {
        throw ServerFault(fmt::format("{} belongs to somebody else", folder.string()));
    }
    give_to(account, folder);
}

bool ServerHome::has_password() const {
    return !read_file(password_file()).empty();
}

std::string ServerHome::password() const {
    auto password = read_file(password_file());
    if (password.empty()) {
        password = random_token(24);
        write_private_file(password_file(), password, {.name = {}, .user = geteuid(), .group = getegid(), .is_named = false});
    }
    return password;
}

void ServerHome::write_files(const ServerAccount& account, const EmbeddedOptions& options) const {
    make_socket_folder(account);
    auto text =
        fmt::format(fmt::runtime(configuration_text), fmt::arg("data", quoted(data())), fmt::arg("temporary", quoted(temporary())),
                    fmt::arg("socket", quoted(socket())),
                    fmt::arg("pid", quoted(pid_file())), fmt::arg("log", quoted(log())), fmt::arg("statements", quoted(statements())),
                    fmt::arg("network", options.port == 0 ? "skip-networking" : fmt::format("port={}", options.port)),
                    fmt::arg("pool", options.buffer_pool_megabytes), fmt::arg("redo", options.redo_log_megabytes));
    write_private_file(configuration(), text + join(options.extra, "\n") + "\n", account);
    write_private_file(statements(), statements_text(password()), account);
}

std::string ServerHome::last_words() const {
    constexpr std::size_t most = 2000;
    auto text = read_file(output()) + read_file(log());
    return text.size() > most ? text.substr(text.size() - most) : text;
}

}  // namespace ansvar::db
