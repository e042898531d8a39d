#pragma once

#include "db/database.hpp"
#include "support/test_database.hpp"

#include <cstdint>

namespace ansvar::tests {

/// Two counters and a list of who added to them: enough to see lost and double writes.
namespace counters {

inline const db::Query make{"test/make_counters", "CREATE TABLE counters (id INT PRIMARY KEY, n BIGINT NOT NULL)"};
inline const db::Query make_receipts{"test/make_receipts", "CREATE TABLE receipts (id BIGINT PRIMARY KEY, counter INT NOT NULL)"};
inline const db::Query fill{"test/fill_counters", "INSERT INTO counters VALUES (1, 0), (2, 0)"};
inline const db::Query add{"test/add", "UPDATE counters SET n = n + 1 WHERE id = :id"};
inline const db::Query read{"test/read_counter", "SELECT n FROM counters WHERE id = :id"};
inline const db::Query sum{"test/sum_counters", "SELECT SUM(n) AS n FROM counters"};
inline const db::Query note{"test/note", "INSERT INTO receipts (id, counter) VALUES (:id, :counter)"};
inline const db::Query count_receipts{"test/count_receipts", "SELECT COUNT(*) AS n FROM receipts"};
inline const db::Query find_receipt{"test/find_receipt", "SELECT id FROM receipts WHERE id = :id"};
inline const db::Query own_id{"test/own_id", "SELECT CONNECTION_ID() AS id"};
inline const db::Query list_connections{"test/list_connections",
                                        "SELECT id FROM information_schema.processlist WHERE db = DATABASE() AND id <> CONNECTION_ID()"};
inline const db::Query kill{"test/kill", "KILL :id"};
inline const db::Query nap{"test/nap", "SELECT SLEEP(:seconds) AS slept"};

}  // namespace counters

struct Counters : TestDatabase {
    Counters() : TestDatabase{Content::Empty} {
        database().execute_once(counters::make);
        database().execute_once(counters::make_receipts);
        database().execute_once(counters::fill);
    }

    std::int64_t value(int id) {
        return database().read([&](db::Session& session) { return session.row(counters::read, {{"id", id}})->integer("n"); });
    }
    static std::int64_t connection_of(db::Session& session) { return session.row(counters::own_id)->integer("id"); }
    /// Ends a connection as an administrator would, over one of our own.
    void kill_connection(std::int64_t id) { database().execute_once(counters::kill, {{"id", id}}); }
};

}  // namespace ansvar::tests
