#include "web/security_headers.hpp"

#include <stdexcept>

#include "web/ascii.hpp"

namespace ansvar::web {
namespace {

void set_if_absent(Response& response, std::string_view name, std::string_view value) {
    if (!response.header(name)) {
        response.add_header(name, std::string{value});
    }
}

bool is_loopback_host(std::string_view host) {
    return host == "localhost" || host == "[::1]" || host.substr(0, 4) == "127." ||
           (host.size() > 10 && host.substr(host.size() - 10) == ".localhost");
}

std::string_view without_suffix(std::string_view text, std::string_view suffix) {
    const bool has_it = text.size() >= suffix.size() && text.substr(text.size() - suffix.size()) == suffix;
    return has_it ? text.substr(0, text.size() - suffix.size()) : text;
}

/// With no-referrer browsers send `Origin: null` on our own forms, which is harmless as long as they also send Sec-Fetch-Site;
/// they do so only over https and on loopback. Elsewhere same-origin keeps other sites as ignorant. See src/decisions.
std::string_view referrer_policy(const PublicAddress& address) {
    return address.is_https() || address.is_loopback() ? "no-referrer" : "same-origin";
}

}  // namespace

std::string content_security_policy(std::string_view extra) {
    std::string policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
    if (!extra.empty()) {
        policy.append("; ").append(extra);
    }
    return policy;
}

PublicAddress::PublicAddress(std::string_view url) {
    if (url.empty()) {
        return;
    }
    auto text = ascii::lower(without_suffix(url, "/"));
    is_https_ = text.rfind("https://", 0) == 0;
    if (!is_https_ && text.rfind("http://", 0) != 0) {
        throw std::invalid_argument("the public URL begins with neither https:// nor http://");
    }
    const auto host_begin = text.find("//") + 2;
    const auto authority = std::string_view{text}.substr(host_begin);
    if (authority.empty() || authority.find_first_of("/?#@ ") != std::string_view::npos) {
        throw std::invalid_argument("the public URL is more than scheme, host and port");
    }
    const auto colon = authority.rfind(':');
    const bool has_port = colon != std::string_view::npos && authority.find(']', colon) == std::string_view::npos;
    is_loopback_ = is_loopback_host(authority.substr(0, has_port ? colon : authority.size()));
    origin_ = without_suffix(text, is_https_ ? ":443" : ":80");
}

void add_security_headers(Response& response, const PublicAddress& address, Via via, bool is_signed_in) {
    set_if_absent(response, "Content-Security-Policy", content_security_policy());
    set_if_absent(response, "X-Content-Type-Options", "nosniff");
    set_if_absent(response, "Referrer-Policy", referrer_policy(address));
    set_if_absent(response, "Cross-Origin-Opener-Policy", "same-origin");
    set_if_absent(response, "Cross-Origin-Resource-Policy", "same-origin");
    set_if_absent(response, "Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=(), usb=()");
    set_if_absent(response, "Cache-Control", via == Via::Api || is_signed_in ? "no-store" : "private, no-cache");
    if (address.is_https()) {
        set_if_absent(response, "Strict-Transport-Security", "max-age=31536000");
    }
}

}  // namespace ansvar::web
