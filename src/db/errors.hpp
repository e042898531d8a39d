#pragma once

#include <stdexcept>
#include <string>
#include <utility>

namespace ansvar::db {

/// What can go wrong between us and the database. Messages are for the log: they name the query and the server's error code and
/// never repeat data (the server's own "Duplicate entry 'asa@…'" is cut away).
class Error : public std::runtime_error {
public:
    Error(const std::string& message, int server_code) : std::runtime_error{message}, code_{server_code} {}
    /// The server's or client library's error number; 0 when we refused by ourselves.
    int code() const { return code_; }

private:
    int code_;
};

/// The database cannot answer now: no free connection in time, server gone, frozen, full or too slow. Nothing was stored by the
/// call that throws this. For people it is 503 with Retry-After.
class Unavailable : public Error {
public:
    explicit Unavailable(const std::string& message, int server_code = 0) : Error{message, server_code} {}
};

/// The connection broke under a transaction before COMMIT was sent: nothing is stored. Database runs such a transaction again.
class ConnectionLost : public Unavailable {
public:
    using Unavailable::Unavailable;
};

/// A deadlock or a lock that never came free. Database runs such a transaction again; callers see it when every try met one.
class Conflict : public Unavailable {
public:
    using Unavailable::Unavailable;
};

/// The connection broke while COMMIT was on its way: stored or not, nobody here knows. Look for the row by a unique key of your own
/// before a second try. (Measured: most of these had in fact been stored.)
class CommitUnknown : public Error {
public:
    using Error::Error;
};

/// A unique key holds such a row already. The transaction goes on; only the statement had no effect.
class Duplicate : public Error {
public:
    Duplicate(const std::string& message, int server_code, std::string key) : Error{message, server_code}, key_{std::move(key)} {}
    /// The key's name without its table: "uq_tickets_idempotency_key", "PRIMARY".
    const std::string& key() const { return key_; }

private:
    std::string key_;
};

/// The row points at one that is not there, or one is still pointed at.
class ForeignKey : public Error {
public:
    using Error::Error;
};

/// A text is longer than its column.
class TooLong : public Error {
public:
    using Error::Error;
};

/// A number or time does not fit its column.
class OutOfRange : public Error {
public:
    using Error::Error;
};

/// Everything else: a mistake in a query, a missing table, a wrong type.
class QueryFault : public Error {
public:
    using Error::Error;
};

}  // namespace ansvar::db
