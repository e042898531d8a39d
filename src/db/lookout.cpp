#include "db/lookout.hpp"

#include "db/connection.hpp"

#include <spdlog/spdlog.h>

#include <memory>

namespace ansvar::db {

namespace {

using namespace std::chrono_literals;

constexpr auto calm_interval = 1s;
constexpr auto alarm_interval = 200ms;
/// A healthy server answers in microseconds; two seconds of silence are no hiccup.
constexpr auto answer_limit = 2s;
constexpr auto silence = 500ms;

const Query& are_you_there() {
    static const Query query{"db/are_you_there", "SELECT 1"};
    return query;
}

/// Asks over the connection kept from last time, or a new one. A node that lost its cluster answers a ping but not a query.
bool answers_once(std::unique_ptr<Connection>& connection, const Settings& settings, std::atomic<std::uint64_t>& round_trips) {
    try {
        if (!connection) {
            connection = std::make_unique<Connection>(settings, round_trips);
        }
        connection->query(are_you_there(), {}, [](const Row&) { return true; });
        return true;
    } catch (const std::exception& fault) {
        spdlog::debug("the database does not answer: {}", fault.what());
        connection.reset();
        return false;
    }
}

/// A connection of the monitor's may be killed like any other: only silence, or failing three times, says that the server is away.
bool server_answers(std::unique_ptr<Connection>& connection, const Settings& settings, std::atomic<std::uint64_t>& round_trips) {
    for (int attempt = 1; attempt <= 3; ++attempt) {
        const auto started = std::chrono::steady_clock::now();
        if (answers_once(connection, settings, round_trips)) {
            return true;
        }
        if (std::chrono::steady_clock::now() - started > silence) {
            return false;
        }
    }
    return false;
}

}  // namespace

Lookout::Lookout(const Settings& settings, std::function<void()> on_cut_off) : settings_{settings}, on_cut_off_{std::move(on_cut_off)} {
    settings_.read_timeout = answer_limit;
    thread_ = std::thread{[this] { watch(); }};
}

Lookout::~Lookout() {
    {
        const std::lock_guard lock{mutex_};
        is_ending_ = true;
    }
    changed_.notify_all();
    thread_.join();
}

void Lookout::cut_off() {
    if (!is_cut_off_.exchange(true)) {
        spdlog::warn("the database is away; requests are refused until it answers");
    }
    on_cut_off_();
}

void Lookout::suspect() {
    const std::lock_guard lock{mutex_};
    is_wanted_ = true;
    changed_.notify_all();
}

bool Lookout::ask(std::chrono::milliseconds patience) {
    std::unique_lock lock{mutex_};
    const auto mine = asked_ + 1;  // one that begins from now on
    is_wanted_ = true;
    changed_.notify_all();
    return changed_.wait_for(lock, patience, [&] { return answered_ >= mine; }) && last_answer_;
}

bool Lookout::wait_for_turn() {
    std::unique_lock lock{mutex_};
    const auto interval = is_cut_off() ? std::chrono::milliseconds{alarm_interval} : std::chrono::milliseconds{calm_interval};
    changed_.wait_for(lock, interval, [&] { return is_ending_ || is_wanted_; });
    is_wanted_ = false;
    ++asked_;
    return !is_ending_;
}

void Lookout::watch() {
    std::unique_ptr<Connection> connection;
    while (wait_for_turn()) {
        const bool answers = server_answers(connection, settings_, round_trips_);
        if (!answers) {
            cut_off();
        } else if (is_cut_off_.exchange(false)) {
            spdlog::info("the database answers again");
        }
        const std::lock_guard lock{mutex_};
        answered_ = asked_;
        last_answer_ = answers;
        changed_.notify_all();
    }
}

}  // namespace ansvar::db
