#pragma once

#include "db/embedded_server.hpp"
#include "db/server_account.hpp"

#include <filesystem>
#include <string>

namespace ansvar::db {

/// The files of one embedded server: where they are and what we write into them.
class ServerHome {
public:
    /// Only names; touches nothing.
    explicit ServerHome(const std::filesystem::path& directory);

    const std::filesystem::path& directory() const { return directory_; }
    const std::filesystem::path& home() const { return home_; }
    std::filesystem::path data() const { return home_ / "data"; }
    /// Where the server sorts what does not fit into memory. Two servers must not share one.
    std::filesystem::path temporary() const { return home_ / "tmp"; }
    std::filesystem::path configuration() const { return home_ / "my.cnf"; }
    std::filesystem::path pid_file() const { return home_ / "mariadbd.pid"; }
    std::filesystem::path log() const { return home_ / "mariadbd.log"; }
    std::filesystem::path output() const { return home_ / "output.log"; }
    /// Held by whoever starts or stops the server.
    std::filesystem::path lock() const { return home_ / "lock"; }
    /// Shared by all who use the server.
    std::filesystem::path users() const { return home_ / "users"; }
    /// In home, or in a folder of /tmp when that path would be too long for a socket (107 bytes).
    std::filesystem::path socket() const;

    /// The password of the database user; draws one when there is none. Throws ServerFault.
    std::string password() const;
    bool has_password() const;

    /// Writes configuration and start-up statements for this account. Each server start applies the password again.
    void write_files(const ServerAccount& account, const EmbeddedOptions& options) const;

    /// The end of the server's log, for people who must find out why.
    std::string last_words() const;

private:
    std::filesystem::path password_file() const { return home_ / "password"; }
    std::filesystem::path statements() const { return home_ / "start.sql"; }
    void make_socket_folder(const ServerAccount& account) const;

    std::filesystem::path directory_;
    std::filesystem::path home_;
};

}  // namespace ansvar::db
