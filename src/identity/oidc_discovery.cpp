#include "identity/oidc_discovery.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "identity/oidc_fetch.hpp"

namespace ansvar::identity {

namespace {

using nlohmann::json;

std::string text_at(const json& document, const char* name) {
    const auto found = document.find(name);
    return found != document.end() && found->is_string() ? found->get<std::string>() : std::string{};
}

/// A list that lacks says nothing: what its absence means differs from name to name.
bool lists(const json& document, const char* name, std::string_view value, bool when_absent) {
    const auto found = document.find(name);
    if (found == document.end() || !found->is_array()) {
        return when_absent;
    }
    return std::any_of(found->begin(), found->end(), [&](const json& one) { return one.is_string() && one.get<std::string>() == value; });
}

bool knows_our_ways(const json& document) {
    const bool signs = lists(document, "id_token_signing_alg_values_supported", "RS256", true) ||
                       lists(document, "id_token_signing_alg_values_supported", "ES256", true) ||
                       lists(document, "id_token_signing_alg_values_supported", "PS256", true);
    const bool takes_secret = lists(document, "token_endpoint_auth_methods_supported", "client_secret_basic", true) ||
                              lists(document, "token_endpoint_auth_methods_supported", "client_secret_post", false);
    return signs && takes_secret && lists(document, "response_types_supported", "code", true) &&
           lists(document, "code_challenge_methods_supported", "S256", true);  // Entra does not say that it can
}

}  // namespace

std::string discovery_address(std::string_view issuer) {
    const auto base = issuer.ends_with('/') ? issuer.substr(0, issuer.size() - 1) : issuer;
    return std::string{base} + "/.well-known/openid-configuration";
}

Result<Discovery, DiscoveryFault> read_discovery(std::string_view issuer, std::string_view document) {
    const auto read = json::parse(document, nullptr, false);
    if (!read.is_object()) {
        return refuse(DiscoveryFault{Refusal::Discovery});
    }
    Discovery found{.issuer = text_at(read, "issuer"),
                    .authorization_endpoint = text_at(read, "authorization_endpoint"),
                    .token_endpoint = text_at(read, "token_endpoint"),
                    .jwks_uri = text_at(read, "jwks_uri"),
                    .userinfo_endpoint = text_at(read, "userinfo_endpoint"),
                    .end_session_endpoint = text_at(read, "end_session_endpoint"),
                    .says_issuer = read.value("authorization_response_iss_parameter_supported", json(false)) == json(true),
                    .takes_basic = lists(read, "token_endpoint_auth_methods_supported", "client_secret_basic", true)};
    if (found.issuer != issuer) {
        return refuse(DiscoveryFault{Refusal::OtherIssuer, found.issuer});
    }
    for (const auto* needed : {&found.authorization_endpoint, &found.token_endpoint, &found.jwks_uri}) {
        if (!may_lead_to(issuer, *needed)) {
            return refuse(DiscoveryFault{Refusal::Discovery});
        }
    }
    for (auto* welcome : {&found.userinfo_endpoint, &found.end_session_endpoint}) {
        if (!may_lead_to(issuer, *welcome)) {
            welcome->clear();
        }
    }
    if (!knows_our_ways(read)) {
        return refuse(DiscoveryFault{Refusal::Unsupported});
    }
    return found;
}

}  // namespace ansvar::identity
