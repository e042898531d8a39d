#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "clock/hours.hpp"
#include "core/ids.hpp"
#include "core/time.hpp"
#include "reports/facts.hpp"
#include "reports/filter.hpp"
#include "reports/period.hpp"
#include "reports/spread.hpp"

namespace ansvar::reports {

/// What is measured, as /help/measures says it in words. Of FirstResponse and NextResponse the answer was given in the period, of Resolution
/// and RightRole the ticket was solved in it. Working time is by the ticket's own clock.
enum class Measure { FirstResponse, NextResponse, Resolution, RightRole };
inline constexpr std::array measures{Measure::FirstResponse, Measure::NextResponse, Measure::Resolution, Measure::RightRole};
std::string_view name(Measure measure);  ///< "first_response", "next_response", "resolution", "right_role"
std::optional<Measure> measure_from(std::string_view name);

/// A part of a whole.
struct Share {
    std::int64_t part = 0;
    std::int64_t whole = 0;
    bool operator==(const Share&) const = default;
};

/// What stands side by side.
enum class Group { Role, Area, Level, Unit };
std::string_view name(Group group);  ///< "role", "area", "level", "unit"

/// One line of the table, or all of them as one.
struct Line {
    std::string key = {};     ///< a role's code, an area's key, a level or a unit's id; none_of_it for tickets without
    std::int64_t open = 0;    ///< now
    std::int64_t late = 0;    ///< of these, past their due time with the clock running
    std::int64_t unassigned = 0;
    std::int64_t opened = 0;
    std::int64_t handed_over = 0;  ///< of those opened, how many were put at the wrong door
    Spread first_response = {};
    Spread resolution = {};
    Share within = {};  ///< of first answers that had a target, those within it
    bool hides_first = false;  ///< too few to show times of
    bool hides_resolution = false;
};

/// Times of a unit's people are shown when they rest on so many tickets, from so many of them: fewer could point at a person.
inline constexpr std::int64_t fewest_of_unit = 5;
inline constexpr std::size_t fewest_requesters = 3;

struct WeekFigures {
    Week week;
    Spread first_response = {};
    std::int64_t in = 0;
    std::int64_t out = 0;
};

struct Measured {
    Spread working = {};
    Spread clock = {};   ///< by the clock on the wall; nothing for RightRole
    Share within = {};   ///< of those that had a target
};

/// The ticket that has been late for longest.
struct OldestLate {
    RoleCode role;
    Timestamp due_at;
};

/// Tickets that were put in one queue and are in another.
struct Door {
    std::string area;  ///< that was read from the text: the row at fault; "" for none
    std::string from, to;
    std::int64_t tickets = 0;
    std::int64_t minutes = 0;  ///< working minutes until they came to the role that has them
};

/// What the router did with one area in one version of the matrix.
struct Routed {
    std::string version, area;
    std::int64_t tickets = 0;
    std::int64_t kept = 0;  ///< not handed over
};

/// Open tickets by how many school days they have been: under 1, 1–2, 3–5, 6–10, more.
inline constexpr std::array<std::int64_t, 4> age_days{1, 3, 6, 11};
inline constexpr std::int64_t school_day_minutes = 480;
/// The moments (seconds) that part the ages: opened after the first is under a day, and so on.
std::array<std::uint32_t, 4> age_limits(Timestamp now, const clock::Hours& hours);
std::size_t age_of(std::uint32_t opened_at, const std::array<std::uint32_t, 4>& limits);

/// Weekday (0: Monday) and hour by the school's clock of any second, quickly.
class SchoolHours {
public:
    explicit SchoolHours(const Period& period);
    std::uint8_t of(std::uint32_t second);  ///< 24 × weekday + hour

private:
    std::uint32_t first_;
    std::vector<std::uint8_t> known_;  ///< of each day's first hour; a day begins at 01:00 UTC, when daylight saving does
};

/// Times were counted of tickets of this role and unit ("" for none), from and to (seconds): which calendars that rests on, one can look up.
struct CountedTime {
    RoleCode role;
    std::string unit;
    std::uint32_t from = nothing, to = 0;
};

/// What the overview is asked.
struct Question {
    Period period;
    Filter filter = {};
    Scope scope = {};
    Group group = Group::Role;
    bool hides_few = false;  ///< says of every line, and of all together, whether its times rest on too few: for what leaves the house

    /// Is it about single units' people?
    bool is_of_units() const { return !scope.is_whole_school() || filter.unit; }
};

/// Everything the overview shows. Confidential tickets are in none of its figures.
struct Figures {
    Timestamp as_of;
    Question question;
    std::int64_t opened_today = 0;
    std::int64_t out = 0;
    std::optional<OldestLate> oldest_late = {};
    std::vector<Line> lines = {};  ///< those with some figure, most new tickets first
    Line together = {};
    std::array<Measured, measures.size()> measured = {};
    std::vector<WeekFigures> weeks = {};
    std::array<std::int64_t, age_days.size() + 1> ages = {};
    std::array<std::int64_t, std::size_t{7} * 24> arrivals = {};  ///< new ones by weekday and hour
    std::array<std::int64_t, 3> hops = {};                        ///< new ones handed over never, once, more often
    Share reopened = {};                                          ///< of those solved
    Share helped = {};                                            ///< of those solved whose requester has said
    std::vector<Door> doors = {};                                 ///< most hours lost first
    std::vector<Routed> routed = {};                              ///< most handed over first
    std::vector<std::string> versions = {};                       ///< of the matrix that put the counted ones where they went
    std::vector<CountedTime> counted_times = {};                  ///< one for each role and unit
};

/// Counts all figures in one walk over the facts.
Figures count_figures(const Table& table, const Question& question, Timestamp now, const clock::Hours& hours, const routing::Matrix& matrix);

/// The classes of one ticket that figures and the lists behind them share.
bool is_open(const Fact& fact);
bool is_late(const Fact& fact, std::uint32_t now);
bool is_solved(const Fact& fact);  ///< and not rejected
bool was_routed(const Table& table, const Fact& fact);  ///< read from its text, not chosen by a person
std::uint32_t seconds(Timestamp time);
std::uint32_t clock_minutes(std::uint32_t from, std::uint32_t to);

}  // namespace ansvar::reports
