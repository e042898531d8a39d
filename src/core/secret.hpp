#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace ansvar {

/// Call once in main (and in tests' main) before any other function here. Throws when libsodium cannot start.
void start_cryptography();

/// `bytes` random bytes from the system, as base64url without padding. 16 bytes make a token nobody can guess (128 bit).
std::string random_token(std::size_t bytes = 24);

/// SHA-256 as 64 lower-case hexadecimal digits. Random tokens are kept in the database only as this.
std::string sha256(std::string_view data);

/// HMAC-SHA-256 under `key`, as base64url without padding, cut to its first `characters` characters (6 bits each).
std::string keyed_hash(std::string_view key, std::string_view data, std::size_t characters = 43);

/// HMAC-SHA-256 under `key`, its 32 bytes as they are.
std::string mac(std::string_view key, std::string_view data);

/// As base64 with padding (RFC 4648 §4).
std::string base64(std::string_view bytes);
/// The bytes again; white space is passed over. Nothing when it is no base64.
std::optional<std::string> from_base64(std::string_view text);
/// `count` random bytes as they are.
std::string random_bytes(std::size_t count);

/// Equal, in a time that does not depend on where they differ.
bool equal_secret(std::string_view a, std::string_view b);

/// Encrypts and authenticates `plain` (XSalsa20-Poly1305 under a key made from `key` and `purpose`) as base64url text, another one each
/// time. What was sealed for one purpose does not open for another.
std::string seal(std::string_view key, std::string_view purpose, std::string_view plain);
/// The text again; nothing when it was not sealed with that key for that purpose, or was tampered with.
std::optional<std::string> unseal(std::string_view key, std::string_view purpose, std::string_view sealed);

}  // namespace ansvar
