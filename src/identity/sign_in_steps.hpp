#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/ids.hpp"
#include "core/time.hpp"
#include "db/transaction.hpp"
#include "identity/client.hpp"
#include "identity/settings.hpp"

namespace ansvar::identity {

/// Somebody has shown the first factor and owes the second. Opens nothing: only a session does.
struct SignInStep {
    std::uint64_t id = 0;
    PersonId person;
    Method method = Method::Link;
    std::optional<std::uint64_t> provider = std::nullopt;
    std::string id_token = {};
    std::string next = "/";
    std::optional<std::string> new_secret = std::nullopt;  ///< offered to somebody who had no second factor
    unsigned wrong_codes = 0;
};

/// Begins the step under `token` (random_token(), as for sessions), for Settings::step_life. Secrets are sealed.
void begin_step(db::Transaction& tx, const Settings& settings, std::string_view token, const SignInStep& step, Timestamp now);
std::optional<SignInStep> find_step(db::Session& session, const Settings& settings, std::string_view token, Timestamp now);
/// The same, held until the transaction ends.
std::optional<SignInStep> lock_step(db::Transaction& tx, const Settings& settings, std::string_view token, Timestamp now);
void count_wrong_code(db::Transaction& tx, const SignInStep& step);
void end_step(db::Transaction& tx, const SignInStep& step);
/// After a change of how somebody signs in.
void end_steps_of(db::Transaction& tx, PersonId person);

}  // namespace ansvar::identity
