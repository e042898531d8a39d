#pragma once

#include <vector>

#include "db/session.hpp"
#include "identity/person.hpp"
#include "routing/matrix.hpp"
#include "tickets/filter.hpp"
#include "tickets/queue.hpp"

namespace ansvar::tickets {

/// So many tickets a filter looks at, queue after queue: of each the open ones that are due first, or the newest of those that are done.
inline constexpr std::int64_t examined_by_filter = 5000;

/// What a filter lets through of a person's queues. The count and the pages are of one list.
class FilteredList {
public:
    /// `here`: the queue it is used in, for a filter that names none. Queues that are not open to `reader` are left out.
    FilteredList(db::Session& session, const Filter& filter, const RoleCode& here, const identity::Person& reader, const routing::Matrix& matrix,
                 Timestamp now, std::int64_t to_examine = examined_by_filter);

    std::size_t count() const { return found_.size(); }
    /// Is there more than it looked at?
    bool is_cut() const { return is_cut_; }
    const std::vector<RoleCode>& roles() const { return roles_; }
    /// Open ones by due time, those that wait or are put off last; done ones newest first. `limit` 1–200.
    QueuePage page(const std::optional<QueueCursor>& after, std::size_t limit) const;

private:
    void find(const RoleCode& role, const Filter& filter, const routing::Matrix& matrix, Timestamp now);

    db::Session& session_;
    const identity::Person& reader_;
    const bool of_done_;
    std::vector<RoleCode> roles_;
    std::vector<QueueCursor> found_;  ///< all of them, in order
    std::int64_t to_examine_;
    bool is_cut_ = false;
};

}  // namespace ansvar::tickets
