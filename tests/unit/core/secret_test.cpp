#include "core/secret.hpp"

#include <catch2/catch.hpp>

#include <set>

using namespace ansvar;

TEST_CASE("tokens are long, URL-safe and never the same", "[secret]") {
    start_cryptography();
    std::set<std::string> seen;
    for (int i = 0; i < 10000; ++i) {
        const auto token = random_token();
        REQUIRE(token.size() == 32);
        REQUIRE(token.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_") == std::string::npos);
        seen.insert(token);
    }
    CHECK(seen.size() == 10000);
    CHECK(random_token(16).size() == 22);
}

TEST_CASE("SHA-256 gives the published answers", "[secret]") {
    // FIPS 180-2, appendix B.
    CHECK(sha256("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    CHECK(sha256("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

TEST_CASE("the keyed hash gives the published answers", "[secret]") {
    // RFC 4231, test case 2, as base64url.
    CHECK(keyed_hash("Jefe", "what do ya want for nothing?") == "W9zBRr9gdU5qBCQmCJV1x1oAPwidJzmDnexYuWTsOEM");
    CHECK(keyed_hash("Jefe", "what do ya want for nothing?", 8) == "W9zBRr9g");
    CHECK(keyed_hash("other", "what do ya want for nothing?") != keyed_hash("Jefe", "what do ya want for nothing?"));
}

TEST_CASE("secrets are equal only when every byte is", "[secret]") {
    CHECK(equal_secret("", ""));
    CHECK(equal_secret("abc", "abc"));
    CHECK_FALSE(equal_secret("abc", "abd"));
    CHECK_FALSE(equal_secret("abc", "ab"));
    CHECK_FALSE(equal_secret("abc", "abcd"));
}

TEST_CASE("what was sealed opens with the same key for the same purpose, and only untouched") {
    const std::string plain("åäö\0 och ett noll", 20);
    const auto sealed = seal("a key", "purpose", plain);
    CHECK(unseal("a key", "purpose", sealed) == plain);
    CHECK(seal("a key", "purpose", plain) != sealed);
    CHECK(unseal("a key", "purpose", seal("a key", "purpose", "")) == "");
    CHECK_FALSE(unseal("another key", "purpose", sealed));
    CHECK_FALSE(unseal("a key", "another purpose", sealed));
    for (const std::size_t at : {std::size_t{0}, sealed.size() / 2, sealed.size() - 2}) {
        auto tampered = sealed;
        tampered[at] = tampered[at] == 'A' ? 'B' : 'A';
        CHECK_FALSE(unseal("a key", "purpose", tampered));
    }
    for (const auto& broken : {std::string{}, std::string{"AAAA"}, std::string{"not base64!"}, sealed.substr(0, sealed.size() - 4)}) {
        CHECK_FALSE(unseal("a key", "purpose", broken));
    }
}
