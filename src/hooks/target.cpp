#include "hooks/target.hpp"

#include <sys/socket.h>

#include <algorithm>
#include <cstring>

namespace ansvar::hooks {

namespace {

/// What the registries of special addresses (RFC 6890) keep from the world, and what carries another address inside.
const Networks& hidden_networks() {
    static const Networks hidden{{"0.0.0.0/8",      "10.0.0.0/8",   "100.64.0.0/10",  "127.0.0.0/8",    "169.254.0.0/16", "172.16.0.0/12",
                                  "192.0.0.0/24",   "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15",  "198.51.100.0/24",
                                  "203.0.113.0/24", "224.0.0.0/4",  "240.0.0.0/4",    "2001::/23",      "2001:db8::/32",  "2002::/16",
                                  "3fff::/20"}};
    return hidden;
}

bool is_seen_by_the_world(const IpBytes& bytes) {
    static const Networks global{{"::ffff:0:0/96", "2000::/3"}};
    return global.hold(bytes) && !hidden_networks().hold(bytes);
}

std::string_view after_scheme(std::string_view url) {
    const auto scheme = url.find("://");
    return scheme == std::string_view::npos ? std::string_view{} : url.substr(scheme + 3);
}

std::string_view authority_of(std::string_view url) {
    const auto rest = after_scheme(url);
    return rest.substr(0, rest.find_first_of("/?#"));
}

}  // namespace

bool may_connect(const sockaddr& address, bool is_encrypted, const Networks& allowed) {
    IpBytes bytes{};
    if (address.sa_family == AF_INET) {
        sockaddr_in v4{};
        std::memcpy(&v4, &address, sizeof v4);
        bytes[10] = bytes[11] = 0xff;
        std::memcpy(bytes.data() + 12, &v4.sin_addr, 4);
    } else if (address.sa_family == AF_INET6) {
        sockaddr_in6 v6{};
        std::memcpy(&v6, &address, sizeof v6);
        std::memcpy(bytes.data(), &v6.sin6_addr, bytes.size());
    } else {
        return false;
    }
    return allowed.hold(bytes) || (is_encrypted && is_seen_by_the_world(bytes));
}

std::optional<std::string_view> url_fault(std::string_view url, const Networks& allowed) {
    const bool is_https = url.starts_with("https://");
    const auto authority = authority_of(url);
    const bool is_plain = std::all_of(url.begin(), url.end(), [](char letter) { return letter > ' ' && letter < '\x7f' && letter != '\\'; });
    if (url.size() > longest_url) {
        return "too-long";
    }
    if (!(is_https || url.starts_with("http://")) || !is_plain || authority.empty() || authority.front() == ':' ||
        authority.find('@') != std::string_view::npos || url.find('#') != std::string_view::npos) {
        return "malformed";
    }
    return is_https || !allowed.empty() ? std::nullopt : std::optional<std::string_view>{"needs-https"};
}

std::string host_of(std::string_view url) {
    const auto authority = authority_of(url);
    const auto end = authority.starts_with('[') ? authority.find(']') + 1 : authority.find(':');
    return std::string{authority.substr(0, end)};
}

}  // namespace ansvar::hooks
