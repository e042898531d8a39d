#include "db/database.hpp"

#include "db/connection.hpp"
#include "db/pool.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <exception>
#include <random>
#include <thread>
#include <vector>

namespace ansvar::db {

namespace {

using std::chrono::microseconds;
using std::chrono::steady_clock;

constexpr int most_tries = 6;

/// The transaction that this thread's calls belong to, while it is in Database::spanning.
struct Span {
    const Database& database;
    Transaction& transaction;
    std::exception_ptr fault = {};                       ///< what dooms it
    std::vector<std::function<void()>> afterwards = {};  ///< after COMMIT

    /// Work that would have had a transaction of its own.
    void join(const std::function<void(Transaction&)>& work) {
        try {
            work(transaction);
        } catch (...) {
            if (!fault) {
                fault = std::current_exception();
            }
            throw;
        }
    }
};

thread_local Span* thread_span = nullptr;

/// Makes a span that of this thread until the end of the scope.
class SpanScope {
public:
    explicit SpanScope(Span& span) { thread_span = &span; }
    ~SpanScope() { thread_span = nullptr; }
    SpanScope(const SpanScope&) = delete;
    SpanScope& operator=(const SpanScope&) = delete;
};

Span* span_on(const Database& database) {
    return thread_span && &thread_span->database == &database ? thread_span : nullptr;
}

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
    if (auto* span = span_on(*this)) {
        span->join(work);
        return;
    }
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

void Database::run_span(const std::function<void(Transaction&)>& work) {
    std::vector<std::function<void()>> afterwards;
    run_transaction([&](Transaction& transaction) {
        Span span{*this, transaction};
        {
            const SpanScope scope{span};
            work(transaction);
        }
        if (span.fault) {
            std::rethrow_exception(span.fault);
        }
        afterwards = std::move(span.afterwards);
    });
    for (const auto& then : afterwards) {
        then();
    }
}

void Database::run_read(const std::function<void(Session&)>& work) {
    if (auto* span = span_on(*this)) {
        work(span->transaction);
        return;
    }
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
    if (auto* span = span_on(*this)) {
        std::uint64_t matched = 0;
        span->join([&](Transaction& transaction) { matched = transaction.execute(query, parameters); });
        return matched;
    }
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

void when_stored(std::function<void()> then) {
    if (thread_span) {
        thread_span->afterwards.push_back(std::move(then));
    } else {
        then();
    }
}

DeadlineScope::DeadlineScope(std::chrono::milliseconds limit) : outer_{thread_deadline} {
    thread_deadline = std::min(outer_, steady_clock::now() + limit);
}

DeadlineScope::~DeadlineScope() {
    thread_deadline = outer_;
}

}  // namespace ansvar::db
