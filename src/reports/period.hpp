#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/time.hpp"

namespace ansvar::reports {

/// Whole days by the school's clock, both included in words and dates; as moments, from the first midnight until before the last.
struct Period {
    Timestamp starts_at;
    Timestamp ends_at;  ///< the midnight after the last day

    std::string first_day() const;  ///< "2026-10-26"
    std::string last_day() const;   ///< "2026-11-22"

    bool operator==(const Period&) const = default;
};

/// The periods that have a name.
enum class NamedPeriod { Today, ThisWeek, LastWeek, FourWeeks, Term, LastTerm };

std::string_view name(NamedPeriod period);  ///< "today", "this-week", "last-week", "last-4-weeks", "term", "last-term": the value of ?period=
std::optional<NamedPeriod> named_period_from(std::string_view name);

/// LastWeek: the seven days before Monday. The others end with today. ThisWeek: since Monday. FourWeeks: 28 days. Term: since 1 August or
/// 1 January. LastTerm: the one before that.
Period period(NamedPeriod name, Timestamp now);
/// Today.
Period today(Timestamp now);
/// From one day to another ("2026-10-26"), both included. Empty when one of them is no day, the second comes before the first, or they
/// are more than ten years apart.
std::optional<Period> period_between(std::string_view first_day, std::string_view last_day);

/// A week, Monday to Sunday.
struct Week {
    int number;  ///< ISO 8601
    Period period;
};

/// The period's ISO week when it lies within one, from its Monday on; empty otherwise.
std::optional<int> week_number(const Period& period);

/// The weeks that a chart of the period shows, oldest first, ending with the week of its last day: those of the period, at least 12 and
/// at most 53.
std::vector<Week> weeks_of(const Period& period);

}  // namespace ansvar::reports
