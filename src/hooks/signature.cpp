#include "hooks/signature.hpp"

#include <fmt/format.h>

#include "core/secret.hpp"
#include "core/text.hpp"

namespace ansvar::hooks {

namespace {

constexpr std::string_view prefix = "whsec_";
constexpr std::string_view purpose = "webhook-secret";
constexpr std::size_t secret_bytes = 32;

}  // namespace

std::string draw_secret() { return std::string{prefix} + base64(random_bytes(secret_bytes)); }

std::string seal_secret(std::string_view seal_key, std::string_view secret) { return seal(seal_key, purpose, secret); }

std::optional<std::string> open_secret(std::string_view seal_key, std::string_view sealed) { return unseal(seal_key, purpose, sealed); }

std::string unix_seconds(Timestamp at) { return std::to_string(std::chrono::floor<std::chrono::seconds>(at).time_since_epoch().count()); }

std::string signature(const std::vector<std::string>& secrets, std::string_view message_id, Timestamp at, std::string_view payload) {
    const auto signed_text = fmt::format("{}.{}.{}", message_id, unix_seconds(at), payload);
    std::vector<std::string> signatures;
    for (const auto& secret : secrets) {
        const auto key = from_base64(std::string_view{secret}.substr(prefix.size()));
        signatures.push_back("v1," + base64(mac(key.value_or(""), signed_text)));
    }
    return join(signatures, " ");
}

}  // namespace ansvar::hooks
