#pragma once

#include <condition_variable>
#include <mutex>
#include <thread>

#include "db/database.hpp"
#include "identity/role_directory.hpp"
#include "matrix/current_router.hpp"
#include "schedule/schedule.hpp"
#include "tickets/desk.hpp"
#include "tickets/staff_directory.hpp"

namespace ansvar::app {

/// What is looked after while the service runs. Everything must outlive the thread.
struct BackgroundWork {
    db::Database& database;
    const Clock& clock;
    matrix::CurrentRouter& router;
    identity::RoleDirectory& roles;
    tickets::StaffDirectory& staff;
    schedule::Schedule& schedule;
    const tickets::DeskServices& desk;  ///< but for its database
};

/// One thread that keeps what is held in memory fresh (every two seconds: roles, staff, and the matrix when another is valid),
/// brings tickets back that were put off until now, tells of those that take long, makes tickets from before there were search terms found,
/// and throws away what has served its time (every hour). A database that is away is waited for.
class Background {
public:
    explicit Background(BackgroundWork work) : work_(work) {}
    ~Background() { stop(); }

    void start();
    void stop();

private:
    void run();
    void refresh();
    void read_backlog();
    void keep_house();

    BackgroundWork work_;
    std::mutex mutex_;
    std::condition_variable wake_;
    bool stopping_ = false;
    std::thread thread_;
};

}  // namespace ansvar::app
