#include "core/mail_address.hpp"

#include "core/text.hpp"

namespace ansvar {

namespace {

bool is_letter_or_digit(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }

/// RFC 5322's dot-atom.
bool is_local_part(std::string_view text) {
    if (text.empty() || text.size() > 64 || text.front() == '.' || text.back() == '.' || text.find("..") != std::string_view::npos) {
        return false;
    }
    for (const char c : text) {
        if (!is_letter_or_digit(c) && std::string_view{"!#$%&'*+-/=?^_`{|}~."}.find(c) == std::string_view::npos) {
            return false;
        }
    }
    return true;
}

bool is_domain(std::string_view text) {
    if (text == "localhost") {
        return true;
    }
    const auto last_dot = text.rfind('.');
    if (last_dot == std::string_view::npos || text.substr(last_dot + 1).find_first_not_of("0123456789") == std::string_view::npos) {
        return false;  // one label, or an IP address in disguise: no top domain is a number (RFC 3696)
    }
    for (const auto label : split(text, '.')) {
        if (label.empty() || label.size() > 63 || label.front() == '-' || label.back() == '-') {
            return false;
        }
        for (const char c : label) {
            if (!is_letter_or_digit(c) && c != '-') {
                return false;
            }
        }
    }
    return true;
}

}  // namespace

std::optional<MailAddress> MailAddress::parse(std::string_view text) {
    text = trim(text);
    if (text.size() > 254) {
        return {};
    }
    std::string lowered{text};
    for (auto& c : lowered) {
        c = c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
    }
    const auto at = lowered.find('@');
    if (at == std::string::npos || !is_local_part(std::string_view{lowered}.substr(0, at)) ||
        !is_domain(std::string_view{lowered}.substr(at + 1))) {
        return {};
    }
    return MailAddress{std::move(lowered)};
}

}  // namespace ansvar
