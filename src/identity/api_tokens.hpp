#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/ids.hpp"
#include "db/database.hpp"
#include "identity/person.hpp"
#include "web/access.hpp"

namespace ansvar::identity {

/// What a token may be used for.
class TokenScopes {
public:
    /// None yet.
    TokenScopes() = default;
    static TokenScopes all();
    /// Every scope there is, in the order of lists.
    static const std::vector<web::Scope>& each();
    /// Their words, between blanks.
    static std::string all_words();
    /// Words with blanks between, or "all"; nothing when one is unknown or there is none.
    static std::optional<TokenScopes> parse(std::string_view words);

    bool has(web::Scope scope) const { return (bits_ & bit(scope)) != 0; }
    void add(web::Scope scope) { bits_ |= bit(scope); }
    bool empty() const { return bits_ == 0; }
    /// As `parse` reads it.
    std::string text() const;
    friend bool operator==(const TokenScopes&, const TokenScopes&) = default;

private:
    static constexpr std::uint32_t bit(web::Scope scope) { return 1U << static_cast<unsigned>(scope); }
    std::uint32_t bits_ = 0;
};

/// A bearer token as lists show it: never the token itself.
struct ApiToken {
    TokenId id;
    std::string name;
    PersonId person;
    std::string person_name;
    Timestamp created_at;
    std::optional<Timestamp> last_used_at;
    std::optional<Timestamp> revoked_at;
    TokenScopes scopes;
    std::optional<Timestamp> expires_at;
    std::optional<unsigned> rate = std::nullopt;  ///< requests a minute
    bool is_of_service_account = false;
    bool has_left = false;              ///< the person it acts as
    std::optional<PersonId> created_by;  ///< empty: a command
    std::string creator_name;

    enum class State { Live, Revoked, Expired, Left };
    State state(Timestamp now) const;
};

/// What a new token is to be.
struct TokenDraft {
    std::string name;
    PersonId person;  ///< whom it acts as
    TokenScopes scopes = TokenScopes::all();
    std::optional<Timestamp> expires_at = std::nullopt;
    std::optional<PersonId> created_by = std::nullopt;  ///< empty: a command
    std::optional<unsigned> rate = std::nullopt;        ///< requests a minute; empty: as many as it likes
};

/// Draws a token ("ansvar_…", 192 bit) and returns it: the only time anybody sees it. Its id is the transaction's last_insert_id().
std::string create_api_token(db::Transaction& tx, const TokenDraft& draft, Timestamp now);
/// False when there is no such token or it was revoked before.
bool revoke_api_token(db::Transaction& tx, TokenId id, Timestamp now);
/// All of them, newest first; those of one person when `of` says whose.
std::vector<ApiToken> list_api_tokens(db::Session& session, std::optional<PersonId> of = std::nullopt);

/// A token that is good, and whom it acts as.
struct LiveToken {
    TokenId id;
    Person person;
    TokenScopes scopes;
    std::optional<Timestamp> last_used_at;
    std::optional<unsigned> rate = std::nullopt;  ///< requests a minute
};

/// In one query. Nothing when unknown, revoked, expired, or the person has left.
std::optional<LiveToken> find_api_token(db::Session& session, std::string_view token, Timestamp now);
/// Writes down that the token was used, when the last note is a minute old.
void note_token_use(db::Database& database, const LiveToken& token, Timestamp now);

}  // namespace ansvar::identity
