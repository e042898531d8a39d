#pragma once

#include <chrono>
#include <string>

namespace ansvar::clock {

/// A day by the school's calendar on the wall.
using Date = std::chrono::sys_days;

/// Days that have a name together: a term, a lov.
struct NamedRange {
    std::string name;
    Date from;
    Date to;  ///< the last day, included

    bool holds(Date day) const { return from <= day && day <= to; }
    bool operator==(const NamedRange&) const = default;
};

}  // namespace ansvar::clock
