#include "clock/hours.hpp"

#include <algorithm>
#include <stdexcept>

namespace ansvar::clock {

Hours::Hours(const std::vector<Stretch>& open) {
    open_.reserve(open.size());
    for (const auto& stretch : open) {
        if (stretch.to <= stretch.from || (!open_.empty() && stretch.from < open_.back().to)) {
            throw std::invalid_argument("open stretches must follow each other");
        }
        if (!open_.empty() && stretch.from == open_.back().to) {
            open_.back().to = stretch.to;
        } else {
            open_.push_back(stretch);
        }
    }
    before_.reserve(open_.size() + 1);
    before_.push_back(Span{0});
    for (const auto& stretch : open_) {
        before_.push_back(before_.back() + (stretch.to - stretch.from));
    }
}

std::size_t Hours::first_ending_after(Timestamp time) const {
    const auto found = std::upper_bound(open_.begin(), open_.end(), time, [](Timestamp at, const Stretch& stretch) { return at < stretch.to; });
    return static_cast<std::size_t>(found - open_.begin());
}

Hours::Span Hours::worked_until(Timestamp time) const {
    const auto at = first_ending_after(time);
    return at == open_.size() ? before_.back() : before_[at] + std::max(Span{0}, time - open_[at].from);
}

bool Hours::is_open(Timestamp time) const {
    const auto at = first_ending_after(time);
    return at < open_.size() && open_[at].from <= time;
}

Timestamp Hours::next_open(Timestamp time) const {
    const auto at = first_ending_after(time);
    return at == open_.size() ? time : std::max(time, open_[at].from);
}

Hours::Span Hours::worked(Timestamp from, Timestamp to) const {
    return to <= from ? Span{0} : worked_until(to) - worked_until(from);
}

Timestamp Hours::after(Timestamp from, Span work) const {
    if (work < Span{0}) {
        throw std::invalid_argument("work is added, never taken away");
    }
    if (work == Span{0} || open_.empty()) {
        return next_open(from);
    }
    const auto done = worked_until(from) + work;
    // The stretch in which that much has been worked: the last one with less than that before it.
    const auto found = std::lower_bound(before_.begin(), before_.end(), done);
    if (found == before_.end()) {
        return std::max(from, open_.back().to);
    }
    const auto at = static_cast<std::size_t>(found - before_.begin()) - 1;
    return open_[at].from + (done - before_[at]);
}

std::int64_t working_minutes(Timestamp from, Timestamp to, const Hours& hours) {
    return std::chrono::floor<std::chrono::minutes>(hours.worked(from, to)).count();
}

Timestamp add_working_minutes(Timestamp from, std::int64_t minutes, const Hours& hours) {
    return hours.after(from, std::chrono::minutes{minutes});
}

}  // namespace ansvar::clock
