#include "app/live_updates.hpp"

#include <spdlog/spdlog.h>

#include "db/errors.hpp"
#include "tickets/sequencer.hpp"

namespace ansvar::app {

namespace {

constexpr std::size_t at_once = 500;

/// Of a ticket for named readers its queue hears nothing.
std::vector<std::string> topics_of(const tickets::NumberedChange& change) {
    using tickets::Confidentiality;
    std::vector<std::string> topics{tickets::ticket_topic(change.ticket)};
    if (change.reach == Confidentiality::Named) {
        return topics;
    }
    const auto topic = change.reach == Confidentiality::Open ? tickets::queue_topic : tickets::sealed_queue_topic;
    topics.push_back(topic(change.role));
    if (change.role_before && *change.role_before != change.role) {
        topics.push_back(topic(*change.role_before));
    }
    return topics;
}

}  // namespace

void LiveUpdates::start() {
    number_ = database_.read([&](db::Session& session) { return tickets::feed_state(session, clock_.now()).last_number; });
    hub_.begin_at(number_);
    thread_ = std::thread{[this] { run(); }};
}

void LiveUpdates::stop() {
    {
        const std::lock_guard lock{mutex_};
        stopping_ = true;
    }
    wake_.notify_all();
    if (thread_.joinable()) {
        thread_.join();
    }
}

void LiveUpdates::run() {
    for (;;) {
        {
            std::unique_lock lock{mutex_};
            if (wake_.wait_for(lock, pause_, [&] { return stopping_; })) {
                return;
            }
        }
        try {
            follow();
        } catch (const db::Error& fault) {
            spdlog::debug("live updates wait for the database: {}", fault.what());
        } catch (const std::exception& fault) {
            spdlog::error("live updates failed: {}", fault.what());
        }
    }
}

void LiveUpdates::follow() {
    const auto now = clock_.now();
    const auto state = database_.read([&](db::Session& session) { return tickets::feed_state(session, now); });
    if (state.waits) {
        tickets::number_changes(database_, now);
    }
    if (state.last_number < number_) {  // an older copy of the database was put in place
        number_ = state.last_number;
        hub_.begin_at(number_);
    }
    for (auto is_more = state.waits || state.last_number > number_; is_more;) {
        const auto changes = database_.read([&](db::Session& session) { return tickets::changes_after(session, number_, at_once); });
        for (const auto& change : changes) {
            hub_.publish(topics_of(change), change.number);
            number_ = change.number;
        }
        is_more = changes.size() == at_once;
    }
}

}  // namespace ansvar::app
