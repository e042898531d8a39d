#include "mail/settings.hpp"

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
    if (!settings.user.empty() && settings.tls != Tls::Required && settings.tls != Tls::Implicit) {
        throw std::invalid_argument("a mail password is sent under TLS only: set tls to required or implicit");
    }
}

}  // namespace ansvar::mail
