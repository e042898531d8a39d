#include "identity/oidc_client.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>

#include "core/secret.hpp"
#include "core/text.hpp"

namespace ansvar::identity {

namespace {

using nlohmann::json;
using namespace std::chrono_literals;

constexpr std::string_view errand_purpose = "provider-errand";
constexpr std::size_t secret_bytes = 32;
constexpr std::chrono::milliseconds longest_call{3000};
constexpr std::size_t longest_hint = 3000;  ///< what still fits into a query everywhere
constexpr int ok = 200;

std::chrono::milliseconds left_until(std::chrono::steady_clock::time_point end) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(end - std::chrono::steady_clock::now());
    return std::clamp(left, 1ms, longest_call);
}

/// "a=1&b=2" with every value percent-encoded.
std::string query_of(const std::vector<std::pair<std::string_view, std::string>>& pairs) {
    std::string query;
    for (const auto& [name, value] : pairs) {
        query += (query.empty() ? "" : "&") + std::string{name} + "=" + percent_encode(value);
    }
    return query;
}

std::string with_query(const std::string& address, const std::string& query) {
    return address + (address.find('?') == std::string::npos ? "?" : "&") + query;
}

std::string text_at(const json& object, const char* name) {
    const auto found = object.find(name);
    return found != object.end() && found->is_string() ? found->get<std::string>() : std::string{};
}

/// Why the token endpoint gave no tokens (RFC 6749 §5.2).
Refusal refusal_of(const HttpAnswer& answer) {
    if (answer.status == 0) {
        return Refusal::Unreachable;
    }
    const auto document = json::parse(answer.body, nullptr, false);
    const auto error = document.is_object() ? text_at(document, "error") : std::string{};
    if (error == "invalid_client" || error == "unauthorized_client" || answer.status == 401) {
        return Refusal::Client;
    }
    return error == "invalid_grant" ? Refusal::Code : Refusal::NoToken;
}

std::optional<Refusal> fault_of(const Discovery& discovery, const ProviderAnswer& answer) {
    if (answer.issuer ? *answer.issuer != discovery.issuer : discovery.says_issuer) {
        return Refusal::ResponseIssuer;
    }
    if (!answer.error.empty()) {
        const bool is_away = answer.error == "temporarily_unavailable" || answer.error == "server_error";
        return answer.error == "access_denied" ? Refusal::Denied : is_away ? Refusal::Unreachable : Refusal::ProviderError;
    }
    return answer.code.empty() ? std::optional{Refusal::NoCode} : std::nullopt;
}

}  // namespace

Errand Errand::draw(std::string_view slug, std::string_view next, Timestamp now) {
    return {.slug = std::string{slug},
            .state = random_token(secret_bytes),
            .nonce = random_token(secret_bytes),
            .verifier = random_token(secret_bytes),
            .next = std::string{next},
            .until = now + errand_life};
}

std::string Errand::sealed(std::string_view seal_key) const {
    const json plain{{"slug", slug},         {"state", state},
                     {"nonce", nonce},       {"verifier", verifier},
                     {"next", next},         {"connects", connects ? connects->value : 0},
                     {"until", to_rfc3339(until)}};
    return seal(seal_key, errand_purpose, plain.dump());
}

std::optional<Errand> Errand::open(std::string_view seal_key, std::string_view sealed, Timestamp now) {
    const auto plain = unseal(seal_key, errand_purpose, sealed);
    if (!plain) {
        return std::nullopt;
    }
    const auto read = json::parse(*plain);  // sealed by us: as we wrote it
    Errand errand{.slug = read.at("slug"),
                  .state = read.at("state"),
                  .nonce = read.at("nonce"),
                  .verifier = read.at("verifier"),
                  .next = read.at("next"),
                  .until = from_rfc3339(read.at("until").get<std::string>()).value_or(Timestamp{})};
    if (const auto person = read.at("connects").get<std::uint64_t>(); person != 0) {
        errand.connects = PersonId{person};
    }
    return now < errand.until ? std::optional{std::move(errand)} : std::nullopt;
}

std::string OidcClient::back_address(std::string_view slug) const { return public_url_ + "/sign-in/with/" + std::string{slug} + "/back"; }

Result<std::string, Refusal> OidcClient::authorization_address(const Provider& provider, const Errand& errand, std::chrono::milliseconds limit) {
    const auto discovery = documents_.discovery(provider.issuer, std::min(limit, longest_call));
    if (!discovery) {
        return refuse(discovery.error().why);
    }
    std::vector<std::pair<std::string_view, std::string>> pairs{{"response_type", "code"},
                                                                {"client_id", provider.client_id},
                                                                {"redirect_uri", back_address(provider.slug)},
                                                                {"scope", "openid email profile"},
                                                                {"state", errand.state},
                                                                {"nonce", errand.nonce},
                                                                {"code_challenge", sha256_base64url(errand.verifier)},
                                                                {"code_challenge_method", "S256"}};
    if (provider.convention == Convention::Google && provider.allowed_domains.size() == 1) {
        pairs.emplace_back("hd", provider.allowed_domains.front());  // which account is meant; what comes back is checked
    }
    return with_query(discovery->authorization_endpoint, query_of(pairs));
}

Result<Vouched, Refusal> OidcClient::finish(const Provider& provider, const Errand& errand, const ProviderAnswer& answer,
                                            std::chrono::milliseconds limit) {
    if (errand.slug != provider.slug || !equal_secret(answer.state, errand.state) || !is_first_time(errand)) {
        return refuse(Refusal::State);
    }
    const auto end = std::chrono::steady_clock::now() + limit;
    const auto discovery = documents_.discovery(provider.issuer, left_until(end));
    if (!discovery) {
        return refuse(discovery.error().why);
    }
    if (const auto fault = fault_of(*discovery, answer)) {
        return refuse(*fault);
    }
    const auto tokens = exchange(provider, *discovery, errand, answer.code, end);
    if (!tokens) {
        return refuse(tokens.error());
    }
    auto claims = verify(provider, *discovery, errand, *tokens, end);
    if (!claims) {
        return refuse(claims.error());
    }
    if (provider.convention == Convention::Standard) {
        add_userinfo(*discovery, *tokens, *claims, end);
    }
    return Vouched{.claims = *std::move(claims), .id_token = tokens->id_token};
}

bool OidcClient::is_first_time(const Errand& errand) {
    const auto now = clock_.now();
    const std::lock_guard lock{mutex_};
    std::erase_if(finished_, [&](const auto& one) { return one.second <= now; });
    return finished_.try_emplace(errand.state, errand.until).second;
}

Result<OidcClient::Tokens, Refusal> OidcClient::exchange(const Provider& provider, const Discovery& discovery, const Errand& errand,
                                                         const std::string& authorization_code, Instant end) {
    const auto secret = open_secret(seal_key_, provider);
    if (!secret) {
        spdlog::error("the secret of sign-in provider {} was sealed with another key: enter it anew", provider.id.value);
        return refuse(Refusal::Client);
    }
    std::vector<std::pair<std::string_view, std::string>> pairs{{"grant_type", "authorization_code"},
                                                                {"code", authorization_code},
                                                                {"redirect_uri", back_address(provider.slug)},
                                                                {"code_verifier", errand.verifier}};
    HttpCall call{.url = discovery.token_endpoint, .limit = left_until(end)};
    if (discovery.takes_basic) {
        call.user = percent_encode(provider.client_id);
        call.password = percent_encode(*secret);
    } else {
        pairs.emplace_back("client_id", provider.client_id);
        pairs.emplace_back("client_secret", *secret);
    }
    call.form = query_of(pairs);
    const auto answer = fetch_(call);
    if (answer.status != ok) {
        const auto why = refusal_of(answer);
        spdlog::warn("sign-in provider {} gave no tokens: status {}, {} {}", provider.id.value, answer.status, code(why), answer.failure);
        return refuse(why);
    }
    const auto document = json::parse(answer.body, nullptr, false);
    Tokens tokens;
    if (document.is_object()) {
        tokens = {.id_token = text_at(document, "id_token"), .access_token = text_at(document, "access_token")};
    }
    return tokens.id_token.empty() ? Result<Tokens, Refusal>{refuse(Refusal::NoToken)} : tokens;
}

Result<json, Refusal> OidcClient::verify(const Provider& provider, const Discovery& discovery, const Errand& errand, const Tokens& tokens,
                                         Instant end) {
    const TokenExpectation expected{
        .issuer = provider.issuer, .client_id = provider.client_id, .nonce = errand.nonce, .access_token = tokens.access_token};
    const auto keys = documents_.keys(discovery, left_until(end));
    if (!keys) {
        return refuse(keys.error());
    }
    const auto now = clock_.now();
    auto claims = verify_id_token(tokens.id_token, *keys, expected, now);
    if (!claims && claims.error() == Refusal::UnknownKey) {
        if (const auto changed = documents_.changed_keys(discovery, left_until(end))) {
            claims = verify_id_token(tokens.id_token, *changed, expected, now);
        }
    }
    return claims;
}

/// Providers that follow the standard closely say who somebody is in a place of its own (OpenID Connect Core 1.0 §5.3). What the identity
/// token says counts for more.
void OidcClient::add_userinfo(const Discovery& discovery, const Tokens& tokens, json& claims, Instant end) const {
    if (claims.contains("email") || discovery.userinfo_endpoint.empty() || tokens.access_token.empty()) {
        return;
    }
    const auto answer = fetch_({.url = discovery.userinfo_endpoint, .bearer = tokens.access_token, .limit = left_until(end)});
    const auto more = json::parse(answer.body, nullptr, false);
    if (answer.status == ok && more.is_object() && text_at(more, "sub") == text_at(claims, "sub")) {
        claims.insert(more.begin(), more.end());  // keeps what is there
    }
}

std::string OidcClient::sign_out_address(const Provider& provider, const std::string& id_token, std::chrono::milliseconds limit) {
    const auto discovery = documents_.discovery(provider.issuer, std::min(limit, longest_call));
    if (!discovery || discovery->end_session_endpoint.empty()) {
        return {};
    }
    std::vector<std::pair<std::string_view, std::string>> pairs{{"client_id", provider.client_id},
                                                                {"post_logout_redirect_uri", public_url_ + "/sign-in"}};
    if (!id_token.empty() && id_token.size() <= longest_hint) {
        pairs.emplace_back("id_token_hint", id_token);
    }
    return with_query(discovery->end_session_endpoint, query_of(pairs));
}

}  // namespace ansvar::identity
