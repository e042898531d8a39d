#include "app/facts_keeper.hpp"

#include <spdlog/spdlog.h>

#include "db/errors.hpp"
#include "web/errors.hpp"

namespace ansvar::app {

namespace {

constexpr std::chrono::seconds pause{2};
constexpr unsigned beats_a_minute = 30, beats_an_hour = 1800;

}  // namespace

void FactsKeeper::start() { thread_ = std::thread{[this] { run(); }}; }

void FactsKeeper::stop() {
    {
        const std::lock_guard lock{mutex_};
        stopping_ = true;
    }
    facts_.stop();
    wake_.notify_all();
    if (thread_.joinable()) {
        thread_.join();
    }
}

void FactsKeeper::run() {
    for (unsigned beat = 0;; ++beat) {
        try {
            look(beat);
        } catch (const db::Error& fault) {
            spdlog::debug("figures wait for the database: {}", fault.what());
            beat = static_cast<unsigned>(-1);  // the next look is a first one
        } catch (const web::Unavailable&) {
            spdlog::debug("figures are read elsewhere, or not any more");
        } catch (const std::exception& fault) {
            spdlog::error("figures are not kept: {}", fault.what());
        }
        std::unique_lock lock{mutex_};
        if (wake_.wait_for(lock, pause, [&] { return stopping_; })) {
            return;
        }
    }
}

void FactsKeeper::look(unsigned beat) {
    const auto now = clock_.now();
    const auto loads = facts_.loads();
    facts_.refresh(database_, now, std::chrono::minutes{5});
    if (loads != facts_.loads()) {
        spdlog::info("figures count {} tickets", facts_.read([](const reports::Table& table) { return table.size(); }));
    }
    if (beat % beats_a_minute == 0) {
        waiting_times_.refresh(facts_, now);
        if (const auto written = monday_letters_.write(now); written > 0) {
            spdlog::info("{} Monday letters were written", written);
        }
    }
    if (beat > 0 && beat % beats_an_hour == 0 && facts_.check(database_, now)) {
        spdlog::warn("tickets had been written around the feed of changes; all figures were read anew");
    }
}

}  // namespace ansvar::app
