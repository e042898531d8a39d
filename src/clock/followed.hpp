#pragma once

#include "clock/hours.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace ansvar::clock {

/// The hours that a queue keeps, through time. Calendars get new versions and queues get other calendars, always from a coming day on: what
/// is past keeps the hours it had, so that a time counted again next year is the same. Never changed once made; thread-safe.
struct Followed {
    /// From when which version of which calendar is followed.
    struct Part {
        Timestamp from;
        std::string calendar;  ///< its name
        std::int64_t version = 1;
    };

    std::vector<Part> parts;  ///< in order and never none; the first holds for all that came before it, too
    Hours hours;              ///< of all parts, each for its time

    const Part& at(Timestamp time) const;
};

/// Monday to Friday 8–16 without a single day off: what is followed where no calendar is known.
const std::shared_ptr<const Followed>& plain_week();

}  // namespace ansvar::clock
