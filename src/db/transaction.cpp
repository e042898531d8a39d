#include "db/transaction.hpp"

#include "db/connection.hpp"

namespace ansvar::db {

std::uint64_t Transaction::execute(const Query& query, Parameters parameters) {
    return connection_.execute(query, parameters);
}

std::uint64_t Transaction::last_insert_id() {
    static const Query query{"db/last_insert_id", "SELECT LAST_INSERT_ID() AS id"};
    return row(query)->unsigned_integer("id");
}

}  // namespace ansvar::db
