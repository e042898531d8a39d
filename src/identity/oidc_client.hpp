#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <mutex>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "identity/oidc_documents.hpp"
#include "identity/oidc_token.hpp"
#include "identity/provider.hpp"

namespace ansvar::identity {

/// What is drawn when somebody sets out for a provider and must come back with: kept in a sealed cookie of their browser.
struct Errand {
    std::string slug;
    std::string state;
    std::string nonce;
    std::string verifier;                              ///< of PKCE (RFC 7636)
    std::string next = "/";                            ///< where they wanted to go
    std::optional<PersonId> connects = std::nullopt;   ///< who, signed in already, wants to connect this way of signing in
    Timestamp until;

    /// With fresh secrets, good for ten minutes.
    static Errand draw(std::string_view slug, std::string_view next, Timestamp now);

    std::string sealed(std::string_view seal_key) const;
    /// Nothing when it is not ours, or its time has run out.
    static std::optional<Errand> open(std::string_view seal_key, std::string_view sealed, Timestamp now);
};
inline constexpr std::chrono::minutes errand_life{10};

/// What came back to /sign-in/with/{slug}/back.
struct ProviderAnswer {
    std::string state = {};
    std::string code = {};
    std::string error = {};
    std::optional<std::string> issuer = std::nullopt;
};

/// Somebody as the provider vouches for them.
struct Vouched {
    nlohmann::json claims;
    std::string id_token;
};

/// One client of many providers: the calls of OpenID Connect's code flow with PKCE. Safe from any thread.
class OidcClient {
public:
    OidcClient(Fetch fetch, const Clock& clock, std::string public_url, std::string seal_key)
        : fetch_(fetch), clock_(clock), documents_(fetch, clock), public_url_(std::move(public_url)), seal_key_(std::move(seal_key)) {}

    /// Where the provider sends people back to; what an administrator registers there.
    std::string back_address(std::string_view slug) const;
    /// Where to send the browser.
    Result<std::string, Refusal> authorization_address(const Provider& provider, const Errand& errand, std::chrono::milliseconds limit);
    /// Carries the errand to its end. Each errand counts once, as far as this process remembers.
    Result<Vouched, Refusal> finish(const Provider& provider, const Errand& errand, const ProviderAnswer& answer, std::chrono::milliseconds limit);
    /// Where signing out leads (RP-Initiated Logout 1.0); empty when the provider has no such place or does not answer.
    std::string sign_out_address(const Provider& provider, const std::string& id_token, std::chrono::milliseconds limit);

    ProviderDocuments& documents() { return documents_; }

private:
    struct Tokens {
        std::string id_token;
        std::string access_token;
    };
    using Instant = std::chrono::steady_clock::time_point;

    bool is_first_time(const Errand& errand);
    Result<Tokens, Refusal> exchange(const Provider& provider, const Discovery& discovery, const Errand& errand, const std::string& code, Instant end);
    Result<nlohmann::json, Refusal> verify(const Provider& provider, const Discovery& discovery, const Errand& errand, const Tokens& tokens, Instant end);
    void add_userinfo(const Discovery& discovery, const Tokens& tokens, nlohmann::json& claims, Instant end) const;

    Fetch fetch_;
    const Clock& clock_;
    ProviderDocuments documents_;
    std::string public_url_;
    std::string seal_key_;
    std::mutex mutex_;
    std::map<std::string, Timestamp> finished_;  ///< states that came back already, until they are too old anyway
};

}  // namespace ansvar::identity
