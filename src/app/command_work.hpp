#pragma once

#include <memory>

#include "app/config.hpp"
#include "db/database.hpp"
#include "identity/open_work.hpp"
#include "tickets/desk.hpp"

namespace ansvar::app {

/// Work with tickets for a command that runs beside the service or without it: letters are written, the service sends them.
class CommandWork {
public:
    CommandWork(const Config& config, db::Database& database);
    ~CommandWork();
    CommandWork(const CommandWork&) = delete;
    CommandWork& operator=(const CommandWork&) = delete;

    identity::OpenWork& open_work();
    tickets::Desk& desk();

private:
    class Inside;
    std::unique_ptr<Inside> inside_;
};

}  // namespace ansvar::app
