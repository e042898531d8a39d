#pragma once

#include "db/session.hpp"

#include <cstdint>

namespace ansvar::db {

/// A Session between START TRANSACTION and COMMIT (READ COMMITTED). Comes from Database::in_transaction, which ends it: COMMIT when
/// the function returns, ROLLBACK when it throws. After a deadlock or a lost connection every further query throws, so nothing can be
/// stored outside the transaction by mistake.
/// Lock rows in one order everywhere (the ticket first, then what belongs to it).
class Transaction : public Session {
public:
    /// Runs INSERT, UPDATE or DELETE. Returns the matched rows: an UPDATE that finds its row counts 1 even when nothing changed, so
    /// `WHERE version = :version` tells whether somebody else was faster.
    std::uint64_t execute(const Query& query, Parameters parameters = {});

    /// The id that the last INSERT of this transaction drew; 0 when there was none. One round trip.
    std::uint64_t last_insert_id();

private:
    friend class Database;
    using Session::Session;
};

}  // namespace ansvar::db
