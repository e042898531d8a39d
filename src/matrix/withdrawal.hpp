#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "db/database.hpp"
#include "identity/audit.hpp"
#include "matrix/publication.hpp"

namespace ansvar::matrix {

/// What goes with a planned version when it is taken back.
struct Withdrawal {
    std::string version;
    std::optional<DraftId> draft;   ///< that it was made of: it is open again
    std::int64_t moves = 0;         ///< open tickets that were to move with it: they stay
    std::int64_t exceptions = 0;    ///< of units, that it would end or make: they are as before
};

/// What taking the version back would undo, as things stand; nothing when it is not one that is to come.
std::optional<Withdrawal> withdrawal_of(db::Session& session, VersionId id, Timestamp now);

/// Takes a version back that is planned, in one transaction: it never takes effect in any service, its draft is open as it was, tickets
/// that were to move with it stay, and the exceptions that it would end or make are as if it had not been planned (decision 0083). Nothing,
/// and nothing is done, when it is not there, was taken back before, or when its time has come: a service that has begun to route with it wins.
std::optional<Withdrawal> withdraw(db::Database& database, VersionId id, const identity::Actor& by, Timestamp now);

}  // namespace ansvar::matrix
