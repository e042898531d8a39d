#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>
#include <vector>

#include "core/ids.hpp"
#include "core/time.hpp"
#include "db/session.hpp"

namespace ansvar::tickets {

/// What was read of queues' tickets, kept until a change to a ticket of those queues is committed: whoever asks gets what the database would
/// say (decision 0075). Only what follows from tickets, their events and their readers may be kept: nothing else is in the feed of changes.
/// Thread-safe.
class QueueMemory {
public:
    /// What one request goes by: how the feed stood when it looked.
    class Look {
    public:
        /// What `read` gives, or gave when the tickets of these queues last stood as they do now. `what` names it and all else that it
        /// depends on: who reads, the day.
        template <class Read>
        auto get(const std::string& what, const std::vector<RoleCode>& queues, const Read& read) const -> decltype(read()) {
            using Value = decltype(read());
            if (!is_certain_) {
                return read();
            }
            const auto mark = memory_.mark_of(queues);
            if (const auto kept = memory_.find(what, mark)) {
                return *static_cast<const Value*>(kept.get());
            }
            auto value = read();
            memory_.keep(what, mark, std::make_shared<const Value>(value));
            return value;
        }

    private:
        friend class QueueMemory;
        Look(QueueMemory& memory, bool is_certain) : memory_(memory), is_certain_(is_certain) {}

        QueueMemory& memory_;
        bool is_certain_;  ///< no committed change waits for its number: nobody knows which queue such a one is of
    };

    /// One small query, and another one when there are changes.
    Look look(db::Session& session, Timestamp now);

private:
    using Mark = std::pair<std::uint64_t, std::uint64_t>;
    struct Kept {
        Mark mark;
        std::shared_ptr<const void> value;
    };

    void forget_all(std::uint64_t number);
    /// Rises with each change to a ticket of one of the queues.
    Mark mark_of(const std::vector<RoleCode>& queues) const;
    std::shared_ptr<const void> find(const std::string& what, const Mark& mark) const;
    void keep(const std::string& what, const Mark& mark, std::shared_ptr<const void> value);

    mutable std::mutex mutex_;
    std::uint64_t generation_ = 0;              ///< 0: the feed has not been looked at yet
    std::uint64_t number_ = 0;                  ///< of the last change that is known
    std::map<RoleCode, std::uint64_t> latest_;  ///< of each queue the last change in this generation
    std::unordered_map<std::string, Kept> kept_;
};

}  // namespace ansvar::tickets
