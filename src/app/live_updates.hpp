#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <thread>

#include "core/time.hpp"
#include "db/database.hpp"
#include "web/event_hub.hpp"

namespace ansvar::app {

/// One thread that brings changes of tickets from the database to the open pages, also those that another instance made: twice a second it
/// numbers what has been committed, reads what is new and publishes "queue:ITS" and "ticket:1042"; of what is confidential in a queue those alone
/// hear who see it there. Nothing new costs one small query. While the database is away it waits, and misses nothing.
class LiveUpdates {
public:
    /// All must outlive it.
    LiveUpdates(db::Database& database, const Clock& clock, web::EventHub& hub, std::chrono::milliseconds pause = std::chrono::milliseconds{500})
        : database_{database}, clock_{clock}, hub_{hub}, pause_{pause} {}
    ~LiveUpdates() { stop(); }
    LiveUpdates(const LiveUpdates&) = delete;
    LiveUpdates& operator=(const LiveUpdates&) = delete;

    /// Begins with what changes from now on. Throws when the database is away.
    void start();
    void stop();

private:
    void run();
    void follow();

    db::Database& database_;
    const Clock& clock_;
    web::EventHub& hub_;
    const std::chrono::milliseconds pause_;
    std::uint64_t number_ = 0;  // of the last change that was published
    std::mutex mutex_;
    std::condition_variable wake_;
    bool stopping_ = false;
    std::thread thread_;
};

}  // namespace ansvar::app
