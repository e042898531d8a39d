#include "web/trusted_proxies.hpp"

#include "core/text.hpp"
#include "web/ascii.hpp"

namespace ansvar::web {

bool TrustedProxies::trusts(std::string_view address) const {
    const auto bytes = ip_bytes(address);
    return bytes && networks_.hold(*bytes);
}

std::string TrustedProxies::client_address(std::string_view peer, std::string_view forwarded_for) const {
    std::string client{peer};
    const auto hops = split(forwarded_for, ',');
    for (auto hop = hops.rbegin(); hop != hops.rend() && trusts(client); ++hop) {
        const auto address = ascii::trim(*hop);
        if (!ip_bytes(address)) {
            break;  // "unknown", a port, or a lie
        }
        client = address;
    }
    return client;
}

}  // namespace ansvar::web
