#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string_view>
#include <vector>

#include "clock/ledger.hpp"
#include "db/session.hpp"
#include "db/transaction.hpp"

namespace ansvar::schedule {

/// Whom a step tells.
enum class Whom {
    Holder,       ///< whoever has the ticket, and who stands in for them; when nobody has it, those who work in its queue
    Substitute,   ///< who stands in for the holder (of a ticket that nobody has: for the one asked first) while they are away
    RoleHead,     ///< the holder's manager; of a ticket that nobody has, the manager of the one asked first
    UnitManager,  ///< the head of the requester's unit, or of the nearest one above it that has a head
    Managers      ///< the managers who answer for the requester's unit
};

inline constexpr std::array all_whom{Whom::Holder, Whom::Substitute, Whom::RoleHead, Whom::UnitManager, Whom::Managers};

/// "holder", "substitute", "role_head" …: the word in the database, in events and in catalogue keys.
std::string_view name(Whom whom);
std::optional<Whom> whom_from(std::string_view name);

/// When so much of a target has passed, these are told.
struct EscalationStep {
    clock::Step step;
    std::vector<Whom> whom;  ///< never none
};

inline constexpr std::int64_t most_percent = 1000;

/// The school's steps, in memory. Thread-safe; refreshed while the service runs.
class Steps {
public:
    /// Of each clock by percent; never null, empty before the first refresh.
    std::shared_ptr<const std::vector<EscalationStep>> all() const;
    void refresh(db::Session& session);

private:
    mutable std::mutex mutex_;
    std::shared_ptr<const std::vector<EscalationStep>> steps_ = std::make_shared<const std::vector<EscalationStep>>();
};

/// As the database has them now.
std::vector<EscalationStep> list_steps(db::Session& session);
/// The same, held until the transaction ends: nobody stores others meanwhile.
std::vector<EscalationStep> lock_steps(db::Transaction& tx);
/// These take the place of all there are. What open tickets wait for is counted anew by the escalation itself, soon.
void store_steps(db::Transaction& tx, const std::vector<EscalationStep>& steps, Timestamp now);

}  // namespace ansvar::schedule
