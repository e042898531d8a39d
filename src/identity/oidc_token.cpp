#include "identity/oidc_token.hpp"

#include <cjose/cjose.h>
#include <sodium.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <memory>
#include <optional>
#include <vector>

#include "core/secret.hpp"
#include "core/text.hpp"

namespace ansvar::identity {

namespace {

using nlohmann::json;

constexpr std::size_t largest_token = 64 * 1024;
constexpr std::chrono::seconds leeway{60};
constexpr std::size_t smallest_rsa_key = 2048;

struct JwsEnd {
    void operator()(cjose_jws_t* jws) const { cjose_jws_release(jws); }
};
struct JwkEnd {
    void operator()(cjose_jwk_t* jwk) const { cjose_jwk_release(jwk); }
};
using Jws = std::unique_ptr<cjose_jws_t, JwsEnd>;
using Jwk = std::unique_ptr<cjose_jwk_t, JwkEnd>;

struct Algorithm {
    std::string_view name;
    std::string_view key_type;
};
constexpr std::array algorithms{Algorithm{"RS256", "RSA"}, Algorithm{"PS256", "RSA"}, Algorithm{"ES256", "EC"}};

const Algorithm* find_algorithm(std::string_view name) {
    const auto* found = std::find_if(algorithms.begin(), algorithms.end(), [&](const Algorithm& one) { return one.name == name; });
    return found == algorithms.end() ? nullptr : found;
}

std::string text_at(const json& object, const char* name) {
    const auto found = object.find(name);
    return found != object.end() && found->is_string() ? found->get<std::string>() : std::string{};
}

std::optional<json> read_part(std::string_view part) {
    std::string bytes(part.size() + 1, '\0');
    std::size_t size = 0;
    auto* out = reinterpret_cast<unsigned char*>(bytes.data());
    if (sodium_base642bin(out, bytes.size(), part.data(), part.size(), nullptr, &size, nullptr, sodium_base64_VARIANT_URLSAFE_NO_PADDING) != 0) {
        return std::nullopt;
    }
    auto read = json::parse(std::string_view{bytes}.substr(0, size), nullptr, false);
    return read.is_object() ? std::optional{std::move(read)} : std::nullopt;
}

/// What the token says about how it is signed.
struct Head {
    std::string algorithm;
    std::string key_id;  ///< may be empty
};

Result<Head, Refusal> read_head(std::string_view token) {
    const auto parts = token.size() <= largest_token ? split(token, '.') : std::vector<std::string_view>{};
    const auto head = parts.size() == 3 ? read_part(parts[0]) : std::nullopt;
    if (!head) {
        return refuse(Refusal::Malformed);
    }
    Head read{.algorithm = text_at(*head, "alg"), .key_id = text_at(*head, "kid")};
    if (find_algorithm(read.algorithm) == nullptr) {
        return refuse(Refusal::Algorithm);
    }
    if (head->contains("crit")) {  // something that we would have to understand
        return refuse(Refusal::Malformed);
    }
    return read;
}

bool is_meant_for(const json& key, const Algorithm& algorithm) {
    const auto use = text_at(key, "use");
    const auto alg = text_at(key, "alg");
    return text_at(key, "kty") == algorithm.key_type && (use.empty() || use == "sig") && (alg.empty() || alg == algorithm.name);
}

/// Only the public members are taken over, whatever else stands there.
Jwk import_key(const json& key, const Algorithm& algorithm) {
    json clean{{"kty", algorithm.key_type}};
    for (const auto* member : algorithm.key_type == "RSA" ? std::vector{"n", "e"} : std::vector{"crv", "x", "y"}) {
        clean[member] = text_at(key, member);
    }
    const auto text = clean.dump(-1, ' ', false, json::error_handler_t::replace);
    Jwk jwk{cjose_jwk_import(text.c_str(), text.size(), nullptr)};
    const bool is_strong = jwk && (algorithm.key_type == "RSA" ? cjose_jwk_get_keysize(jwk.get(), nullptr) >= smallest_rsa_key
                                                                : text_at(key, "crv") == "P-256");
    return is_strong ? std::move(jwk) : Jwk{};
}

/// The key that the token names; without a name the only one that fits.
Result<Jwk, Refusal> find_key(const Head& head, std::string_view jwks) {
    const auto& algorithm = *find_algorithm(head.algorithm);
    const auto document = json::parse(jwks, nullptr, false);
    const auto keys = document.is_object() ? document.value("keys", json::array()) : json::array();
    std::vector<const json*> fitting;
    for (const auto& key : keys) {
        if (key.is_object() && is_meant_for(key, algorithm) && (head.key_id.empty() || text_at(key, "kid") == head.key_id)) {
            fitting.push_back(&key);
        }
    }
    if (fitting.size() != 1) {
        return refuse(Refusal::UnknownKey);
    }
    auto key = import_key(*fitting.front(), algorithm);
    if (!key) {
        return refuse(Refusal::UnknownKey);
    }
    return key;
}

/// The signed bytes, once the signature is known to be good.
Result<json, Refusal> verified_claims(std::string_view token, const Head& head, const Jwk& key) {
    const Jws jws{cjose_jws_import(token.data(), token.size(), nullptr)};
    if (!jws) {
        return refuse(Refusal::Malformed);
    }
    // The library reads the head by itself: both must have read the same.
    const auto* algorithm = cjose_header_get(cjose_jws_get_protected(jws.get()), CJOSE_HDR_ALG, nullptr);
    if (algorithm == nullptr || head.algorithm != algorithm) {
        return refuse(Refusal::Algorithm);
    }
    if (!cjose_jws_verify(jws.get(), key.get(), nullptr)) {
        return refuse(Refusal::Signature);
    }
    std::uint8_t* bytes = nullptr;
    std::size_t size = 0;
    if (!cjose_jws_get_plaintext(jws.get(), &bytes, &size, nullptr)) {
        return refuse(Refusal::Malformed);
    }
    auto claims = json::parse(std::string_view{reinterpret_cast<const char*>(bytes), size}, nullptr, false);
    if (!claims.is_object()) {
        return refuse(Refusal::Malformed);
    }
    return claims;
}

std::optional<Timestamp> time_at(const json& claims, const char* name) {
    const auto found = claims.find(name);
    if (found == claims.end() || !found->is_number()) {
        return std::nullopt;
    }
    constexpr double last = 253402300799.0;  // the year 9999
    const auto seconds = found->get<double>();
    if (!(std::abs(seconds) <= last)) {
        return std::nullopt;
    }
    return Timestamp{std::chrono::seconds{static_cast<std::int64_t>(seconds)}};
}

std::optional<Refusal> fault_of_audience(const json& claims, const std::string& client_id) {
    const auto audience = claims.value("aud", json());
    const bool is_several = audience.is_array() && audience.size() > 1;
    const bool is_for_us = audience == json(client_id) || (audience.is_array() && std::find(audience.begin(), audience.end(), json(client_id)) != audience.end());
    if (!is_for_us) {
        return Refusal::Audience;
    }
    if (claims.contains("azp") ? text_at(claims, "azp") != client_id : is_several) {
        return Refusal::AuthorizedParty;
    }
    return std::nullopt;
}

std::optional<Refusal> fault_of_times(const json& claims, Timestamp now) {
    const auto expires = time_at(claims, "exp");
    const auto issued = time_at(claims, "iat");
    if (!expires || !issued) {
        return Refusal::Malformed;
    }
    if (now >= *expires + leeway) {
        return Refusal::Expired;
    }
    const bool is_early = *issued > now + leeway || (claims.contains("nbf") && time_at(claims, "nbf").value_or(now + leeway * 2) > now + leeway);
    return is_early ? std::optional{Refusal::NotYetValid} : std::nullopt;
}

std::optional<Refusal> fault_of(const json& claims, const TokenExpectation& expected, Timestamp now) {
    if (text_at(claims, "iss") != expected.issuer || expected.issuer.empty()) {
        return Refusal::Issuer;
    }
    if (const auto fault = fault_of_audience(claims, expected.client_id)) {
        return fault;
    }
    if (const auto fault = fault_of_times(claims, now)) {
        return fault;
    }
    if (expected.nonce.empty() || !equal_secret(text_at(claims, "nonce"), expected.nonce)) {
        return Refusal::Nonce;
    }
    if (claims.contains("at_hash") && text_at(claims, "at_hash") != sha256_base64url(expected.access_token, 16)) {
        return Refusal::AccessTokenHash;
    }
    constexpr std::size_t longest_subject = 255;  // OpenID Connect Core 1.0 §2
    const auto subject = text_at(claims, "sub");
    const bool is_ascii = std::all_of(subject.begin(), subject.end(), [](char letter) { return letter >= ' ' && letter < '\x7f'; });
    return subject.empty() || subject.size() > longest_subject || !is_ascii ? std::optional{Refusal::Subject} : std::nullopt;
}

}  // namespace

std::string sha256_base64url(std::string_view text, std::size_t bytes) {
    std::array<unsigned char, crypto_hash_sha256_BYTES> hash{};
    crypto_hash_sha256(hash.data(), reinterpret_cast<const unsigned char*>(text.data()), text.size());
    const auto size = std::min(bytes, hash.size());
    std::string out(sodium_base64_ENCODED_LEN(size, sodium_base64_VARIANT_URLSAFE_NO_PADDING), '\0');
    sodium_bin2base64(out.data(), out.size(), hash.data(), size, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    out.pop_back();  // the terminating NUL
    return out;
}

Result<json, Refusal> verify_id_token(std::string_view token, std::string_view jwks, const TokenExpectation& expected, Timestamp now) {
    const auto head = read_head(token);
    if (!head) {
        return refuse(head.error());
    }
    const auto key = find_key(*head, jwks);
    if (!key) {
        return refuse(key.error());
    }
    auto claims = verified_claims(token, *head, *key);
    if (!claims) {
        return claims;
    }
    if (const auto fault = fault_of(*claims, expected, now)) {
        return refuse(*fault);
    }
    return claims;
}

}  // namespace ansvar::identity
