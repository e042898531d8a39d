#include "mail/worker.hpp"

#include "mail/digests.hpp"
#include "mail/outbox.hpp"
#include "mail/postman.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

namespace ansvar::mail {

namespace {

constexpr std::size_t largest_batch = 20;

}  // namespace

class Worker::Inside {
public:
    Inside(db::Database& database, const Clock& clock, const Composer& composer, Transport& transport, const WorkerSettings& settings)
        : settings_{settings},
          batch_{std::clamp<std::size_t>(settings.batch, 1, largest_batch)},
          clock_{clock},
          database_{database},
          outbox_{database, settings.lease},
          postman_{database,  outbox_, clock, composer, transport, settings.lease_margin,
                   [this](std::chrono::milliseconds pause) { return rest(pause); }} {}

    void start() {
        const std::lock_guard lock{mutex_};
        if (!threads_.empty() || stopping_) {
            return;
        }
        threads_.emplace_back([this] { keep_claiming(); });
        for (std::size_t i = 0; i < settings_.senders; ++i) {
            threads_.emplace_back([this] { keep_sending(); });
        }
    }

    void wake() {
        const std::lock_guard lock{mutex_};
        woken_ = true;
        changed_.notify_all();
    }

    void stop() {
        {
            const std::lock_guard lock{mutex_};
            stopping_ = true;
            changed_.notify_all();
        }
        for (auto& thread : threads_) {
            if (thread.joinable()) {
                thread.join();
            }
        }
        give_back_the_rest();
    }

private:
    /// Claims whenever there is room, something may be due, and nothing speaks against it.
    void keep_claiming() {
        std::chrono::milliseconds trouble{0};
        while (wait_for_room(std::max(settings_.poll, trouble))) {
            try {
                const auto now = clock_.now();
                if (std::chrono::steady_clock::now() >= next_recovery_) {
                    outbox_.recover_lost(now);
                    next_recovery_ = std::chrono::steady_clock::now() + settings_.recovery;
                }
                write_digests(database_, now);
                take_in(outbox_.claim(now, batch_));
                trouble = std::chrono::milliseconds{0};
            } catch (const std::exception& fault) {
                if (trouble.count() == 0) {
                    spdlog::warn("the outbox cannot be read: {}", fault.what());
                }
                trouble = std::clamp(2 * trouble, std::chrono::milliseconds{1'000}, std::chrono::milliseconds{15'000});
            }
        }
    }

    /// Waits for the bell or for `pause`, and then until there is room. False when it is time to stop.
    bool wait_for_room(std::chrono::milliseconds pause) {
        std::unique_lock lock{mutex_};
        changed_.wait_for(lock, pause, [&] { return stopping_ || woken_; });
        changed_.wait(lock, [&] { return stopping_ || letters_.size() <= settings_.senders; });
        woken_ = false;
        return !stopping_;
    }

    void take_in(std::vector<Letter> claimed) {
        const std::lock_guard lock{mutex_};
        woken_ = woken_ || !claimed.empty();  // there may be more
        std::move(claimed.begin(), claimed.end(), std::back_inserter(letters_));
        changed_.notify_all();
    }

    void keep_sending() {
        for (auto letter = next(); letter; letter = next()) {
            postman_.deliver(*letter);
        }
    }

    /// The next letter to send; empty when it is time to stop.
    std::optional<Letter> next() {
        std::unique_lock lock{mutex_};
        changed_.wait(lock, [&] { return stopping_ || !letters_.empty(); });
        if (stopping_) {
            return std::nullopt;
        }
        auto letter = std::move(letters_.front());
        letters_.pop_front();
        changed_.notify_all();
        return letter;
    }

    /// False when we are stopping.
    bool rest(std::chrono::milliseconds pause) {
        std::unique_lock lock{mutex_};
        return !changed_.wait_for(lock, pause, [&] { return stopping_; });
    }

    void give_back_the_rest() {
        try {
            for (; !letters_.empty(); letters_.pop_front()) {
                outbox_.give_back(letters_.front());
            }
        } catch (const std::exception& fault) {
            spdlog::warn("{} claimed letters wait for their claims to run out: {}", letters_.size(), fault.what());
            letters_.clear();
        }
    }

    const WorkerSettings settings_;
    const std::size_t batch_;
    const Clock& clock_;
    db::Database& database_;
    Outbox outbox_;
    Postman postman_;

    std::chrono::steady_clock::time_point next_recovery_;  ///< of the claiming thread alone

    std::mutex mutex_;
    std::condition_variable changed_;
    bool woken_ = true;
    bool stopping_ = false;
    std::deque<Letter> letters_;
    std::vector<std::thread> threads_;
};

Worker::Worker(db::Database& database, const Clock& clock, const Composer& composer, Transport& transport, const WorkerSettings& settings)
    : inside_{std::make_unique<Inside>(database, clock, composer, transport, settings)} {}

Worker::~Worker() { stop(); }

void Worker::start() { inside_->start(); }
void Worker::wake() { inside_->wake(); }
void Worker::stop() { inside_->stop(); }

}  // namespace ansvar::mail
