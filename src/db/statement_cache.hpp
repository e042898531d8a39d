#pragma once

#include <cppconn/connection.h>
#include <cppconn/prepared_statement.h>

#include <list>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace ansvar::db {

/// A prepared statement and what has been bound to it.
struct Prepared {
    std::unique_ptr<sql::PreparedStatement> statement;
    std::vector<bool> held_number;  ///< for each place: it has held a number at some time
};

/// One connection's prepared statements, the least recently used one thrown out first. Must be destroyed before its connection:
/// closing a statement goes over the wire.
class StatementCache {
public:
    /// `capacity` at least 1.
    StatementCache(sql::Connection& connection, std::size_t capacity) : connection_{connection}, capacity_{capacity} {}

    struct Found {
        Prepared& prepared;
        bool is_new;  ///< prepared now, for one round trip
    };
    /// The reference lasts until the next call.
    Found get(const std::string& text, std::size_t places);
    void forget(const std::string& text);

private:
    struct Entry {
        std::string text;
        Prepared prepared;
    };

    sql::Connection& connection_;
    std::size_t capacity_;
    std::list<Entry> entries_;  ///< most recently used first
    std::unordered_map<std::string_view, std::list<Entry>::iterator> index_;
};

}  // namespace ansvar::db
