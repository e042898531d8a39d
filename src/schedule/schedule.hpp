#pragma once

#include "schedule/calendars.hpp"
#include "schedule/targets.hpp"

namespace ansvar::schedule {

/// When the school answers, and how soon it wants to. Thread-safe; refreshed while the service runs.
struct Schedule {
    Calendars calendars;
    Targets targets;

    void refresh(db::Session& session) {
        calendars.refresh(session);
        targets.refresh(session);
    }
};

}  // namespace ansvar::schedule
