#pragma once

#include "db/errors.hpp"
#include "db/session.hpp"
#include "db/settings.hpp"
#include "db/transaction.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>

namespace ansvar::db {

/// Numbers for metrics and tests; counters only rise.
struct Stats {
    std::uint64_t open = 0;         ///< connections, leased or idle
    std::uint64_t idle = 0;         ///< of these, free
    std::uint64_t waiting = 0;      ///< callers waiting for one
    std::uint64_t timeouts = 0;     ///< callers that waited in vain
    std::uint64_t retries = 0;      ///< transactions and reads that ran again
    std::uint64_t discarded = 0;    ///< connections thrown away
    std::uint64_t round_trips = 0;  ///< messages sent and answered: statements, preparations, START TRANSACTION, COMMIT, ROLLBACK
    bool is_cut_off = false;        ///< the server does not answer; calls fail at once until it does again
};

/// A pool of connections to one schema. All functions are safe from any thread. Connects when first used, never before.
/// When the server is gone calls throw Unavailable at once: after the first failure a monitor thread asks it every 200 ms, and only
/// its success lets calls through again.
class Database {
public:
    explicit Database(Settings settings);
    ~Database();
    Database(const Database&) = delete;
    Database& operator=(const Database&) = delete;

    /// Runs `work(Transaction&)` between START TRANSACTION and COMMIT and returns what it returned. `work` runs again, up to six times in
    /// all, after a deadlock or a connection lost before COMMIT: it may touch nothing but the database, or must be safe to repeat. What
    /// `work` throws rolls back and passes through. CommitUnknown: see errors.hpp.
    template <class Work>
    auto in_transaction(Work&& work) {
        return collect<Transaction>(work, [this](const std::function<void(Transaction&)>& run) { run_transaction(run); });
    }

    /// As in_transaction, and until `work` ends all calls of this thread on this Database belong to that transaction: what functions do that
    /// know nothing of it is stored together or not at all. What one of them throws out of in_transaction dooms the whole, also when
    /// it is caught. A span within a span is not meant.
    template <class Work>
    auto spanning(Work&& work) {
        return collect<Transaction>(work, [this](const std::function<void(Transaction&)>& run) { run_span(run); });
    }

    /// Runs `work(Session&)` on one connection, without a transaction. When the connection turns out to be dead at the first query,
    /// `work` runs once more on a fresh one.
    template <class Work>
    auto read(Work&& work) {
        return collect<Session>(work, [this](const std::function<void(Session&)>& run) { run_read(run); });
    }

    /// One statement that commits by itself; returns the matched rows. A connection lost under way is CommitUnknown.
    std::uint64_t execute_once(const Query& query, Parameters parameters = {});

    /// Does the server answer a query now? Asks the monitor and waits for its answer no longer than `patience`.
    bool is_ready(std::chrono::milliseconds patience = std::chrono::milliseconds{80});

    Stats stats() const;
    const Settings& settings() const;

private:
    template <class Lease, class Work, class Run>
    static auto collect(Work& work, Run run) {
        using Result = std::invoke_result_t<Work&, Lease&>;
        static_assert(!std::is_reference_v<Result>, "return a value: rows and sessions end with the call");
        if constexpr (std::is_void_v<Result>) {
            run([&](Lease& lease) { work(lease); });
        } else {
            std::optional<Result> result;
            run([&](Lease& lease) { result.emplace(work(lease)); });
            return std::move(*result);
        }
    }

    void run_transaction(const std::function<void(Transaction&)>& work);
    void run_read(const std::function<void(Session&)>& work);
    void run_span(const std::function<void(Transaction&)>& work);

    class Inside;
    std::unique_ptr<Inside> inside_;
};

/// Runs `then` when what this thread has stored is there for others: now, or after the COMMIT of the span it is in (never when that fails).
void when_stored(std::function<void()> then);

/// Puts every Database call of this thread, until the end of the scope, under one time limit: a request that makes several calls still
/// ends in time. The nearer of this and Settings::time_limit counts. Scopes nest; an inner one cannot lengthen an outer one.
class DeadlineScope {
public:
    explicit DeadlineScope(std::chrono::milliseconds limit);
    ~DeadlineScope();
    DeadlineScope(const DeadlineScope&) = delete;
    DeadlineScope& operator=(const DeadlineScope&) = delete;

private:
    std::chrono::steady_clock::time_point outer_;
};

}  // namespace ansvar::db
