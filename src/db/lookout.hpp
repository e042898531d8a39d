#pragma once

#include "db/settings.hpp"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <thread>

namespace ansvar::db {

/// Watches whether the server answers, on a thread and a connection of its own, so that nobody else has to find out by waiting:
/// every second while all is well, every 200 ms while the server is away, and at once when somebody suspects that it is.
/// No answer cuts everybody off; an answer lets them through again. All functions are safe from any thread.
class Lookout {
public:
    /// `on_cut_off` is called, from any thread and without locks held, when the server is found to be away.
    Lookout(const Settings& settings, std::function<void()> on_cut_off);
    ~Lookout();
    Lookout(const Lookout&) = delete;
    Lookout& operator=(const Lookout&) = delete;

    bool is_cut_off() const { return is_cut_off_.load(std::memory_order_acquire); }

    /// A connection could not be made, or the server let its time run out: find out now.
    void suspect();

    /// Asks the server now; false when it has not answered within `patience`.
    bool ask(std::chrono::milliseconds patience);

private:
    void watch();
    /// Sleeps until the next question is due; false when it is time to end.
    bool wait_for_turn();
    void cut_off();

    Settings settings_;
    std::function<void()> on_cut_off_;
    std::atomic<std::uint64_t> round_trips_{0};
    std::atomic<bool> is_cut_off_{false};

    std::mutex mutex_;
    std::condition_variable changed_;
    std::uint64_t asked_ = 0;     ///< questions begun
    std::uint64_t answered_ = 0;  ///< questions ended, either way
    bool last_answer_ = false;
    bool is_wanted_ = false;
    bool is_ending_ = false;
    std::thread thread_;  ///< last: it uses all of the above
};

}  // namespace ansvar::db
