#pragma once

#include <string>
#include <string_view>

#include "web/access.hpp"
#include "web/response.hpp"

namespace ansvar::web {

/// The policy of every page: everything from ourselves, no inline code, no frames. `extra` is added at the end ("frame-src 'self'").
std::string content_security_policy(std::string_view extra = "");

/// How the school reaches the service, as far as it matters for headers and cross-site checks.
class PublicAddress {
public:
    /// "https://ansvar.skola.se" or "http://127.0.0.1:8080" or empty. Throws std::invalid_argument when it is not an origin
    /// (a path, a query, another scheme).
    explicit PublicAddress(std::string_view url);

    bool is_https() const { return is_https_; }
    bool is_loopback() const { return is_loopback_; }
    /// "https://ansvar.skola.se", lower-case, without a default port; empty when not set.
    const std::string& origin() const { return origin_; }

private:
    std::string origin_;
    bool is_https_ = false;
    bool is_loopback_ = true;
};

/// Adds what every answer carries; what the handler set itself stays.
void add_security_headers(Response& response, const PublicAddress& address, Via via, bool is_signed_in);

}  // namespace ansvar::web
