#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <optional>

#include "core/ids.hpp"
#include "db/session.hpp"
#include "db/transaction.hpp"

namespace ansvar::schedule {

/// After how many school days (clock::open_day) without an answer the requester is reminded, and their ticket closed.
struct UnansweredDays {
    int remind = 5;
    int close = 10;  ///< more than `remind`
    bool operator==(const UnansweredDays&) const = default;
};

inline constexpr int most_unanswered_days = 200;

/// What the school has agreed for tickets that wait for an answer.
struct UnansweredRules {
    std::optional<UnansweredDays> school;                   ///< empty: nobody is reminded and nothing closed
    std::map<RoleCode, std::optional<UnansweredDays>> roles;  ///< those that do otherwise
    std::optional<UnansweredDays> of(const RoleCode& role) const {
        const auto found = roles.find(role);
        return found == roles.end() ? school : found->second;
    }
};

/// As the database has them now.
UnansweredRules list_unanswered_rules(db::Session& session);
/// The same, held until the transaction ends: nobody stores others meanwhile.
UnansweredRules lock_unanswered_rules(db::Transaction& tx);
/// These take the place of all there are; tickets that wait are looked at anew soon.
void store_unanswered_rules(db::Transaction& tx, const UnansweredRules& rules, Timestamp now);

/// The school's rules, in memory; none before the first refresh. Thread-safe; refreshed while the service runs.
class Unanswered {
public:
    std::optional<UnansweredDays> of(const RoleCode& role) const;
    void refresh(db::Session& session);

private:
    mutable std::mutex mutex_;
    std::shared_ptr<const UnansweredRules> rules_ = std::make_shared<const UnansweredRules>();
};

}  // namespace ansvar::schedule
