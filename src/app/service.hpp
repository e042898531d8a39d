#pragma once

#include <memory>

#include "app/config.hpp"
#include "app/store.hpp"

namespace ansvar::app {

/// The whole running service: every module, wired. One for a process.
class Service {
public:
    /// Loads what it needs from database and share folder. Throws when something is missing; serves nothing yet.
    Service(const Config& config, Store& store);
    ~Service();
    Service(const Service&) = delete;
    Service& operator=(const Service&) = delete;

    /// Listens, sends letters, keeps house; returns at once.
    void start();
    std::uint16_t port() const;
    /// Finishes what is in flight and ends all threads.
    void stop();

    /// "GET /tickets/{number} SignedIn Page" … : for the snapshot that shows a change of rights as a diff.
    std::string route_dump() const;

private:
    class Inside;
    std::unique_ptr<Inside> inside_;
};

}  // namespace ansvar::app
