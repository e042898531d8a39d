#pragma once

#include <cjose/cjose.h>

#include <catch2/catch.hpp>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "core/text.hpp"
#include "identity/oidc_fetch.hpp"
#include "identity/oidc_token.hpp"

namespace ansvar::tests {

using Key = std::shared_ptr<cjose_jwk_t>;

inline Key make_key(cjose_jwk_t* key, const std::string& kid) {
    REQUIRE(key != nullptr);
    cjose_jwk_set_kid(key, kid.c_str(), kid.size(), nullptr);
    return {key, [](cjose_jwk_t* old) { cjose_jwk_release(old); }};
}

inline Key rsa_key(const std::string& kid, std::size_t bits = 2048) {
    const std::uint8_t exponent[] = {1, 0, 1};
    return make_key(cjose_jwk_create_RSA_random(bits, exponent, sizeof exponent, nullptr), kid);
}
inline Key ec_key(const std::string& kid) { return make_key(cjose_jwk_create_EC_random(CJOSE_JWK_EC_P_256, nullptr), kid); }
inline Key shared_key(const std::string& text, const std::string& kid) {
    return make_key(cjose_jwk_create_oct_spec(reinterpret_cast<const std::uint8_t*>(text.data()), text.size(), nullptr), kid);
}

/// Keys take long to draw: each is drawn once for all tests.
inline const Key& first_key() {
    static const auto key = rsa_key("first");
    return key;
}
inline const Key& second_key() {
    static const auto key = rsa_key("second");
    return key;
}

inline nlohmann::json public_part(const Key& key) {
    char* text = cjose_jwk_to_json(key.get(), false, nullptr);
    auto read = nlohmann::json::parse(text);
    std::free(text);
    return read;
}

inline std::string base64url(const std::string& bytes) {
    char* out = nullptr;
    std::size_t size = 0;
    REQUIRE(cjose_base64url_encode(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size(), &out, &size, nullptr));
    std::string text{out, size};
    std::free(out);
    return text;
}

inline std::string sign(const nlohmann::json& claims, const Key& key, const std::string& algorithm, const std::string& kid) {
    cjose_header_t* head = cjose_header_new(nullptr);
    cjose_header_set(head, "alg", algorithm.c_str(), nullptr);
    if (!kid.empty()) {
        cjose_header_set(head, "kid", kid.c_str(), nullptr);
    }
    const auto text = claims.dump();
    cjose_jws_t* jws = cjose_jws_sign(key.get(), head, reinterpret_cast<const std::uint8_t*>(text.data()), text.size(), nullptr);
    REQUIRE(jws != nullptr);
    const char* compact = nullptr;
    cjose_jws_export(jws, &compact, nullptr);
    std::string token{compact};
    cjose_jws_release(jws);
    cjose_header_release(head);
    return token;
}

/// The value of a parameter in an address or a form; empty when it is not there.
inline std::string parameter(const std::string& address, const std::string& name) {
    const auto question = address.find('?');
    for (const auto pair : split(question == std::string::npos ? address : std::string_view{address}.substr(question + 1), '&')) {
        if (pair.starts_with(name + "=")) {
            return percent_decode(pair.substr(name.size() + 1), false).value();
        }
    }
    return {};
}

/// A provider in the test's own process: what it publishes and what its token endpoint gives can be spoilt.
struct FakeProvider {
    std::string issuer = "http://127.0.0.1:4999";
    std::string client_id = "ansvar";
    std::string client_secret = "s3cret/with:odd chars";
    Key key = first_key();
    std::string algorithm = "RS256";
    std::optional<std::string> token = std::nullopt;  ///< instead of one made of `claims`
    nlohmann::json claims = nlohmann::json::object();
    nlohmann::json userinfo = nlohmann::json::object();
    nlohmann::json discovery = nlohmann::json::object();  ///< added to what it says of itself; null takes away
    std::vector<Key> published{first_key()};
    bool is_there = true;
    std::string challenge = {};  ///< of PKCE, as the browser brought it
    std::map<std::string, int> calls = {};

    nlohmann::json description() const {
        nlohmann::json all{{"issuer", issuer},
                           {"authorization_endpoint", issuer + "/auth"},
                           {"token_endpoint", issuer + "/token"},
                           {"jwks_uri", issuer + "/keys"},
                           {"userinfo_endpoint", issuer + "/me"},
                           {"end_session_endpoint", issuer + "/end"},
                           {"response_types_supported", {"code"}},
                           {"id_token_signing_alg_values_supported", {"RS256"}}};
        all.merge_patch(discovery);
        return all;
    }
    nlohmann::json keys() const {
        auto list = nlohmann::json::array();
        for (const auto& one : published) {
            list.push_back(public_part(one));
        }
        return {{"keys", list}};
    }
    /// Somebody's claims, good from `now` on for five minutes.
    void show(const std::string& subject, Timestamp now, const std::string& email = "", const std::string& name = "") {
        const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(now.time_since_epoch()).count();
        claims = {{"iss", issuer}, {"aud", client_id}, {"sub", subject}, {"iat", seconds}, {"exp", seconds + 300}};
        if (!email.empty()) {
            claims.update({{"email", email}, {"email_verified", true}});
        }
        if (!name.empty()) {
            claims["name"] = name;
        }
    }

    identity::HttpAnswer answer(const identity::HttpCall& call) {
        if (!is_there) {
            return {.failure = "nobody answers"};
        }
        const auto path = call.url.substr(issuer.size());
        ++calls[path];
        if (path == "/.well-known/openid-configuration") {
            return {.status = 200, .body = description().dump()};
        }
        if (path == "/keys") {
            return {.status = 200, .body = keys().dump()};
        }
        if (path == "/me") {
            return {.status = call.bearer == "access" ? 200 : 401, .body = userinfo.dump()};
        }
        return path == "/token" ? exchange(call) : identity::HttpAnswer{.status = 404};
    }

    identity::HttpAnswer exchange(const identity::HttpCall& call) const {
        const auto form = call.form.value();
        const auto is_client = call.user.empty() ? parameter(form, "client_id") == client_id && parameter(form, "client_secret") == client_secret
                                                 : call.user == percent_encode(client_id) && call.password == percent_encode(client_secret);
        if (!is_client) {
            return {.status = 401, .body = R"({"error":"invalid_client"})"};
        }
        if (parameter(form, "grant_type") != "authorization_code" || parameter(form, "code") != "good-code" ||
            identity::sha256_base64url(parameter(form, "code_verifier")) != challenge) {
            return {.status = 400, .body = R"({"error":"invalid_grant"})"};
        }
        const auto kid = public_part(key).value("kid", "");
        const nlohmann::json body{{"token_type", "Bearer"}, {"access_token", "access"}, {"id_token", token ? *token : sign(claims, key, algorithm, kid)}};
        return {.status = 200, .body = body.dump()};
    }
};

}  // namespace ansvar::tests
