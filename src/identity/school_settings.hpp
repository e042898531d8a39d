#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/ids.hpp"
#include "core/time.hpp"
#include "db/transaction.hpp"

namespace ansvar::identity {

/// What administrators choose in the pages, as words; takes effect at once, in every instance.
std::optional<std::string> read_setting(db::Session& session, std::string_view name);
void write_setting(db::Transaction& tx, std::string_view name, std::string_view value, std::optional<PersonId> by, Timestamp now);

/// Who must have a second factor, besides holders of roles that want one and those who set one up for themselves.
enum class SecondFactorRule { Nobody, Administrators, Staff };
/// "nobody", "administrators", "staff": the word in the database.
std::string_view name(SecondFactorRule rule);
/// Administrators when the word is unknown or nobody has chosen.
SecondFactorRule second_factor_rule_from(std::string_view name);
inline constexpr std::string_view second_factor_setting = "second_factor";

}  // namespace ansvar::identity
