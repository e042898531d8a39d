#pragma once

#include <string>
#include <vector>

#include "identity/api_tokens.hpp"
#include "identity/audit.hpp"
#include "identity/routes.hpp"
#include "web/route.hpp"

namespace ansvar::identity {

/// For administrators: the list of API tokens, making one (shown once, never stored) and revoking one.
std::vector<web::Route> token_routes(const Services& services);

/// Draws a token and notes in the audit who made it, as what and for what.
std::string make_audited_token(db::Transaction& tx, const TokenDraft& draft, const Actor& by, Timestamp now);
/// False when there is no such token or it was revoked before.
bool revoke_audited_token(db::Transaction& tx, TokenId id, const Actor& by, Timestamp now);

/// "Läsa ärenden, skriva ärenden" for a person to read.
std::string scope_words(const web::Texts& texts, web::Language language, const TokenScopes& scopes);

}  // namespace ansvar::identity
