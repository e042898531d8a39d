#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "clock/followed.hpp"
#include "clock/named_range.hpp"
#include "clock/swedish_days.hpp"
#include "core/result.hpp"

namespace ansvar::clock {

/// The first and the last day that calendars are known for.
inline constexpr Date first_day = std::chrono::year{2010} / 1 / 1;
inline constexpr Date last_day = std::chrono::year{2060} / 12 / 31;

/// Open from one time of day to another, in minutes after midnight by the clock on the wall; `to` at most 24:00, not included.
struct OpenSpan {
    int from = 0;
    int to = 0;

    bool operator==(const OpenSpan&) const = default;
};

/// When a day is open: in order, none overlapping another; none: closed. A lunch break is a gap.
using DayHours = std::vector<OpenSpan>;
/// From Monday.
using Week = std::array<DayHours, 7>;

/// When somebody answers, in the school's own terms. Plain data; what is sensible is checked by faults().
struct Calendar {
    enum class Kept { Open, HalfDay, Closed };
    enum class RangeKind { Break, StudyDay };
    /// A lov or a studiedag. Pupils are free; the queue may be open all the same.
    struct DaysOff {
        NamedRange range;
        RangeKind kind = RangeKind::Break;
        bool is_closed = true;

        bool operator==(const DaysOff&) const = default;
    };
    /// Days with another week, such as the summer's.
    struct OtherWeek {
        NamedRange range;
        Week week;

        bool operator==(const OtherWeek&) const = default;
    };
    /// A single day with hours of its own.
    struct OwnDay {
        std::string name;
        Date date;
        DayHours hours;

        bool operator==(const OwnDay&) const = default;
    };

    Week week = {};
    int half_day_ends = 12 * 60;              ///< a half day is the weekday's hours until then
    std::map<SwedishDay, Kept> special_days = {};  ///< those not named are as any other day
    std::vector<DaysOff> days_off = {};
    std::vector<OtherWeek> other_weeks = {};  ///< none overlapping another
    std::vector<OwnDay> own_days = {};        ///< go before everything else
    std::vector<NamedRange> terms = {};       ///< close nothing; reports use them

    bool operator==(const Calendar&) const = default;

    /// The week that holds on that day, before holidays.
    const Week& week_on(Date day) const;
    /// When it is open that day: a day of its own; or closed, on a holiday or a day off that closes; or its weekday's hours, cut short on a
    /// half day.
    DayHours on(Date day) const;
    /// The hours of a weekday until `half_day_ends`.
    DayHours half_of(const DayHours& hours) const;
};

/// What is wrong in a calendar: where, as a JSON pointer into its JSON ("/days_off/2/to"), and what, as the end of a text's key.
struct CalendarFault {
    std::string pointer;
    std::string what;

    bool operator==(const CalendarFault&) const = default;
};

/// Everything that is wrong; none: it may be stored.
std::vector<CalendarFault> faults(const Calendar& calendar);

/// "08:00" and 480, "24:00" and 1440.
std::string time_text(int minutes);
std::optional<int> time_from(std::string_view text);
/// "2026-11-23".
std::string date_text(Date date);
std::optional<Date> date_from(std::string_view text);

/// A version of a calendar, and from which day it is followed; `from` of the first part does not matter.
struct CalendarPart {
    Date from;
    std::string name;
    std::int64_t version = 1;
    const Calendar* calendar = nullptr;
};

/// The line of hours of parts that follow each other, from first_day to last_day. Each day is laid on the time line by itself: a span of
/// the autumn night when the clock is put back is open both times, and one of the spring night that is skipped is not open at all.
/// Throws std::invalid_argument when there is no part or they are not in order.
Followed follow(const std::vector<CalendarPart>& parts);
/// One calendar for all time.
Hours compile(const Calendar& calendar);

/// Midnight in Stockholm, when that day begins.
Timestamp beginning_of(Date day);
/// The day in Stockholm.
Date day_of(Timestamp time);

/// Monday to Friday 8–16, no day off.
const Calendar& plain_calendar();

}  // namespace ansvar::clock
