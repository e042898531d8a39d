#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "core/mail_address.hpp"
#include "core/result.hpp"
#include "identity/oidc_refusal.hpp"
#include "identity/provider.hpp"
#include "web/language.hpp"

namespace ansvar::identity {

/// Whom a provider has shown us, read by its convention from claims that are known to be true.
struct Newcomer {
    ExternalIdentity who;
    std::optional<MailAddress> email = std::nullopt;  ///< empty: none that the provider vouches for
    bool has_foreign_email = false;    ///< it has one, but not at a domain that it may vouch for
    std::string name = {};             ///< may be empty
    std::optional<web::Language> language = std::nullopt;
};

/// Entra: the tenant must be the one that the issuer names; a person is tenant and object. Google: the organisation (hd) must be one of
/// the allowed domains. A mail address counts when the provider says it is verified, or when it is the organisation's own account name.
Result<Newcomer, Refusal> read_newcomer(const Provider& provider, const nlohmann::json& claims);

/// What the roles claim says. Empty: too many groups to list (Entra's "overage"), so nothing is known.
std::optional<std::vector<std::string>> read_groups(const Provider& provider, const nlohmann::json& claims);

/// The tenant in an issuer of Entra's: https://login.microsoftonline.com/{tenant}/v2.0. Empty unless it is one organisation's number
/// (never "common" or "organizations").
std::string tenant_of(std::string_view issuer);

}  // namespace ansvar::identity
