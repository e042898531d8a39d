#include "db/settings.hpp"

#include "core/text.hpp"

#include <charconv>
#include <stdexcept>

namespace ansvar::db {

namespace {

[[noreturn]] void refuse_url(const std::string& why) {
    throw std::invalid_argument("the database address " + why);
}

std::string decoded(std::string_view part, const std::string& what) {
    const auto text = percent_decode(part, false);
    if (!text) {
        refuse_url("has a badly encoded " + what);
    }
    return *text;
}

/// Takes what stands before `mark` off the front of `rest`; everything when there is no mark.
std::string_view take_until(std::string_view& rest, std::string_view mark) {
    const auto at = rest.find(mark);
    const auto taken = rest.substr(0, at);
    rest = at == std::string_view::npos ? std::string_view{} : rest.substr(at + mark.size());
    return taken;
}

void read_option(Settings& settings, std::string_view option) {
    const auto name = take_until(option, "=");
    const auto value = decoded(option, "option");
    if (name == "socket") {
        settings.socket = value;
    } else if (name == "ca") {
        settings.tls_authority = value;
    } else {
        refuse_url("has an unknown option " + std::string{name} + " (known: socket, ca)");
    }
}

std::uint16_t read_port(std::string_view text) {
    std::uint16_t port = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
    if (error != std::errc{} || end != text.data() + text.size() || port == 0) {
        refuse_url("has no port between 1 and 65535");
    }
    return port;
}

}  // namespace

Settings Settings::patient() const {
    auto copy = *this;
    copy.read_timeout = std::chrono::seconds{60};
    copy.time_limit = std::chrono::milliseconds{0};
    copy.acquire_wait = std::chrono::seconds{30};
    return copy;
}

Settings settings_from_url(std::string_view url) {
    const auto scheme = take_until(url, "://");
    if (scheme != "mysql" && scheme != "mariadb") {
        refuse_url("does not begin with mysql:// or mariadb://");
    }
    Settings settings;
    auto options = url;
    auto place = take_until(options, "?");
    const auto at = place.rfind('@');
    if (at == std::string_view::npos || at == 0) {
        refuse_url("names no user");
    }
    auto login = place.substr(0, at);
    settings.user = decoded(take_until(login, ":"), "user");
    settings.password = decoded(login, "password");
    auto schema = place.substr(at + 1);
    auto address = take_until(schema, "/");
    if (schema.empty()) {
        refuse_url("names no schema");
    }
    settings.schema = decoded(schema, "schema");
    if (address.starts_with('[')) {  // an IPv6 address
        address.remove_prefix(1);
        settings.host = take_until(address, "]");
    } else {
        settings.host = address.substr(0, address.find(':'));
        address.remove_prefix(settings.host.size());
    }
    if (address.starts_with(':')) {
        settings.port = read_port(address.substr(1));
    }
    while (!options.empty()) {
        read_option(settings, take_until(options, "&"));
    }
    if (settings.host.empty() && settings.socket.empty()) {
        refuse_url("names no host");
    }
    return settings;
}

}  // namespace ansvar::db
