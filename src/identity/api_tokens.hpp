#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/ids.hpp"
#include "db/database.hpp"
#include "identity/person.hpp"

namespace ansvar::identity {

/// A bearer token as lists show it: never the token itself.
struct ApiToken {
    TokenId id;
    std::string name;
    PersonId person;
    std::string person_name;
    Timestamp created_at;
    std::optional<Timestamp> last_used_at;
    std::optional<Timestamp> revoked_at;
};

/// Draws a token ("ansvar_…", 192 bit) that acts as that person, and returns it: the only time anybody sees it.
std::string create_api_token(db::Transaction& tx, std::string_view name, PersonId person, Timestamp now);
/// False when there is no such token or it was revoked before.
bool revoke_api_token(db::Transaction& tx, TokenId id, Timestamp now);
/// All of them, newest first.
std::vector<ApiToken> list_api_tokens(db::Session& session);

/// A token that is good, and whom it acts as.
struct LiveToken {
    TokenId id;
    Person person;
    std::optional<Timestamp> last_used_at;
};

/// In one query. Nothing when unknown, revoked, or the person has left.
std::optional<LiveToken> find_api_token(db::Session& session, std::string_view token, Timestamp now);
/// Writes down that the token was used, when the last note is a minute old.
void note_token_use(db::Database& database, const LiveToken& token, Timestamp now);

}  // namespace ansvar::identity
