#include "db/database.hpp"

#include "db/connection.hpp"
#include "db/pool.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <random>
#include <thread>

namespace ansvar::db {

namespace {

using std::chrono::microseconds;
using std::chrono::steady_clock;

constexpr int most_tries = 6;

/// What DeadlineScope has set for this thread.
thread_local Moment thread_deadline = Moment::max();

Moment deadline_from_now(const Settings& settings) {
    const auto own = settings.time_limit.count() > 0 ? steady_clock::now() + settings.time_limit : Moment::max();
    return std::min(own, thread_deadline);
}

/// 1 ms, 2 ms, 4 ms … and as much again at random, so that two that met in a deadlock do not meet again.
void pause_before_try(int next_try) {
    thread_local std::minstd_rand random{std::random_device{}()};
    const auto base = 1000 << (next_try - 2);
    std::this_thread::sleep_for(microseconds{base + std::uniform_int_distribution{0, base}(random)});
}

}  // namespace

class Database::Inside {
public:
    explicit Inside(Settings settings) : settings_{std::move(settings)}, pool_{settings_} {}

    const Settings settings_;
    Pool pool_;

    /// Runs `attempt(try number)` until it goes through. A connection lost is tried again only when `repeat_losses`.
    template <class Attempt>
    void repeat(std::string_view what, Attempt attempt, bool repeat_losses) {
        for (int number = 1;; ++number) {
            try {
                attempt();
                return;
            } catch (const Unavailable& fault) {
                const bool is_conflict = dynamic_cast<const Conflict*>(&fault) != nullptr;
                const bool is_loss = dynamic_cast<const ConnectionLost*>(&fault) != nullptr;
                if (number == most_tries || !(is_conflict || (is_loss && repeat_losses))) {
                    throw;
                }
                spdlog::debug("{} runs again after try {}: {}", what, number, fault.what());
            }
            pool_.count_retry();
            pause_before_try(number + 1);
        }
    }
};

Database::Database(Settings settings) : inside_{std::make_unique<Inside>(std::move(settings))} {}

Database::~Database() = default;

void Database::run_transaction(const std::function<void(Transaction&)>& work) {
    const auto deadline = deadline_from_now(settings());
    const auto attempt = [&] {
        auto lease = inside_->pool_.take(deadline);
        lease->begin();
        Transaction transaction{*lease};
        work(transaction);
        lease->send_commit();
    };
    inside_->repeat("a transaction", attempt, true);
}

void Database::run_read(const std::function<void(Session&)>& work) {
    const auto deadline = deadline_from_now(settings());
    bool may_repeat = true;
    for (;;) {
        auto lease = inside_->pool_.take(deadline);
        Session session{*lease};
        try {
            work(session);
            return;
        } catch (const ConnectionLost&) {
            if (!may_repeat || lease->answered() > 0) {
                throw;
            }
        }
        may_repeat = false;
        inside_->pool_.count_retry();
    }
}

std::uint64_t Database::execute_once(const Query& query, Parameters parameters) {
    const auto deadline = deadline_from_now(settings());
    std::uint64_t matched = 0;
    const auto attempt = [&] {
        auto lease = inside_->pool_.take(deadline, true);
        try {
            matched = lease->execute(query, parameters);
        } catch (const ConnectionLost& fault) {
            throw CommitUnknown(fault.what(), fault.code());
        }
    };
    inside_->repeat(query.name, attempt, false);
    return matched;
}

bool Database::is_ready(std::chrono::milliseconds patience) {
    return inside_->pool_.is_ready(patience);
}

Stats Database::stats() const {
    return inside_->pool_.stats();
}

const Settings& Database::settings() const {
    return inside_->settings_;
}

DeadlineScope::DeadlineScope(std::chrono::milliseconds limit) : outer_{thread_deadline} {
    thread_deadline = std::min(outer_, steady_clock::now() + limit);
}

DeadlineScope::~DeadlineScope() {
    thread_deadline = outer_;
}

}  // namespace ansvar::db
