#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <stop_token>
#include <thread>

#include "core/time.hpp"
#include "db/database.hpp"
#include "matrix/current_router.hpp"
#include "matrix/replays.hpp"

namespace ansvar::matrix {

/// How a replay is run.
struct ReplayPace {
    std::size_t piece = 1000;  ///< tickets decided between two commits
    unsigned threads = std::max(1U, std::thread::hardware_concurrency() / 2);  ///< the rest is for people
    std::chrono::seconds lease{60};                       ///< how long a claim holds without a commit
    std::function<void(const ReplayHead&)> progress = {};  ///< after each piece
};

/// Runs replays that nobody runs, a piece at a time: the outcomes of a piece, how far it has come and the lease go in one transaction, under a
/// claim drawn for this run. Whoever loses the claim writes no more. One whose runner vanished goes on where it was when the lease has run out.
class ReplayRunner {
public:
    ReplayRunner(db::Database& database, const Clock& clock, Model model, ReplayPace pace = {})
        : database_(database), clock_(clock), model_(std::move(model)), pace_(std::move(pace)) {}

    /// Takes the oldest that waits (or `only`, when it waits) and runs it. When `stop` is asked it goes back to wait for the next runner, with
    /// what it has. Returns whether there was one.
    bool run_next(const std::stop_token& stop = {}, std::optional<ReplayId> only = {});

private:
    struct Claim {
        ReplayId id;
        std::string word;
    };
    enum class Step { GoOn, Over, Stopped, Lost };

    std::optional<Claim> claim(std::optional<ReplayId> only);
    void run(const Claim& claim, const std::stop_token& stop);
    Step run_piece(const Claim& claim, const routing::Replay& routers, const PastQuestion& question, const PastCount& count, std::uint64_t& after);
    Step write_piece(const Claim& claim, const std::vector<routing::Outcome>& outcomes);
    void finish(const Claim& claim, ReplayHead::State state, const routing::ReplayNames& names);
    void give_back(const Claim& claim, ReplayHead::State state);

    db::Database& database_;
    const Clock& clock_;
    Model model_;
    ReplayPace pace_;
};

}  // namespace ansvar::matrix
