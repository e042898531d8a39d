#pragma once

#include <string>
#include <string_view>

#include "core/result.hpp"
#include "identity/oidc_refusal.hpp"

namespace ansvar::identity {

/// What a provider says of itself (OpenID Connect Discovery 1.0 §3), as far as it counts for us.
struct Discovery {
    std::string issuer;
    std::string authorization_endpoint;
    std::string token_endpoint;
    std::string jwks_uri;
    std::string userinfo_endpoint = {};     ///< may be empty
    std::string end_session_endpoint = {};  ///< may be empty
    bool says_issuer = false;               ///< names itself in every answer (RFC 9207)
    bool takes_basic = true;                ///< the client's secret by HTTP Basic; otherwise in the form
};

/// Where a provider describes itself.
std::string discovery_address(std::string_view issuer);

/// Why a description is no good, and the issuer that it names.
struct DiscoveryFault {
    Refusal why;
    std::string found_issuer = {};
};

/// Reads and checks a description of `issuer`: it names that very issuer, has what we need, and leads nowhere unsafe.
Result<Discovery, DiscoveryFault> read_discovery(std::string_view issuer, std::string_view document);

}  // namespace ansvar::identity
