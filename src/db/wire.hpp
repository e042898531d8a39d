#pragma once

#include "db/connection.hpp"
#include "db/statement_cache.hpp"

#include <cppconn/connection.h>
#include <cppconn/resultset.h>
#include <cppconn/statement.h>

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ansvar::db {

/// Connector/C++'s objects of one connection, in the order that lets them be destroyed safely: statements before the connection.
/// Everything here throws sql::SQLException.
class Connection::Wire {
public:
    Wire(const Settings& settings, std::atomic<std::uint64_t>& round_trips);

    /// A statement of ours without parameters: BEGIN, COMMIT, SET.
    void run(std::string_view text);
    /// A text with an answer, whose rows are handed over as they come.
    void stream(std::string_view text, const std::function<void(const std::vector<std::optional<std::string>>&)>& take);
    /// The query's statement, prepared and with its values bound.
    sql::PreparedStatement& prepare(const Query& query, Parameters parameters);
    bool answers() { return connection_->isValid(); }

private:
    std::atomic<std::uint64_t>& round_trips_;
    std::unique_ptr<sql::Connection> connection_;
    std::unique_ptr<sql::Statement> plain_;
    StatementCache statements_;
};

/// Hands over an answer's rows until `take` returns false; returns how many it handed over.
std::size_t read_rows(sql::ResultSet& answer, const std::function<bool(Row&&)>& take);

}  // namespace ansvar::db
