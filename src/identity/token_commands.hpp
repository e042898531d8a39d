#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/result.hpp"
#include "db/database.hpp"
#include "identity/command_line.hpp"

namespace ansvar::identity {

/// What `ansvar token create` was told.
struct TokenWish {
    std::string_view name;
    std::string_view as;             ///< an address, "admin", or "service:NAME" (made when there is none of that name)
    std::string_view scopes = "all";  ///< as TokenScopes::parse reads them; commas may stand for blanks
    std::string_view expires = {};    ///< "90d", or a day "2027-08-31" whose end is meant; empty: never
    std::optional<unsigned> rate = std::nullopt;  ///< requests a minute; empty: as many as it likes
};

/// `ansvar token create`: the new token, which nobody sees again.
Result<std::string, NobodyThere> make_token(db::Database& database, const TokenWish& wish, Timestamp now,
                                            std::string_view first_administrator = first_administrator_email);
/// `ansvar token list`: a line for each token, newest first.
std::string list_tokens_as_text(db::Database& database, Timestamp now);
/// `ansvar token revoke ID`
Result<std::string, NobodyThere> revoke_token_named(db::Database& database, std::string_view id, Timestamp now);

}  // namespace ansvar::identity
