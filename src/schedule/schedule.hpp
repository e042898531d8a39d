#pragma once

#include "schedule/calendars.hpp"
#include "schedule/steps.hpp"
#include "schedule/targets.hpp"
#include "schedule/unanswered.hpp"

namespace ansvar::schedule {

/// When the school answers, how soon it wants to, who is told when it takes longer, and what becomes of questions that nobody answers. Thread-safe; refreshed while the service runs.
struct Schedule {
    Calendars calendars;
    Targets targets;
    Steps steps;
    Unanswered unanswered;

    void refresh(db::Session& session) {
        calendars.refresh(session);
        targets.refresh(session);
        steps.refresh(session);
        unanswered.refresh(session);
    }
};

}  // namespace ansvar::schedule
