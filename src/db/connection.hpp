#pragma once

#include "db/query.hpp"
#include "db/row.hpp"
#include "db/settings.hpp"
#include "db/value.hpp"

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ansvar::db {

using Moment = std::chrono::steady_clock::time_point;

/// One session with the server, with its prepared statements. For one thread at a time, its end included.
/// A connection that breaks stays broken: the pool throws it away, since a new session would have lost the transaction.
class Connection {
public:
    /// Connects: READ COMMITTED, utf8mb4, UTC, strict mode, statement and lock time limits. Counts what it sends in `round_trips`, which
    /// must outlive it. Throws ConnectionLost or Unavailable.
    Connection(const Settings& settings, std::atomic<std::uint64_t>& round_trips);
    ~Connection();
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    /// No statement is sent that could end after this; Unavailable instead.
    void set_deadline(Moment deadline) { deadline_ = deadline; }
    Moment deadline() const { return deadline_; }

    /// Runs a query and hands over its rows until `take` returns false. `take` may not use this connection.
    void query(const Query& query, Parameters parameters, const std::function<bool(Row&&)>& take);
    /// Runs a statement without rows; returns the matched ones.
    std::uint64_t execute(const Query& query, Parameters parameters);

    /// Runs a text as it is, for migrations; `doing` names it in errors.
    void run(std::string_view doing, std::string_view text);

    /// Runs a text that has an answer and hands over its rows as text one by one, as they come over the wire: for copying whole tables.
    /// `take` may not use this connection.
    void stream(std::string_view doing, std::string_view text, const std::function<void(const std::vector<std::optional<std::string>>&)>& take);

    void begin();
    /// Throws CommitUnknown when the answer to COMMIT does not come, Conflict when there is nothing left to commit.
    void send_commit();
    /// Leaves the connection without a transaction, or broken. Never throws.
    void roll_back() noexcept;
    bool is_in_transaction() const { return is_in_transaction_; }

    /// Does the server answer? Breaks the connection when not.
    bool answers() noexcept;

    bool is_broken() const { return is_broken_; }
    /// Broken, and the server had all its time: it may be frozen.
    bool has_timed_out() const { return has_timed_out_; }
    Moment born() const { return born_; }
    Moment last_used() const { return last_used_; }
    /// Statements that were answered since the lease began.
    std::uint64_t answered() const { return answered_; }
    void begin_lease() { answered_ = 0; }

private:
    class Wire;

    /// Runs `work`, which talks to the server, and translates what it throws.
    template <class Work>
    void talk(std::string_view doing, Work work);
    void require_usable(std::string_view doing);

    Settings settings_;
    std::atomic<std::uint64_t>& round_trips_;
    std::unique_ptr<Wire> wire_;
    Moment deadline_ = Moment::max();
    Moment born_;
    Moment last_used_;
    std::uint64_t answered_ = 0;
    bool is_broken_ = false;
    bool has_timed_out_ = false;
    bool is_in_transaction_ = false;
    bool is_doomed_ = false;  ///< the server has rolled back; nothing more may run in this transaction
    bool is_busy_ = false;    ///< handing over rows
};

}  // namespace ansvar::db
