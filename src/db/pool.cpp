#include "db/pool.hpp"

#include "db/errors.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace ansvar::db {

namespace {

using namespace std::chrono_literals;
using std::chrono::steady_clock;

constexpr auto trusted_idle_time = 5s;
constexpr auto greatest_age = 1h;

}  // namespace

Pool::Pool(const Settings& settings) : settings_{settings}, lookout_{settings, [this] { drop_idle(); }} {}

Pool::~Pool() = default;

Pool::Lease Pool::take(Moment deadline, bool ask_first) {
    for (;;) {
        auto connection = wait_for_place(deadline);
        if (!connection) {
            connection = connect(deadline);
        } else {
            connection->set_deadline(deadline);
            if (!is_trustworthy(*connection, ask_first)) {
                discard(std::move(connection));
                continue;
            }
        }
        connection->set_deadline(deadline);
        connection->begin_lease();
        return Lease{*this, std::move(connection)};
    }
}

std::unique_ptr<Connection> Pool::wait_for_place(Moment deadline) {
    const auto latest = deadline == Moment::max() ? deadline : deadline - settings_.read_timeout;
    const auto until = std::min(steady_clock::now() + settings_.acquire_wait, latest);
    std::unique_lock lock{mutex_};
    ++waiting_;
    const bool got_one =
        free_.wait_until(lock, until, [&] { return lookout_.is_cut_off() || !idle_.empty() || open_ < settings_.pool_size; });
    --waiting_;
    if (lookout_.is_cut_off()) {
        throw Unavailable("the database is away");
    }
    if (!got_one) {
        ++timeouts_;
        throw Unavailable(fmt::format("no free database connection in time ({} in use)", open_));
    }
    if (idle_.empty()) {
        ++open_;
        return nullptr;
    }
    auto connection = std::move(idle_.back());
    idle_.pop_back();
    return connection;
}

std::unique_ptr<Connection> Pool::connect(Moment deadline) {
    if (deadline != Moment::max() && steady_clock::now() + settings_.read_timeout > deadline) {
        free_place();
        throw Unavailable("the time for this call is used up");
    }
    try {
        return std::make_unique<Connection>(settings_, round_trips_);
    } catch (const ConnectionLost&) {
        free_place();
        lookout_.suspect();
        throw;
    } catch (...) {
        free_place();
        throw;
    }
}

bool Pool::is_trustworthy(Connection& connection, bool ask_first) {
    const auto now = steady_clock::now();
    if (now - connection.born() > greatest_age) {
        return false;
    }
    const auto suspect_before = [&] {
        const std::lock_guard lock{mutex_};
        return suspect_before_;
    }();
    const bool is_fresh = now - connection.last_used() < trusted_idle_time && connection.last_used() > suspect_before;
    return (is_fresh && !ask_first) || connection.answers();
}

void Pool::give_back(std::unique_ptr<Connection> connection) {
    if (connection->is_in_transaction() && !connection->is_broken()) {
        connection->roll_back();
    }
    if (connection->is_broken()) {
        discard(std::move(connection));
        return;
    }
    connection->set_deadline(Moment::max());
    {
        const std::lock_guard lock{mutex_};
        idle_.push_back(std::move(connection));
    }
    free_.notify_one();
}

void Pool::discard(std::unique_ptr<Connection> connection) {
    const bool timed_out = connection->has_timed_out();
    connection.reset();
    ++discarded_;
    {
        const std::lock_guard lock{mutex_};
        suspect_before_ = steady_clock::now();  // what ended one may have ended all
    }
    free_place();
    if (timed_out) {
        lookout_.suspect();
    }
}

void Pool::free_place() {
    {
        const std::lock_guard lock{mutex_};
        --open_;
    }
    free_.notify_one();
}

void Pool::drop_idle() {
    std::vector<std::unique_ptr<Connection>> dropped;
    {
        const std::lock_guard lock{mutex_};
        dropped.swap(idle_);
        open_ -= dropped.size();
        discarded_ += dropped.size();
    }
    free_.notify_all();
}

Stats Pool::stats() const {
    const std::lock_guard lock{mutex_};
    return {.open = open_,
            .idle = idle_.size(),
            .waiting = waiting_,
            .timeouts = timeouts_,
            .retries = retries_,
            .discarded = discarded_,
            .round_trips = round_trips_,
            .is_cut_off = lookout_.is_cut_off()};
}

}  // namespace ansvar::db
