#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "core/ids.hpp"
#include "core/time.hpp"
#include "db/session.hpp"
#include "identity/gate.hpp"
#include "identity/role_directory.hpp"
#include "routing/staff.hpp"

namespace ansvar::tickets {

/// Who answers and who is away, kept in memory: every ticket and every page of the matrix asks. Safe from any thread; readers keep the
/// staff they took.
class StaffDirectory {
public:
    /// Never null; empty before the first refresh.
    std::shared_ptr<const routing::Staff> staff() const;

    /// Reads everything anew (four queries): at start, after a change, and now and then for what other instances changed.
    void refresh(db::Session& session, const identity::RoleTable& roles, Timestamp now);

    /// The roles of those for whom somebody stands in today, and the queues these share: they work in them meanwhile. And the units they
    /// manage, with those below.
    identity::TodaysRights todays_rights(const identity::Person& person, Timestamp now) const;

private:
    std::mutex one_at_a_time_;  ///< as in RoleDirectory
    mutable std::mutex mutex_;
    std::shared_ptr<const routing::Staff> staff_ = std::make_shared<const routing::Staff>();
};

}  // namespace ansvar::tickets
