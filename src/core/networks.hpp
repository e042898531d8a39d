#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ansvar {

/// An address of the internet: IPv6, or IPv4 as ::ffff:a.b.c.d (RFC 4291, 2.5.5.2).
using IpBytes = std::array<std::uint8_t, 16>;

/// "127.0.0.1", "::1"; nothing for other texts.
std::optional<IpBytes> ip_bytes(std::string_view text);

/// A set of networks.
class Networks {
public:
    Networks() = default;
    /// Addresses ("127.0.0.1", "::1") or networks ("10.0.0.0/8", "fd00::/8"). Throws std::invalid_argument for anything else.
    explicit Networks(const std::vector<std::string>& networks);

    bool empty() const { return networks_.empty(); }
    bool hold(const IpBytes& address) const;

private:
    struct Network {
        IpBytes bytes;
        unsigned bits;
    };
    std::vector<Network> networks_;
};

}  // namespace ansvar
