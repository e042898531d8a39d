#include "hooks/worker.hpp"

#include <spdlog/spdlog.h>

#include "db/errors.hpp"

namespace ansvar::hooks {

Worker::Worker(CourierServices services, WorkerSettings settings) : courier_{std::move(services)}, settings_{settings} {}

void Worker::start() {
    threads_.emplace_back([this](const std::stop_token& stop) { keep_claiming(stop); });
    for (std::size_t i = 0; i < settings_.senders; ++i) {
        threads_.emplace_back([this](const std::stop_token& stop) { keep_telling(stop); });
    }
}

void Worker::wake() {
    {
        const std::lock_guard lock{mutex_};
        is_wanted_ = true;
    }
    changed_.notify_all();
}

void Worker::stop() {
    for (auto& thread : threads_) {
        thread.request_stop();
    }
    threads_.clear();
}

void Worker::keep_claiming(const std::stop_token& stop) {
    constexpr std::chrono::seconds patience{5};
    while (!stop.stop_requested()) {
        const bool went_well = claim();
        std::unique_lock lock{mutex_};
        changed_.wait_for(lock, stop, went_well ? settings_.poll : std::chrono::milliseconds{patience}, [&] { return is_wanted_; });
        is_wanted_ = false;
        changed_.wait(lock, stop, [&] { return under_way_ < settings_.senders; });
    }
}

bool Worker::claim() {
    std::size_t room = 0, slow_room = 0;
    {
        const std::lock_guard lock{mutex_};
        room = settings_.senders - under_way_;
        slow_room = settings_.most_slow - slow_ones_;
    }
    try {
        const auto claims = courier_.claim(room, slow_room);
        const std::lock_guard lock{mutex_};
        for (const auto& claim : claims) {
            claims_.push_back(claim);
            ++under_way_;
            slow_ones_ += claim.is_slow ? 1 : 0;
        }
        changed_.notify_all();
        return true;
    } catch (const db::Error& fault) {
        spdlog::debug("webhooks wait for the database: {}", fault.what());
    } catch (const std::exception& fault) {
        spdlog::error("webhooks could not be looked for: {}", fault.what());
    }
    return false;
}

void Worker::keep_telling(const std::stop_token& stop) {
    for (;;) {
        Claim claim;
        {
            std::unique_lock lock{mutex_};
            if (!changed_.wait(lock, stop, [&] { return !claims_.empty(); })) {
                return;
            }
            claim = claims_.front();
            claims_.pop_front();
        }
        try {
            courier_.tell(claim, stop);
        } catch (const std::exception& fault) {
            // The claim runs out by itself, and the message is sent again.
            spdlog::warn("webhook {} was left half-way: {}", claim.id.value, fault.what());
        }
        {
            const std::lock_guard lock{mutex_};
            --under_way_;
            slow_ones_ -= claim.is_slow ? 1 : 0;
            is_wanted_ = true;  // it may have more
        }
        changed_.notify_all();
    }
}

}  // namespace ansvar::hooks
