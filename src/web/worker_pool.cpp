#include "web/worker_pool.hpp"

namespace ansvar::web {

WorkerPool::WorkerPool(std::size_t threads, std::size_t queue) : queue_(queue) {
    for (std::size_t i = 0; i < threads; ++i) {
        threads_.emplace_back([this] { work(); });
    }
}

WorkerPool::~WorkerPool() {
    {
        const std::lock_guard lock{mutex_};
        is_ending_ = true;
    }
    has_job_.notify_all();
    for (auto& thread : threads_) {
        thread.join();
    }
}

bool WorkerPool::post(Job job) {
    {
        const std::lock_guard lock{mutex_};
        if (is_ending_ || jobs_.size() >= queue_) {
            return false;
        }
        jobs_.push_back(std::move(job));
    }
    has_job_.notify_one();
    return true;
}

std::size_t WorkerPool::waiting() const {
    const std::lock_guard lock{mutex_};
    return jobs_.size();
}

std::size_t WorkerPool::running() const {
    const std::lock_guard lock{mutex_};
    return running_;
}

void WorkerPool::work() {
    std::unique_lock lock{mutex_};
    for (;;) {
        has_job_.wait(lock, [this] { return is_ending_ || !jobs_.empty(); });
        if (jobs_.empty()) {
            return;
        }
        auto job = std::move(jobs_.front());
        jobs_.pop_front();
        ++running_;
        lock.unlock();
        job();
        job = nullptr;  // what it holds is released without the lock
        lock.lock();
        --running_;
    }
}

}  // namespace ansvar::web
