#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>
#include <stop_token>
#include <thread>
#include <vector>

#include "hooks/courier.hpp"

namespace ansvar::hooks {

struct WorkerSettings {
    std::size_t senders = 8;    ///< addresses told at once
    std::size_t most_slow = 4;  ///< of these, slow ones: whoever answers at once is never behind them alone
    std::chrono::milliseconds poll{500};
};

/// Tells addresses in the background: one thread looks for those with something to be told, `senders` tell one each. A database that is
/// away is waited for.
class Worker {
public:
    /// Does nothing until start().
    explicit Worker(CourierServices services, WorkerSettings settings = {});
    ~Worker() { stop(); }
    Worker(const Worker&) = delete;
    Worker& operator=(const Worker&) = delete;

    void start();
    /// There is something to tell. Cheap, safe from any thread, also before start() and after stop().
    void wake();
    /// Gives up calls that are under way; they are made again. Safe to repeat.
    void stop();

private:
    void keep_claiming(const std::stop_token& stop);
    void keep_telling(const std::stop_token& stop);
    /// Looks once. False when the database did not answer.
    bool claim();

    Courier courier_;
    WorkerSettings settings_;
    std::mutex mutex_;
    std::condition_variable_any changed_;
    bool is_wanted_ = false;
    std::deque<Claim> claims_;     ///< taken and not begun
    std::size_t under_way_ = 0;    ///< with those
    std::size_t slow_ones_ = 0;
    std::vector<std::jthread> threads_;
};

}  // namespace ansvar::hooks
