#pragma once

#include <netinet/in.h>

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

struct sockaddr;

/// Where a webhook may lead.
namespace ansvar::hooks {

/// Networks of the school's own that may be called although the world cannot see them.
class AllowedNetworks {
public:
    AllowedNetworks() = default;
    /// Addresses ("127.0.0.1") or networks ("10.1.0.0/16", "fd00::/8"). Throws std::invalid_argument for anything else.
    explicit AllowedNetworks(const std::vector<std::string>& networks);

    bool empty() const { return networks_.empty(); }
    bool hold(const std::array<std::uint8_t, 16>& address) const;

private:
    struct Network {
        std::array<std::uint8_t, 16> bytes;  ///< IPv4 as ::ffff:a.b.c.d
        unsigned bits;
    };
    std::vector<Network> networks_;
};

/// May a connection be made to this very address? To what the world can see; to others only when they are allowed. Without TLS only to
/// allowed ones.
bool may_connect(const sockaddr& address, bool is_encrypted, const AllowedNetworks& allowed);

/// Why an address is no webhook's: a field's code: "malformed", "needs-https", "too-long".
std::optional<std::string_view> url_fault(std::string_view url, const AllowedNetworks& allowed);
/// "hook.example": what may be shown where the whole address says too much.
std::string host_of(std::string_view url);

inline constexpr std::size_t longest_url = 500;

}  // namespace ansvar::hooks
