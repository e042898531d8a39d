#include "db/connection.hpp"

#include "db/errors.hpp"
#include "db/translate.hpp"
#include "db/wire.hpp"

#include <cppconn/exception.h>
#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <stdexcept>

namespace ansvar::db {

namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr milliseconds slow_query{500};

void log_query(const Query& query, steady_clock::duration time, std::size_t rows) {
    const auto milli = std::chrono::duration<double, std::milli>(time).count();
    if (time >= slow_query) {
        spdlog::warn("query={} ms={:.1f} rows={}", query.name, milli, rows);
    } else {
        spdlog::debug("query={} ms={:.1f} rows={}", query.name, milli, rows);
    }
}

/// True until the end of the scope.
class Raised {
public:
    explicit Raised(bool& flag) : flag_{flag} { flag_ = true; }
    ~Raised() { flag_ = false; }
    Raised(const Raised&) = delete;
    Raised& operator=(const Raised&) = delete;

private:
    bool& flag_;
};

}  // namespace

template <class Work>
void Connection::talk(std::string_view doing, Work work) {
    const auto started = steady_clock::now();
    const auto note_loss = [&] {
        is_broken_ = is_doomed_ = true;
        has_timed_out_ = settings_.read_timeout.count() > 0 && steady_clock::now() - started >= settings_.read_timeout - milliseconds{100};
    };
    try {
        work();
        ++answered_;
    } catch (const sql::SQLException& fault) {
        try {
            throw_translated(fault, doing);
        } catch (const ConnectionLost&) {
            note_loss();
            throw;
        } catch (const Conflict&) {
            is_doomed_ = is_in_transaction_;
            throw;
        }
    }
    last_used_ = steady_clock::now();
}

Connection::Connection(const Settings& settings, std::atomic<std::uint64_t>& round_trips)
    : settings_{settings}, round_trips_{round_trips}, born_{steady_clock::now()}, last_used_{born_} {
    talk("connect", [&] { wire_ = std::make_unique<Wire>(settings_, round_trips_); });
}

Connection::~Connection() = default;

void Connection::require_usable(std::string_view doing) {
    if (is_busy_) {
        throw std::logic_error(fmt::format("{}: no query while another one hands over its rows", doing));
    }
    if (is_broken_) {
        throw ConnectionLost(fmt::format("{}: the connection is lost already", doing));
    }
    if (is_doomed_) {
        throw Conflict(fmt::format("{}: the transaction has been rolled back already", doing));
    }
    if (deadline_ != Moment::max() && steady_clock::now() + settings_.read_timeout > deadline_) {
        throw Unavailable(fmt::format("{}: the time for this call is used up", doing));
    }
}

void Connection::query(const Query& query, Parameters parameters, const std::function<bool(Row&&)>& take) {
    require_usable(query.name);
    std::unique_ptr<sql::ResultSet> answer;
    const auto started = steady_clock::now();
    talk(query.name, [&] { answer.reset(wire_->prepare(query, parameters).executeQuery()); });
    query.mark_executed();
    std::size_t rows = 0;
    {
        const Raised busy{is_busy_};
        talk(query.name, [&] { rows = read_rows(*answer, take); });
    }
    log_query(query, steady_clock::now() - started, rows);
}

std::uint64_t Connection::execute(const Query& query, Parameters parameters) {
    require_usable(query.name);
    int matched = 0;
    const auto started = steady_clock::now();
    talk(query.name, [&] { matched = wire_->prepare(query, parameters).executeUpdate(); });
    query.mark_executed();
    log_query(query, steady_clock::now() - started, static_cast<std::size_t>(matched));
    return static_cast<std::uint64_t>(matched);
}

void Connection::run(std::string_view doing, std::string_view text) {
    require_usable(doing);
    talk(doing, [&] { wire_->run(text); });
}

void Connection::stream(std::string_view doing, std::string_view text, const std::function<void(const std::vector<std::optional<std::string>>&)>& take) {
    require_usable(doing);
    const Raised busy{is_busy_};
    talk(doing, [&] { wire_->stream(text, take); });
}

void Connection::begin() {
    require_usable("START TRANSACTION");
    talk("START TRANSACTION", [&] { wire_->run("START TRANSACTION"); });
    is_in_transaction_ = true;
}

void Connection::send_commit() {
    require_usable("COMMIT");
    try {
        talk("COMMIT", [&] { wire_->run("COMMIT"); });
        is_in_transaction_ = false;
    } catch (const Conflict&) {  // Galera: another node was faster; nothing is stored
        throw;
    } catch (const Error& fault) {
        is_broken_ = true;
        throw CommitUnknown(fmt::format("no answer to COMMIT, it may be stored: {}", fault.what()), fault.code());
    }
}

void Connection::roll_back() noexcept {
    try {
        // A doomed transaction needs it too: after a lock timeout the server has undone one statement only.
        is_doomed_ = false;
        require_usable("ROLLBACK");
        talk("ROLLBACK", [&] { wire_->run("ROLLBACK"); });
        is_in_transaction_ = false;
    } catch (const std::exception&) {
        is_broken_ = true;  // the server rolls back when the connection ends
    }
}

bool Connection::answers() noexcept {
    try {
        require_usable("ping");
        ++round_trips_;
        talk("ping", [&] {
            if (!wire_->answers()) {
                throw sql::SQLException("no answer", "08S01", 2013);
            }
        });
        return true;
    } catch (const std::exception&) {
        is_broken_ = true;
        return false;
    }
}

}  // namespace ansvar::db
