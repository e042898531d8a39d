#pragma once

#include <condition_variable>
#include <filesystem>
#include <mutex>
#include <stop_token>
#include <thread>

#include "core/time.hpp"
#include "db/database.hpp"
#include "matrix/current_router.hpp"
#include "matrix/replay_runner.hpp"

namespace ansvar::matrix {

/// One thread that runs replays, trains the routers of drafts anew, and counts anew which words corrections speak for when somebody wants it or a day has passed. Whoever asks for
/// a page goes before it: its threads have a low priority. Any number of workers, also in other processes, may share one
/// database. A database that is away is waited for.
class ReplayWorker {
public:
    /// Keeps references; all must outlive it. Does nothing until start().
    /// `data`: the folder with what routers learn from (routing/data).
    ReplayWorker(db::Database& database, const Clock& clock, const CurrentRouter& router, Model model, std::filesystem::path data)
        : database_(database), clock_(clock), router_(router), model_(std::move(model)), data_(std::move(data)) {}
    ~ReplayWorker() { stop(); }
    ReplayWorker(const ReplayWorker&) = delete;
    ReplayWorker& operator=(const ReplayWorker&) = delete;

    void start();
    /// There is something to run. Cheap, safe from any thread, also before start() and after stop().
    void wake();
    /// A replay that is under way goes back to wait for the next runner, with what it has. Safe to repeat.
    void stop();

private:
    void work(const std::stop_token& stop);
    void run_all(const std::stop_token& stop);

    db::Database& database_;
    const Clock& clock_;
    const CurrentRouter& router_;
    Model model_;
    std::filesystem::path data_;
    std::mutex mutex_;
    std::condition_variable_any wake_;
    bool is_wanted_ = false;
    std::jthread thread_;
};

}  // namespace ansvar::matrix
