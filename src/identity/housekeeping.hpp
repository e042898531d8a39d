#pragma once

#include "core/time.hpp"
#include "db/database.hpp"

namespace ansvar::identity {

/// Removes links, steps, sessions and throttle counts that have been of no use for a day. For the app's housekeeping, say hourly.
void remove_expired(db::Database& database, Timestamp now);

}  // namespace ansvar::identity
