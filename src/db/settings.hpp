#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace ansvar::db {

/// Where the database is and how patient we are with it. Plain data; copy it and change what you need.
struct Settings {
    /// An absolute path; when set, host and port are not used.
    std::string socket;
    std::string host = "127.0.0.1";
    std::uint16_t port = 3306;
    std::string user = "ansvar";
    std::string password;
    std::string schema = "ansvar";
    /// PEM file of the authority that signed the server's certificate. When set, only an encrypted connection to a server whose
    /// certificate it signed for `host` is accepted (nothing less protects: see connection.cpp). Not for sockets.
    std::string tls_authority;

    /// Connections at most, besides one of the monitor's.
    std::size_t pool_size = 8;
    /// How long a call waits for a free connection.
    std::chrono::milliseconds acquire_wait{2000};
    /// How long a server may take to answer one statement before its connection is given up. Whole seconds; 0 is for ever.
    /// The server itself ends a statement a little earlier.
    std::chrono::seconds read_timeout{3};
    /// A call of Database (all its tries together) takes at most this long: no statement starts later than this minus
    /// `read_timeout`. 0 is no limit. DeadlineScope puts several calls under one limit.
    std::chrono::milliseconds time_limit{5000};
    /// Prepared statements kept for each connection.
    std::size_t statement_cache = 64;

    /// The same database for work that nobody waits for: imports, replays, migrations, reports. No time limit, a minute for a statement.
    Settings patient() const;
};

/// Reads "mysql://user:password@host:3306/schema?ca=/etc/ca.pem", or "…@localhost/schema?socket=/run/mysqld/mysqld.sock".
/// Parts are percent-encoded; "mariadb://" means the same. Throws std::invalid_argument that says which part is wrong and does not repeat
/// the password.
Settings settings_from_url(std::string_view url);

}  // namespace ansvar::db
