#pragma once

#include "db/query.hpp"
#include "db/row.hpp"
#include "db/value.hpp"

#include <functional>
#include <optional>
#include <vector>

namespace ansvar::db {

class Connection;

/// One leased connection, for reading: each query sees what is committed when it runs. Comes from Database::read and lives as long as
/// that call. For one thread. Throws the kinds in errors.hpp.
class Session {
public:
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;

    /// The first row, if there is one.
    std::optional<Row> row(const Query& query, Parameters parameters = {});
    std::vector<Row> rows(const Query& query, Parameters parameters = {});
    /// Hands over row by row instead of keeping them all as Rows (the client library still holds the raw answer: page long lists).
    /// `use` may not run queries on this session.
    void each(const Query& query, Parameters parameters, const std::function<void(const Row&)>& use);

protected:
    friend class Database;
    explicit Session(Connection& connection) : connection_{connection} {}
    ~Session() = default;

    Connection& connection_;
};

}  // namespace ansvar::db
