#pragma once

#include <condition_variable>
#include <mutex>
#include <thread>

#include "db/database.hpp"
#include "reports/facts.hpp"
#include "reports/measured_waiting_times.hpp"
#include "reports/monday_letters.hpp"

namespace ansvar::app {

/// One thread that reads all facts when the service starts, keeps them fresh so that no page has much to catch up with, counts waiting times
/// and writes the Monday letters that are due each minute, and looks each hour whether somebody has written around the feed of changes. A database that is away is waited for.
class FactsKeeper {
public:
    /// All must outlive it.
    FactsKeeper(db::Database& database, const Clock& clock, reports::Facts& facts, reports::MeasuredWaitingTimes& waiting_times,
               const reports::MondayLetters& monday_letters)
        : database_(database), clock_(clock), facts_(facts), waiting_times_(waiting_times), monday_letters_(monday_letters) {}
    ~FactsKeeper() { stop(); }
    FactsKeeper(const FactsKeeper&) = delete;
    FactsKeeper& operator=(const FactsKeeper&) = delete;

    void start();
    void stop();

private:
    void run();
    void look(unsigned beat);

    db::Database& database_;
    const Clock& clock_;
    reports::Facts& facts_;
    reports::MeasuredWaitingTimes& waiting_times_;
    const reports::MondayLetters& monday_letters_;
    std::mutex mutex_;
    std::condition_variable wake_;
    bool stopping_ = false;
    std::thread thread_;
};

}  // namespace ansvar::app
