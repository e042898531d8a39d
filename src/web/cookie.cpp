#include "web/cookie.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

#include "web/ascii.hpp"

namespace ansvar::web {
namespace {

/// cookie-octet of RFC 6265 §4.1.1.
bool is_cookie_octet(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte > 0x20 && byte < 0x7f && c != '"' && c != ',' && c != ';' && c != '\\';
}

}  // namespace

std::string Cookie::header_value() const {
    if (name.empty() || !std::all_of(name.begin(), name.end(), ascii::is_token)) {
        throw std::logic_error("a cookie's name is not a token");
    }
    if (!std::all_of(value.begin(), value.end(), is_cookie_octet)) {
        throw std::logic_error("the value of cookie " + name + " has a character that cookies cannot carry");
    }
    auto text = fmt::format("{}={}; Path=/; SameSite={}", name, value, same_site_lax ? "Lax" : "Strict");
    if (max_age) {
        text += fmt::format("; Max-Age={}", max_age->count());
    }
    if (http_only) {
        text += "; HttpOnly";
    }
    if (secure) {
        text += "; Secure";
    }
    return text;
}

CookieRule::CookieRule(std::string_view public_url) : is_https_(ascii::lower(public_url.substr(0, 8)) == "https://") {}

std::string CookieRule::name(std::string_view base) const {
    return (is_https_ ? "__Host-" : "") + std::string{base};
}

Cookie CookieRule::make(std::string value, std::chrono::seconds max_age, std::string_view base) const {
    return {.name = name(base), .value = std::move(value), .max_age = max_age, .secure = is_https_};
}

Cookie CookieRule::removal(std::string_view base) const {
    return make("", std::chrono::seconds{0}, base);
}

}  // namespace ansvar::web
