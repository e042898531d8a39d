#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "db/session.hpp"
#include "tickets/waiting_times.hpp"

namespace ansvar::reports {

/// How long people waited for a first answer during the last twelve weeks (of a very busy school: its newest ten thousand answers), by
/// area, by role and in all. Measured by refresh() on a
/// thread of the app's, so that no reader ever waits for it. Confidential tickets do not count.
class MeasuredWaitingTimes final : public tickets::WaitingTimes {
public:
    /// Fewer answered tickets than this say nothing about an area, a role or the school.
    static constexpr std::int64_t fewest_tickets = 10;
    /// Of more answers than `most_tickets` the newest are looked at: measuring takes some tens of milliseconds, however busy the school.
    explicit MeasuredWaitingTimes(std::int64_t most_tickets = 10'000) : most_tickets_{most_tickets} {}

    std::optional<tickets::ExpectedWait> first_response(const std::optional<std::string>& area_key, const RoleCode& role) override;

    /// Measures anew: at start and then each minute. One thread at a time.
    void refresh(db::Session& session, Timestamp now);

private:
    struct Measured {
        std::map<std::string, tickets::ExpectedWait> by_area;
        std::map<std::string, tickets::ExpectedWait> by_role;
        std::optional<tickets::ExpectedWait> in_all;
    };

    std::int64_t most_tickets_;
    std::mutex mutex_;
    std::shared_ptr<const Measured> measured_ = std::make_shared<const Measured>();
};

}  // namespace ansvar::reports
