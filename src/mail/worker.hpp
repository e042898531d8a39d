#pragma once

#include "core/time.hpp"
#include "db/database.hpp"
#include "mail/composer.hpp"
#include "mail/settings.hpp"
#include "mail/transport.hpp"

#include <memory>

namespace ansvar::mail {

/// Sends what is due: one thread claims letters, `senders` threads send them. Any number of workers, also in other processes, may share
/// one outbox: no letter is ever claimed by two. Give it a Database of its own, with `senders` + 1 connections.
class Worker {
public:
    /// Keeps references; all must outlive it. Does nothing until start().
    Worker(db::Database& database, const Clock& clock, const Composer& composer, Transport& transport, const WorkerSettings& settings);
    ~Worker();
    Worker(const Worker&) = delete;
    Worker& operator=(const Worker&) = delete;

    void start();
    /// Look at the outbox now. Cheap, safe from any thread, also before start() and after stop().
    void wake();
    /// Finishes the letters that are on their way, gives the other claims back and ends the threads. Safe to repeat.
    void stop();

private:
    class Inside;
    std::unique_ptr<Inside> inside_;
};

}  // namespace ansvar::mail
