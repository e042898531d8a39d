#include "core/secret.hpp"

#include <sodium.h>

#include <array>
#include <stdexcept>
#include <vector>

namespace ansvar {

namespace {

std::string base64url(const unsigned char* data, std::size_t size) {
    std::string out(sodium_base64_ENCODED_LEN(size, sodium_base64_VARIANT_URLSAFE_NO_PADDING), '\0');
    sodium_bin2base64(out.data(), out.size(), data, size, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    out.pop_back();  // the terminating NUL
    return out;
}

const unsigned char* bytes_of(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }
unsigned char* bytes_of(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }

using BoxKey = std::array<unsigned char, crypto_secretbox_KEYBYTES>;

BoxKey box_key(std::string_view key, std::string_view purpose) {
    BoxKey out{};
    crypto_auth_hmacsha256_state state;
    crypto_auth_hmacsha256_init(&state, bytes_of(key), key.size());
    crypto_auth_hmacsha256_update(&state, bytes_of(purpose), purpose.size());
    crypto_auth_hmacsha256_final(&state, out.data());
    return out;
}
static_assert(crypto_auth_hmacsha256_BYTES == crypto_secretbox_KEYBYTES);

}  // namespace

void start_cryptography() {
    if (sodium_init() < 0) {
        throw std::runtime_error("libsodium could not start");
    }
}

std::string random_token(std::size_t bytes) {
    std::vector<unsigned char> data(bytes);
    randombytes_buf(data.data(), data.size());
    return base64url(data.data(), data.size());
}

std::string sha256(std::string_view data) {
    std::array<unsigned char, crypto_hash_sha256_BYTES> hash{};
    crypto_hash_sha256(hash.data(), bytes_of(data), data.size());
    std::string out(hash.size() * 2 + 1, '\0');
    sodium_bin2hex(out.data(), out.size(), hash.data(), hash.size());
    out.pop_back();
    return out;
}

std::string mac(std::string_view key, std::string_view data) {
    crypto_auth_hmacsha256_state state;
    crypto_auth_hmacsha256_init(&state, bytes_of(key), key.size());
    crypto_auth_hmacsha256_update(&state, bytes_of(data), data.size());
    std::string hash(crypto_auth_hmacsha256_BYTES, '\0');
    crypto_auth_hmacsha256_final(&state, bytes_of(hash));
    return hash;
}

std::string keyed_hash(std::string_view key, std::string_view data, std::size_t characters) {
    const auto hash = mac(key, data);
    return base64url(bytes_of(hash), hash.size()).substr(0, characters);
}

std::string base64(std::string_view bytes) {
    std::string out(sodium_base64_ENCODED_LEN(bytes.size(), sodium_base64_VARIANT_ORIGINAL), '\0');
    sodium_bin2base64(out.data(), out.size(), bytes_of(bytes), bytes.size(), sodium_base64_VARIANT_ORIGINAL);
    out.pop_back();  // the terminating NUL
    return out;
}

std::optional<std::string> from_base64(std::string_view text) {
    std::string bytes(text.size(), '\0');
    std::size_t size = 0;
    if (sodium_base642bin(bytes_of(bytes), bytes.size(), text.data(), text.size(), " \t\r\n", &size, nullptr, sodium_base64_VARIANT_ORIGINAL) != 0) {
        return std::nullopt;
    }
    bytes.resize(size);
    return bytes;
}

std::string random_bytes(std::size_t count) {
    std::string bytes(count, '\0');
    randombytes_buf(bytes.data(), bytes.size());
    return bytes;
}

bool equal_secret(std::string_view a, std::string_view b) {
    return a.size() == b.size() && sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

std::string seal(std::string_view key, std::string_view purpose, std::string_view plain) {
    const auto box = box_key(key, purpose);
    std::string sealed(crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES + plain.size(), '\0');
    randombytes_buf(sealed.data(), crypto_secretbox_NONCEBYTES);
    crypto_secretbox_easy(bytes_of(sealed) + crypto_secretbox_NONCEBYTES, bytes_of(plain), plain.size(), bytes_of(sealed), box.data());
    return base64url(bytes_of(sealed), sealed.size());
}

std::optional<std::string> unseal(std::string_view key, std::string_view purpose, std::string_view sealed) {
    std::string bytes(sealed.size(), '\0');
    std::size_t size = 0;
    if (sodium_base642bin(bytes_of(bytes), bytes.size(), sealed.data(), sealed.size(), nullptr, &size, nullptr,
                          sodium_base64_VARIANT_URLSAFE_NO_PADDING) != 0 ||
        size < crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES) {
        return std::nullopt;
    }
    std::string plain(size - crypto_secretbox_NONCEBYTES - crypto_secretbox_MACBYTES, '\0');
    const auto box = box_key(key, purpose);
    const bool is_ours = crypto_secretbox_open_easy(bytes_of(plain), bytes_of(bytes) + crypto_secretbox_NONCEBYTES,
                                                    size - crypto_secretbox_NONCEBYTES, bytes_of(bytes), box.data()) == 0;
    return is_ours ? std::optional{std::move(plain)} : std::nullopt;
}

}  // namespace ansvar
