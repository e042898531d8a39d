#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "reports/facts.hpp"
#include "tickets/waiting_times.hpp"

namespace ansvar::reports {

/// How long people waited for a first answer during the last twelve weeks, by area, by role and in all. Counted by refresh() on a thread of
/// the app's, so that no reader ever waits for it. Confidential tickets do not count.
class MeasuredWaitingTimes final : public tickets::WaitingTimes {
public:
    /// Fewer answered tickets than this say nothing about an area, a role or the school.
    static constexpr std::int64_t fewest_tickets = 10;

    std::optional<tickets::ExpectedWait> first_response(const std::optional<std::string>& area_key, const RoleCode& role) override;

    /// Counts anew: at start and then each minute; one walk over the facts. One thread at a time.
    void refresh(const Facts& facts, Timestamp now);

private:
    struct Waits {
        std::map<std::pair<std::string, std::string>, tickets::ExpectedWait> by_area;  // with the role that answers
        std::map<std::string, tickets::ExpectedWait> by_role;
        std::optional<tickets::ExpectedWait> in_all;
    };

    std::mutex mutex_;
    std::shared_ptr<const Waits> waits_ = std::make_shared<const Waits>();
};

}  // namespace ansvar::reports
