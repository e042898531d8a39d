#pragma once

#include "schedule/calendars.hpp"
#include "schedule/steps.hpp"
#include "schedule/targets.hpp"

namespace ansvar::schedule {

/// When the school answers, how soon it wants to, and who is told when it takes longer. Thread-safe; refreshed while the service runs.
struct Schedule {
    Calendars calendars;
    Targets targets;
    Steps steps;

    void refresh(db::Session& session) {
        calendars.refresh(session);
        targets.refresh(session);
        steps.refresh(session);
    }
};

}  // namespace ansvar::schedule
