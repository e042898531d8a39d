#include "core/networks.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <stdexcept>

#include "core/number.hpp"

namespace ansvar {

namespace {

constexpr unsigned all_bits = 128;
constexpr unsigned v4_bits = 32;

bool is_v4(const std::string& text) { return text.find(':') == std::string::npos; }

bool same_prefix(const IpBytes& a, const IpBytes& b, unsigned bits) {
    for (unsigned i = 0; i < bits; ++i) {
        const auto mask = static_cast<std::uint8_t>(0x80U >> (i % 8));
        if ((a[i / 8] & mask) != (b[i / 8] & mask)) {
            return false;
        }
    }
    return true;
}

}  // namespace

std::optional<IpBytes> ip_bytes(std::string_view text) {
    const std::string zero_ended{text};
    IpBytes bytes{};
    if (!is_v4(zero_ended)) {
        return inet_pton(AF_INET6, zero_ended.c_str(), bytes.data()) == 1 ? std::optional{bytes} : std::nullopt;
    }
    bytes[10] = bytes[11] = 0xff;
    return inet_pton(AF_INET, zero_ended.c_str(), bytes.data() + 12) == 1 ? std::optional{bytes} : std::nullopt;
}

Networks::Networks(const std::vector<std::string>& networks) {
    for (const auto& network : networks) {
        const auto slash = network.find('/');
        const auto bytes = ip_bytes(std::string_view{network}.substr(0, slash));
        if (!bytes) {
            throw std::invalid_argument(network + " is neither an address nor a network");
        }
        const auto longest = is_v4(network) ? v4_bits : all_bits;
        const auto bits = slash == std::string::npos ? std::optional{longest} : whole_number<unsigned>(std::string_view{network}.substr(slash + 1));
        if (!bits || *bits > longest) {
            throw std::invalid_argument(network + " has no proper prefix length");
        }
        networks_.push_back({*bytes, *bits + all_bits - longest});
    }
}

bool Networks::hold(const IpBytes& address) const {
    return std::any_of(networks_.begin(), networks_.end(), [&](const Network& network) { return same_prefix(network.bytes, address, network.bits); });
}

}  // namespace ansvar
