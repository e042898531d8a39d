#include "web/cross_site.hpp"

#include "web/ascii.hpp"

namespace ansvar::web {
namespace {

/// "https://host:port" of an origin or a whole address, lower-case; empty when there is no scheme of the web.
std::string origin_of(std::string_view url) {
    const auto text = ascii::lower(url);
    const auto host = text.rfind("https://", 0) == 0 ? 8U : text.rfind("http://", 0) == 0 ? 7U : 0U;
    return host == 0 ? "" : text.substr(0, text.find_first_of("/?#", host));
}

bool names_this_host(std::string_view url, const Request& request, std::string_view public_origin) {
    const auto origin = origin_of(url);
    if (origin.empty()) {
        return false;  // also "null"
    }
    if (!public_origin.empty() && origin == public_origin) {
        return true;
    }
    const auto host = ascii::lower(request.header("host").value_or(""));
    // Without a public URL the scheme is not known here, so only the host is compared; with one, a scheme that differs is another site.
    if (host.empty() || origin.substr(origin.find("//") + 2) != host) {
        return false;
    }
    return public_origin.empty() || origin.substr(0, 5) == public_origin.substr(0, 5);
}

}  // namespace

bool may_be_cross_site(const Request& request, std::string_view public_origin) {
    if (const auto site = request.header("sec-fetch-site")) {
        return *site != "same-origin" && *site != "none";
    }
    if (const auto origin = request.header("origin")) {
        return !names_this_host(*origin, request, public_origin);
    }
    if (const auto referer = request.header("referer")) {
        return !names_this_host(*referer, request, public_origin);
    }
    return true;
}

}  // namespace ansvar::web
