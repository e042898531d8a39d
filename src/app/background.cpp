#include "app/background.hpp"

#include <spdlog/spdlog.h>

#include "db/errors.hpp"
#include "hooks/webhook.hpp"
#include "identity/housekeeping.hpp"
#include "inbox/mail_store.hpp"
#include "matrix/moves.hpp"
#include "queries/tickets.hpp"
#include "tickets/attachments.hpp"
#include "tickets/escalation.hpp"
#include "tickets/presence.hpp"
#include "tickets/search_store.hpp"
#include "tickets/snooze.hpp"
#include "tickets/unanswered.hpp"

namespace ansvar::app {

void Background::start() { thread_ = std::thread{[this] { run(); }}; }

void Background::stop() {
    {
        const std::lock_guard lock{mutex_};
        stopping_ = true;
    }
    wake_.notify_all();
    if (thread_.joinable()) {
        thread_.join();
    }
}

void Background::run() {
    for (unsigned beat = 1;; ++beat) {
        {
            std::unique_lock lock{mutex_};
            if (wake_.wait_for(lock, std::chrono::seconds{2}, [&] { return stopping_; })) {
                return;
            }
        }
        try {
            refresh();
            read_backlog();
            tickets::snoozing::wake(work_.database, work_.clock);
            tickets::escalation::run(work_.database, work_.desk);
            tickets::unanswered::run(work_.database, work_.desk);
            matrix::moves::run(work_.database, work_.desk, work_.router);
            if (beat % 1800 == 1) {
                keep_house();
            }
        } catch (const db::Error& fault) {
            spdlog::debug("background work waits for the database: {}", fault.what());
        } catch (const std::exception& fault) {
            spdlog::error("background work failed: {}", fault.what());
        }
    }
}

void Background::refresh() {
    const auto now = work_.clock.now();
    if (work_.router.refresh_if_changed(work_.database, now)) {
        spdlog::info("routing with matrix {}", work_.router.get()->matrix().version());
    }
    work_.database.read([&](db::Session& session) {
        work_.roles.refresh(session, now);
        work_.staff.refresh(session, *work_.roles.table(), now);
        work_.schedule.refresh(session);
    });
}

/// Half a second at a time: what is held in memory stays fresh meanwhile.
void Background::read_backlog() {
    const auto until = std::chrono::steady_clock::now() + std::chrono::milliseconds{500};
    while (tickets::search_store::read_backlog(work_.database, work_.clock.now()) && std::chrono::steady_clock::now() < until) {
    }
}

void Background::keep_house() {
    const auto now = work_.clock.now();
    const auto day_ago = now - std::chrono::hours{24};
    identity::remove_expired(work_.database, now);
    while (work_.database.execute_once(queries::tickets::delete_old_idempotency_keys, {{"before", day_ago - std::chrono::hours{1}}}) == 1000) {
    }
    while (work_.database.execute_once(queries::tickets::delete_old_changes, {{"before", now - std::chrono::hours{24 * 30}}}) == 1000) {
    }
    while (work_.database.execute_once(queries::tickets::delete_old_drafts, {{"before", now - std::chrono::hours{24 * 30}}}) == 1000) {
    }
    while (work_.database.execute_once(queries::tickets::delete_old_undo_steps, {{"now", now}}) == 1000) {
    }
    inbox::mail_store::remove_old(work_.database, now);
    hooks::webhook_store::remove_old(work_.database, now);
    tickets::presence::remove_old(work_.database, now);
    work_.database.execute_once(queries::tickets::delete_old_pending_tickets, {{"before", day_ago}});
    while (tickets::attachments::remove_unlinked(work_.database, now) == 100) {
    }
}

}  // namespace ansvar::app
