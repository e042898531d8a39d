#pragma once

#include <optional>
#include <vector>

#include "core/time.hpp"
#include "db/transaction.hpp"
#include "schedule/targets.hpp"

/// Targets in the database. What is in force is never changed: it is retired, and another row takes its place.
namespace ansvar::schedule::target_store {

/// Those in force, in the order they were made.
std::vector<TargetRule> list(db::Session& session);
/// The same, held until the transaction ends.
std::vector<TargetRule> lock(db::Transaction& tx);
/// Its new id.
std::uint64_t insert(db::Transaction& tx, const TargetRule& rule, PersonId by, Timestamp now);
/// False when it was retired before.
bool retire(db::Transaction& tx, std::uint64_t id, PersonId by, Timestamp now);

}  // namespace ansvar::schedule::target_store
