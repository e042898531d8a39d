#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/networks.hpp"

namespace ansvar::web {

/// Whose X-Forwarded-For is believed.
class TrustedProxies {
public:
    /// Addresses ("127.0.0.1", "::1") or networks ("10.0.0.0/8", "fd00::/8"). Throws std::invalid_argument for anything else.
    explicit TrustedProxies(const std::vector<std::string>& networks) : networks_(networks) {}

    bool trusts(std::string_view address) const;
    /// The client's address: the peer's own unless it is trusted; then the last one of `forwarded_for` that is not trusted itself.
    std::string client_address(std::string_view peer, std::string_view forwarded_for) const;

private:
    Networks networks_;
};

}  // namespace ansvar::web
