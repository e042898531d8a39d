#include "matrix/replay_runner.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>

#include "core/secret.hpp"
#include "matrix/models.hpp"
#include "matrix/replay_pieces.hpp"
#include "queries/matrix.hpp"
#include "routing/router.hpp"

namespace ansvar::matrix {

namespace {

using State = ReplayHead::State;
constexpr std::size_t tickets_at_once = 125;  // of a piece, for one of the threads

/// A piece's tickets, handed out some at a time.
std::vector<routing::Outcome> decide(const routing::Replay& routers, std::vector<routing::PastTicket> tickets, unsigned threads) {
    std::size_t at = 0;
    const auto next = [&] {
        const auto end = std::min(at + tickets_at_once, tickets.size());
        const auto from = tickets.begin() + static_cast<std::ptrdiff_t>(at), to = tickets.begin() + static_cast<std::ptrdiff_t>(end);
        at = end;
        return std::vector<routing::PastTicket>{std::make_move_iterator(from), std::make_move_iterator(to)};
    };
    return routing::replay(routers, next, {.threads = threads});
}

}  // namespace

bool ReplayRunner::run_next(const std::stop_token& stop, std::optional<ReplayId> only) {
    const auto mine = claim(only);
    if (!mine) {
        return false;
    }
    try {
        run(*mine, stop);
    } catch (const db::Error&) {
        throw;  // the lease runs out, and somebody goes on
    } catch (const std::exception& fault) {
        spdlog::error("replay {} failed: {}", mine->id.value, fault.what());
        give_back(*mine, State::Failed);
    }
    return true;
}

std::optional<ReplayRunner::Claim> ReplayRunner::claim(std::optional<ReplayId> only) {
    const auto now = clock_.now();
    return database_.in_transaction([&](db::Transaction& tx) -> std::optional<Claim> {
        const auto row = tx.row(queries::matrix::lock_due_replay, {{"now", now}, {"only", only}});
        if (!row) {
            return {};
        }
        Claim mine{row->id<ReplayId>("id"), random_token(16)};
        tx.execute(queries::matrix::claim_replay, {{"id", mine.id}, {"claim", mine.word}, {"lease_until", now + pace_.lease}});
        return mine;
    });
}

void ReplayRunner::run(const Claim& claim, const std::stop_token& stop) {
    const auto [both, model_before, model_after] = database_.read([&](db::Session& session) {
        auto compared = replays::compared(session, claim.id);
        auto was = models::load_or(session, compared.before_model, model_);
        auto is = compared.after_model == compared.before_model ? was : models::load_or(session, compared.after_model, model_);
        return std::tuple{std::move(compared), std::move(was), std::move(is)};
    });
    const auto before = routing::Router{both.before.matrix, both.before.lexicon, model_before}.with(both.exceptions);
    const auto after = routing::Router{both.after.matrix, both.after.lexicon, model_after}.with(both.exceptions);
    const routing::Replay routers{before, after};
    const auto [question, count, from] = database_.in_transaction([&](db::Transaction& tx) {
        const auto row = tx.row(queries::matrix::select_replay, {{"id", claim.id}}).value();
        const auto head = replays::find(tx, claim.id).value();
        const auto counted = count_past_tickets(tx, head.question);
        tx.execute(queries::matrix::update_replay_total, {{"id", claim.id}, {"claim", claim.word}, {"tickets", counted.tickets}});
        return std::tuple{head.question, counted, row.unsigned_integer("after_id")};
    });
    auto at = std::max(from, count.first_id - 1);
    auto step = Step::GoOn;
    while (step == Step::GoOn && !stop.stop_requested()) {
        step = run_piece(claim, routers, question, count, at);
    }
    if (step == Step::GoOn) {
        give_back(claim, State::Waiting);
    } else if (step != Step::Lost) {
        finish(claim, step == Step::Over ? State::Done : State::Stopped, routers.names());
    }
}

ReplayRunner::Step ReplayRunner::run_piece(const Claim& claim, const routing::Replay& routers, const PastQuestion& question, const PastCount& count,
                                           std::uint64_t& after) {
    auto tickets = database_.read([&](db::Session& session) {
        return next_past_tickets(session, question, routers.matrix_before(), after, count.last_id, pace_.piece);
    });
    if (tickets.empty()) {
        return Step::Over;
    }
    after = tickets.back().id;
    const auto step = write_piece(claim, decide(routers, std::move(tickets), pace_.threads));
    if (pace_.progress && step != Step::Lost) {
        pace_.progress(database_.read([&](db::Session& session) { return replays::find(session, claim.id).value(); }));
    }
    return step;
}

ReplayRunner::Step ReplayRunner::write_piece(const Claim& claim, const std::vector<routing::Outcome>& outcomes) {
    const auto packed = pack(outcomes);
    return database_.in_transaction([&](db::Transaction& tx) {
        const auto moved = tx.execute(queries::matrix::update_replay_progress, {{"id", claim.id},
                                                                                {"claim", claim.word},
                                                                                {"more", outcomes.size()},
                                                                                {"after_id", outcomes.back().ticket},
                                                                                {"lease_until", clock_.now() + pace_.lease}});
        if (moved == 0) {
            spdlog::warn("replay {} was taken over by somebody else", claim.id.value);
            return Step::Lost;
        }
        tx.execute(queries::matrix::insert_replay_piece, {{"replay_id", claim.id}, {"first_id", outcomes.front().ticket}, {"outcomes", packed}});
        return replays::find(tx, claim.id).value().stop_asked ? Step::Stopped : Step::GoOn;
    });
}

void ReplayRunner::finish(const Claim& claim, State state, const routing::ReplayNames& names) {
    const auto sums = database_.read([&](db::Session& session) { return sums_of(routing::report_of(replays::outcomes(session, claim.id), names)); });
    database_.in_transaction([&](db::Transaction& tx) {
        tx.execute(queries::matrix::finish_replay, {{"id", claim.id},
                                                    {"claim", claim.word},
                                                    {"state", to_string(state)},
                                                    {"result", sums.dump()},
                                                    {"finished_at", clock_.now()}});
    });
}

void ReplayRunner::give_back(const Claim& claim, State state) {
    const auto finished = state == State::Waiting ? std::nullopt : std::optional{clock_.now()};
    database_.in_transaction([&](db::Transaction& tx) {
        tx.execute(queries::matrix::finish_replay,
                   {{"id", claim.id}, {"claim", claim.word}, {"state", to_string(state)}, {"result", db::Value{}}, {"finished_at", finished}});
    });
}

}  // namespace ansvar::matrix
