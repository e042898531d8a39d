#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/ids.hpp"
#include "core/time.hpp"
#include "db/transaction.hpp"
#include "identity/settings.hpp"

namespace ansvar::identity {

/// Ten codes for the day the phone is lost, shown once; each opens once. In the database under a keyed hash alone.

/// Ten new codes as people read them: "k7dm-2rqx-9t" (49 bits each, no letters that look alike).
std::vector<std::string> draw_recovery_codes();
/// Takes the place of all earlier ones of this person.
void store_recovery_codes(db::Transaction& tx, const Settings& settings, PersonId person, const std::vector<std::string>& codes);
/// True for exactly one caller. Case, blanks and hyphens of what was typed do not matter.
bool use_recovery_code(db::Transaction& tx, const Settings& settings, PersonId person, std::string_view typed, Timestamp now);

}  // namespace ansvar::identity
