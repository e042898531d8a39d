#include "matrix/replay_worker.hpp"

#include <spdlog/spdlog.h>
#include <sys/resource.h>
#include <unistd.h>

#include "db/errors.hpp"
#include "matrix/proposals.hpp"
#include "matrix/retraining.hpp"


namespace ansvar::matrix {

namespace {

constexpr std::chrono::seconds pause{2};
constexpr int low_priority = 10;  // a tenth of what a request's thread is given; at the lowest a busy machine would never come to it

/// Of this thread and those it starts: on Linux each has a priority of its own. That it may not be possible is no reason not to work.
void give_way() {
    if (::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), low_priority) != 0) {
        spdlog::debug("replays run with the priority of everything else");
    }
}

}  // namespace

void ReplayWorker::start() {
    thread_ = std::jthread{[this](const std::stop_token& stop) { work(stop); }};
}

void ReplayWorker::wake() {
    {
        const std::lock_guard lock{mutex_};
        is_wanted_ = true;
    }
    wake_.notify_all();
}

void ReplayWorker::stop() {
    thread_.request_stop();
    if (thread_.joinable()) {
        thread_.join();
    }
}

void ReplayWorker::work(const std::stop_token& stop) {
    give_way();
    while (!stop.stop_requested()) {
        try {
            run_all(stop);
        } catch (const db::Error& fault) {
            spdlog::debug("replays wait for the database: {}", fault.what());
        } catch (const std::exception& fault) {
            spdlog::error("a replay could not be run: {}", fault.what());
        }
        std::unique_lock lock{mutex_};
        wake_.wait_for(lock, stop, pause, [&] { return is_wanted_; });
        is_wanted_ = false;
    }
}

void ReplayWorker::run_all(const std::stop_token& stop) {
    ReplayRunner runner{database_, clock_, model_};
    while (!stop.stop_requested() && runner.run_next(stop)) {
    }
    while (!stop.stop_requested() && retraining::run_next(database_, clock_, data_, stop)) {
    }
    if (const auto edition = router_.edition(); edition && !stop.stop_requested()) {
        proposals::count_when_due(database_, *edition, edition->model, clock_, stop);
    }
}

}  // namespace ansvar::matrix
