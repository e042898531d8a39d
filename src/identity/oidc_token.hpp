#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "core/result.hpp"
#include "core/time.hpp"
#include "identity/oidc_refusal.hpp"

namespace ansvar::identity {

/// What an identity token is held against (OpenID Connect Core 1.0 §3.1.3.7).
struct TokenExpectation {
    std::string issuer;
    std::string client_id;
    std::string nonce;
    std::string access_token = {};  ///< that came with it; its hash is compared when the token holds one
};

/// Checks an identity token against a provider's keys (a JWKS document, RFC 7517) and gives its claims. RS256, PS256 and ES256 alone, with
/// a key that is meant for it; clocks may differ by a minute. Pure: fetches nothing.
Result<nlohmann::json, Refusal> verify_id_token(std::string_view token, std::string_view jwks, const TokenExpectation& expected, Timestamp now);

/// The first `bytes` bytes of the text's SHA-256 as base64url: PKCE's challenge (32), at_hash (16).
std::string sha256_base64url(std::string_view text, std::size_t bytes = 32);

}  // namespace ansvar::identity
