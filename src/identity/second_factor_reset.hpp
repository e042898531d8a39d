#pragma once

#include "core/ids.hpp"
#include "core/time.hpp"
#include "db/transaction.hpp"
#include "identity/audit.hpp"

namespace ansvar::identity {

/// Somebody has lost phone and recovery codes: the app and its codes are no more, their sessions and half-done sign-ins end, the audit says
/// so. Who must have a second factor sets up a new one at the next sign-in. False when there was none.
bool reset_second_factor(db::Transaction& tx, PersonId person, const Actor& by, Timestamp now);

}  // namespace ansvar::identity
