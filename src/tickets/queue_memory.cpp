#include "tickets/queue_memory.hpp"

#include <algorithm>

#include "tickets/sequencer.hpp"

namespace ansvar::tickets {

namespace {

constexpr std::size_t changes_at_once = 200;  // more than that since the last look: all is forgotten
constexpr std::size_t most_kept = 4000;

}  // namespace

QueueMemory::Look QueueMemory::look(db::Session& session, Timestamp now) {
    const auto state = feed_state(session, now);
    const auto [is_first, known] = [&] {
        const std::lock_guard lock{mutex_};
        return std::pair{generation_ == 0, number_};
    }();
    if (is_first || state.last_number < known) {  // an older copy of the database was put in place; or somebody else has looked since
        const std::lock_guard lock{mutex_};
        forget_all(state.last_number);
    } else if (state.last_number > known) {
        const auto changes = changes_after(session, known, changes_at_once);
        const bool is_whole = !changes.empty() && changes.front().number == known + 1 && changes.size() < changes_at_once &&
                              std::all_of(changes.begin(), changes.end(), [](const auto& change) { return change.ticket == change.last_ticket; });
        const std::lock_guard lock{mutex_};
        if (!is_whole) {
            forget_all(state.last_number);
        } else {
            for (const auto& change : changes) {
                const auto note = [&](const RoleCode& role) { latest_[role] = std::max(latest_[role], change.number); };
                note(change.role);
                note(change.role_before.value_or(change.role));
            }
            number_ = std::max(number_, changes.back().number);
        }
    }
    return {*this, !state.waits};
}

void QueueMemory::forget_all(std::uint64_t number) {
    ++generation_;
    number_ = number;
    latest_.clear();
    kept_.clear();
}

QueueMemory::Mark QueueMemory::mark_of(const std::vector<RoleCode>& queues) const {
    const std::lock_guard lock{mutex_};
    Mark mark{generation_, 0};
    for (const auto& queue : queues) {
        const auto found = latest_.find(queue);
        mark.second += found == latest_.end() ? 0 : found->second;
    }
    return mark;
}

std::shared_ptr<const void> QueueMemory::find(const std::string& what, const Mark& mark) const {
    const std::lock_guard lock{mutex_};
    const auto found = kept_.find(what);
    return found != kept_.end() && found->second.mark == mark ? found->second.value : nullptr;
}

void QueueMemory::keep(const std::string& what, const Mark& mark, std::shared_ptr<const void> value) {
    const std::lock_guard lock{mutex_};
    if (kept_.size() >= most_kept) {
        kept_.clear();
    }
    kept_[what] = {mark, std::move(value)};
}

}  // namespace ansvar::tickets
