#include "db/session.hpp"

#include "db/connection.hpp"

namespace ansvar::db {

std::optional<Row> Session::row(const Query& query, Parameters parameters) {
    std::optional<Row> first;
    connection_.query(query, parameters, [&](Row&& row) {
        first = std::move(row);
        return false;
    });
    return first;
}

std::vector<Row> Session::rows(const Query& query, Parameters parameters) {
    std::vector<Row> all;
    connection_.query(query, parameters, [&](Row&& row) {
        all.push_back(std::move(row));
        return true;
    });
    return all;
}

void Session::each(const Query& query, Parameters parameters, const std::function<void(const Row&)>& use) {
    connection_.query(query, parameters, [&](const Row& row) {
        use(row);
        return true;
    });
}

}  // namespace ansvar::db
