#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/ids.hpp"
#include "core/time.hpp"
#include "db/transaction.hpp"
#include "identity/settings.hpp"

namespace ansvar::identity {

/// The app on somebody's phone, as the list of what they sign in with shows it.
struct SecondFactor {
    Timestamp since;
    std::uint64_t recovery_codes = 0;  ///< not used yet
};
std::optional<SecondFactor> find_second_factor(db::Session& session, PersonId person);
/// Everybody who has one.
std::vector<PersonId> list_second_factor_owners(db::Session& session);

/// Takes the code that the app shows; false when it is wrong, was taken before or there is no app.
bool take_code(db::Transaction& tx, const Settings& settings, PersonId person, std::string_view typed, Timestamp now);
/// The first code of a new app: stores its secret and the recovery codes, in place of earlier ones. False when the code is wrong.
bool set_up_second_factor(db::Transaction& tx, const Settings& settings, PersonId person, std::string_view secret, std::string_view typed,
                          const std::vector<std::string>& recovery_codes, Timestamp now);
/// The app and its recovery codes are no more. False when there was none.
bool remove_second_factor(db::Transaction& tx, PersonId person);

}  // namespace ansvar::identity
