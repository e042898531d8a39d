#pragma once

#include "core/time.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace ansvar::clock {

/// When somebody answers, moment by moment: the open stretches of a calendar over all the years it is known for, in order. What comes
/// before the first and after the last is closed. Every question is one binary search, for a minute as for ten years, and daylight saving
/// is nothing to it: each stretch was put on the time line when it was made.
///
/// A stretch holds its opening moment and not its closing one: at 16:00 sharp the school is closed. Never changed once made; thread-safe.
class Hours {
public:
    using Span = std::chrono::microseconds;

    struct Stretch {
        Timestamp from;
        Timestamp to;  ///< after `from`
    };

    /// `open`: in order, none overlapping another; those that touch count as one. Throws std::invalid_argument otherwise.
    explicit Hours(const std::vector<Stretch>& open);

    /// True from opening until just before closing.
    bool is_open(Timestamp time) const;
    /// `time` itself while it is open, otherwise the next moment it opens; after the last stretch `time` too.
    Timestamp next_open(Timestamp time) const;
    /// Open time that passes from `from` to `to`; zero when `to` is not after `from`.
    Span worked(Timestamp from, Timestamp to) const;
    /// The first moment by which `work` of open time has passed since `from`, which ends an open stretch rather than beginning one
    /// ("senast 16:00"). With no work: next_open(from). What does not fit before the last stretch ends is due when that ends.
    /// Throws std::invalid_argument for negative work.
    Timestamp after(Timestamp from, Span work) const;

    /// The stretches themselves, touching ones joined.
    const std::vector<Stretch>& stretches() const { return open_; }

private:
    std::size_t first_ending_after(Timestamp time) const;
    Span worked_until(Timestamp time) const;

    std::vector<Stretch> open_;
    std::vector<Span> before_;  ///< open time before each stretch; one more than there are stretches
};

/// Whole working minutes that pass from `from` to `to`, a begun one not counted.
std::int64_t working_minutes(Timestamp from, Timestamp to, const Hours& hours);
/// The inverse: working_minutes(from, add_working_minutes(from, n, h), h) == n. Throws std::invalid_argument for negative minutes.
Timestamp add_working_minutes(Timestamp from, std::int64_t minutes, const Hours& hours);

}  // namespace ansvar::clock
