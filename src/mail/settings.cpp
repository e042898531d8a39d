#include "mail/settings.hpp"

#include "core/number.hpp"
#include "core/text.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <utility>

namespace ansvar::mail {

namespace {

constexpr std::array<std::pair<Tls, std::string_view>, 4> tls_names{
    {{Tls::Required, "required"}, {Tls::Opportunistic, "opportunistic"}, {Tls::None, "none"}, {Tls::Implicit, "implicit"}}};

bool is_host(std::string_view text) {
    return !text.empty() && text.size() <= 253 && std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == ':';
    });
}

bool is_here(std::string_view host) { return host == "localhost" || host == "::1" || host.starts_with("127."); }

/// In one line of a protocol.
bool is_line(std::string_view text) { return check_line(text, 255) == TextFault::None; }

void check_folder(const std::string& folder) {
    if (folder.empty() || !is_line(folder) || folder.find_first_of("%*") != std::string::npos) {
        throw std::invalid_argument("a mail folder's name is not empty, and holds no control characters, '%' or '*'");
    }
}

SmtpSettings for_relay(SmtpSettings settings, std::string_view relay) {
    const auto bracket = relay.starts_with('[') ? relay.find(']') : std::string_view::npos;
    const bool is_bare_number = bracket == std::string_view::npos && std::count(relay.begin(), relay.end(), ':') > 1;
    const auto colon = is_bare_number ? std::string_view::npos : relay.find(':', bracket == std::string_view::npos ? 0 : bracket);
    settings.host = bracket == std::string_view::npos ? relay.substr(0, colon) : relay.substr(1, bracket - 1);
    const auto rest = bracket == std::string_view::npos ? colon : bracket + 1;
    if (colon != std::string_view::npos) {
        settings.port = whole_number<std::uint16_t>(relay.substr(colon + 1)).value_or(0);
    }
    if ((rest != colon && rest != relay.size()) || settings.port == 0) {
        throw std::invalid_argument("a mail server is written host, host:port or [address]:port");
    }
    check(settings);
    return settings;
}

}  // namespace

std::string_view name(Tls tls) {
    for (const auto& [each, word] : tls_names) {
        if (each == tls) {
            return word;
        }
    }
    throw std::logic_error("a value outside its enumeration");
}

std::optional<Tls> tls_from(std::string_view name) {
    for (const auto& [tls, word] : tls_names) {
        if (word == name) {
            return tls;
        }
    }
    return std::nullopt;
}

void check(const SmtpSettings& settings) {
    if (!is_host(settings.host)) {
        throw std::invalid_argument("the mail server's name may hold letters, digits, '.', '-' and ':' only");
    }
    if (!settings.hello_name.empty() && !is_host(settings.hello_name)) {
        throw std::invalid_argument("the name for EHLO may hold letters, digits, '.', '-' and ':' only");
    }
    if (!is_line(settings.user)) {
        throw std::invalid_argument("the mail server's user holds control characters, or is too long");
    }
    if (!settings.token_file.empty() && (settings.user.empty() || !settings.password_file.empty())) {
        throw std::invalid_argument("a token for the mail server wants a user, and no password beside it");
    }
    if (!settings.user.empty() && settings.tls != Tls::Required && settings.tls != Tls::Implicit) {
        throw std::invalid_argument("a mail password is sent under TLS only: set tls to required or implicit");
    }
}

std::vector<SmtpSettings> for_relays(const SmtpSettings& common, std::string_view relays) {
    std::vector<SmtpSettings> all;
    for (const auto relay : split(relays, ',')) {
        all.push_back(for_relay(common, trim(relay)));
    }
    return all;
}

void check(const ImapSettings& settings) {
    if (!is_host(settings.host)) {
        throw std::invalid_argument("the mailbox server's name may hold letters, digits, '.', '-' and ':' only");
    }
    if (settings.user.empty() || !is_line(settings.user)) {
        throw std::invalid_argument("the mailbox wants a user, without control characters");
    }
    if (settings.password_file.empty() == settings.token_file.empty()) {
        throw std::invalid_argument("the mailbox wants a file with a password, or one with a token");
    }
    if (settings.tls == Tls::Opportunistic || (settings.tls == Tls::None && !is_here(settings.host))) {
        throw std::invalid_argument("a mailbox elsewhere is read under TLS only: set tls to implicit or required");
    }
    for (const auto* folder : {&settings.folder, &settings.handled, &settings.failed}) {
        check_folder(*folder);
    }
    if (settings.handled == settings.folder || settings.failed == settings.folder || settings.handled == settings.failed) {
        throw std::invalid_argument("what is handled and what failed go into folders of their own");
    }
}

}  // namespace ansvar::mail
