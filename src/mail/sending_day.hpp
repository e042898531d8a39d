#pragma once

#include "core/time.hpp"
#include "schedule/calendars.hpp"

#include <string>

namespace ansvar::mail {

/// A moment by the clock on the school's wall, and where its days begin: what is needed to say when a letter goes that waits for a time
/// of day. A day "begins" twelve hours before its noon: counted from there, times after three in the morning are right also on the two
/// days a year when the clock is moved.
struct SendingDay {
    std::string date;  ///< "2026-11-23"
    int minute = 0;    ///< after midnight
    bool is_working_day = false;
    Timestamp today;
    Timestamp tomorrow;
    Timestamp next_working_day;  ///< the first one after today
};

/// Working days are those on which the school is open.
SendingDay sending_day(Timestamp time, const schedule::Calendars& calendars);

}  // namespace ansvar::mail
