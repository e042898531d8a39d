#pragma once

#include "db/connection.hpp"
#include "db/database.hpp"
#include "db/lookout.hpp"

#include <condition_variable>
#include <memory>
#include <mutex>
#include <vector>

namespace ansvar::db {

/// The connections of a Database. The one given back last is given out first, so that few stay warm. Safe from any thread.
class Pool {
public:
    explicit Pool(const Settings& settings);
    ~Pool();
    Pool(const Pool&) = delete;
    Pool& operator=(const Pool&) = delete;

    /// A connection that goes back to the pool at the end of the scope: rolled back if need be, thrown away if broken.
    class Lease {
    public:
        Lease(Pool& pool, std::unique_ptr<Connection> connection) : pool_{pool}, connection_{std::move(connection)} {}
        ~Lease() { pool_.give_back(std::move(connection_)); }
        Lease(const Lease&) = delete;
        Lease& operator=(const Lease&) = delete;
        Connection& operator*() { return *connection_; }
        Connection* operator->() { return connection_.get(); }

    private:
        Pool& pool_;
        std::unique_ptr<Connection> connection_;
    };

    /// Waits for a free connection, or makes one. Throws Unavailable: none in time, or the server is away.
    /// `ask_first`: make sure that the server still knows the connection.
    Lease take(Moment deadline, bool ask_first = false);

    bool is_ready(std::chrono::milliseconds patience) { return lookout_.ask(patience); }
    void count_retry() { ++retries_; }
    Stats stats() const;

private:
    /// An idle connection, or a place for a new one (empty). Throws Unavailable.
    std::unique_ptr<Connection> wait_for_place(Moment deadline);
    std::unique_ptr<Connection> connect(Moment deadline);
    bool is_trustworthy(Connection& connection, bool ask_first);
    void give_back(std::unique_ptr<Connection> connection);
    /// Throws a connection away; its place is free again.
    void discard(std::unique_ptr<Connection> connection);
    void free_place();
    void drop_idle();

    const Settings settings_;
    mutable std::mutex mutex_;
    std::condition_variable free_;
    std::vector<std::unique_ptr<Connection>> idle_;
    std::size_t open_ = 0;
    std::uint64_t waiting_ = 0;
    Moment suspect_before_ = Moment::min();  ///< connections last used before this are asked first
    std::atomic<std::uint64_t> timeouts_{0}, retries_{0}, discarded_{0}, round_trips_{0};
    Lookout lookout_;  ///< last: its thread calls drop_idle()
};

}  // namespace ansvar::db
