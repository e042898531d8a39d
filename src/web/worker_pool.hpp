#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace ansvar::web {

/// Threads that run jobs in the order they came, with a bounded queue. Jobs must not throw.
class WorkerPool {
public:
    using Job = std::function<void()>;

    WorkerPool(std::size_t threads, std::size_t queue);
    /// Runs what is queued, then ends the threads.
    ~WorkerPool();
    WorkerPool(const WorkerPool&) = delete;
    WorkerPool& operator=(const WorkerPool&) = delete;

    /// False when the queue is full or the pool is ending; the job is then dropped.
    [[nodiscard]] bool post(Job job);
    std::size_t waiting() const;
    std::size_t running() const;

private:
    void work();

    const std::size_t queue_;
    mutable std::mutex mutex_;
    std::condition_variable has_job_;
    std::deque<Job> jobs_;
    std::size_t running_ = 0;
    bool is_ending_ = false;
    std::vector<std::thread> threads_;
};

}  // namespace ansvar::web
