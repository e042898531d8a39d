#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "clock/named_range.hpp"
#include "core/result.hpp"

namespace ansvar::schedule {

inline constexpr std::size_t most_ical_bytes = 1024 * 1024;
/// More than a school's year holds, and few enough for one form.
inline constexpr std::size_t most_ical_events = 250;

/// A day, or days, that a calendar file names, by the clock on the wall.
struct IcalEvent {
    clock::NamedRange days;
    bool is_whole_day = true;  ///< otherwise it has a time of day

    bool operator==(const IcalEvent&) const = default;
};

struct IcalFile {
    std::vector<IcalEvent> events;  ///< by day, each once
    std::size_t left_out = 0;       ///< without a name or a day that can be read, cancelled, or over before the first day
    bool is_cut = false;            ///< there were more than most_ical_events
};

enum class IcalRefusal { TooLarge, NotText, NotIcal, TooDeep, NoEvents };

/// Reads the events of an iCalendar file (RFC 5545) that end on `first` or later and begin by `last`. What comes again is written out, each
/// time it comes until `last`. The file is a stranger's: its size, depth and the work of what comes again are bounded.
Result<IcalFile, IcalRefusal> read_ical(std::string_view bytes, clock::Date first, clock::Date last);

}  // namespace ansvar::schedule
