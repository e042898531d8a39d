#pragma once

#include <cppconn/connection.h>
#include <cppconn/prepared_statement.h>

#include <list>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

namespace ansvar::db {

/// One connection's prepared statements, the least recently used one thrown out first. Must be destroyed before its connection:
/// closing a statement goes over the wire.
class StatementCache {
public:
    /// `capacity` at least 1.
    StatementCache(sql::Connection& connection, std::size_t capacity) : connection_{connection}, capacity_{capacity} {}

    struct Found {
        sql::PreparedStatement& statement;
        bool was_prepared;  ///< now, for one round trip
    };
    /// The reference lasts until the next call.
    Found get(const std::string& text);

    std::size_t size() const { return entries_.size(); }

private:
    struct Entry {
        std::string text;
        std::unique_ptr<sql::PreparedStatement> statement;
    };

    sql::Connection& connection_;
    std::size_t capacity_;
    std::list<Entry> entries_;  ///< most recently used first
    std::unordered_map<std::string_view, std::list<Entry>::iterator> index_;
};

}  // namespace ansvar::db
