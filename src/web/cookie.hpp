#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace ansvar::web {

/// A cookie to set. Always Path=/; never a Domain, so that it stays with this very host.
struct Cookie {
    std::string name = {};
    std::string value = {};                            ///< cookie-octets of RFC 6265: no blanks, quotes, commas, semicolons, backslashes
    std::optional<std::chrono::seconds> max_age = {};  ///< absent: until the browser closes; zero: removes it
    bool secure = false;
    bool http_only = true;
    bool same_site_lax = true;  ///< false: Strict

    /// The value of a Set-Cookie header. Throws std::logic_error when name or value could break out of it.
    std::string header_value() const;
};

/// Names and marks cookies by how the school reaches the service: with https a `__Host-` prefix and Secure, otherwise neither.
class CookieRule {
public:
    /// `public_url`: as in HostSettings; empty counts as plain http.
    explicit CookieRule(std::string_view public_url);

    /// "__Host-ansvar" or "ansvar" for the base name "ansvar".
    std::string name(std::string_view base = "ansvar") const;
    Cookie make(std::string value, std::chrono::seconds max_age, std::string_view base = "ansvar") const;
    /// Removes the cookie from the browser.
    Cookie removal(std::string_view base = "ansvar") const;

private:
    bool is_https_;
};

}  // namespace ansvar::web
