#include "web/trusted_proxies.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <optional>
#include <stdexcept>

#include "core/text.hpp"
#include "web/ascii.hpp"

namespace ansvar::web {
namespace {

using Bytes = std::array<std::uint8_t, 16>;
constexpr unsigned mapped_prefix_bits = 96;

struct Address {
    Bytes bytes{};
    bool is_v4 = false;
};

std::optional<Address> read_address(std::string_view text) {
    const std::string zero_ended{text};
    Address address;
    if (inet_pton(AF_INET6, zero_ended.c_str(), address.bytes.data()) == 1) {
        return address;
    }
    address.bytes[10] = address.bytes[11] = 0xff;
    address.is_v4 = true;
    return inet_pton(AF_INET, zero_ended.c_str(), address.bytes.data() + 12) == 1 ? std::optional{address} : std::nullopt;
}

bool same_prefix(const Bytes& a, const Bytes& b, unsigned bits) {
    for (unsigned i = 0; i < bits; ++i) {
        const auto mask = static_cast<std::uint8_t>(0x80U >> (i % 8));
        if ((a[i / 8] & mask) != (b[i / 8] & mask)) {
            return false;
        }
    }
    return true;
}

}  // namespace

TrustedProxies::TrustedProxies(const std::vector<std::string>& networks) {
    for (const auto& network : networks) {
        const auto slash = network.find('/');
        const auto address = read_address(std::string_view{network}.substr(0, slash));
        if (!address) {
            throw std::invalid_argument("trusted proxy " + network + " is neither an address nor a network");
        }
        unsigned bits = 128;
        if (slash != std::string::npos) {
            const auto text = network.substr(slash + 1);
            const bool is_number = !text.empty() && text.size() <= 3 && std::all_of(text.begin(), text.end(), ascii::is_digit);
            bits = is_number ? static_cast<unsigned>(std::stoul(text)) + (address->is_v4 ? mapped_prefix_bits : 0) : 999;
        }
        if (bits > 128) {
            throw std::invalid_argument("trusted proxy " + network + " has no proper prefix length");
        }
        networks_.push_back({address->bytes, bits});
    }
}

bool TrustedProxies::trusts(std::string_view address) const {
    const auto read = read_address(address);
    return read && std::any_of(networks_.begin(), networks_.end(),
                               [&](const Network& network) { return same_prefix(network.bytes, read->bytes, network.bits); });
}

std::string TrustedProxies::client_address(std::string_view peer, std::string_view forwarded_for) const {
    std::string client{peer};
    const auto hops = split(forwarded_for, ',');
    for (auto hop = hops.rbegin(); hop != hops.rend() && trusts(client); ++hop) {
        const auto address = ascii::trim(*hop);
        if (!read_address(address)) {
            break;  // "unknown", a port, or a lie
        }
        client = address;
    }
    return client;
}

}  // namespace ansvar::web
