#pragma once

#include <compare>
#include <optional>
#include <string>
#include <string_view>

namespace ansvar {

/// A mail address that can stand in SMTP commands and headers as it is: no controls, blanks, quotes, commas, angle brackets or non-ASCII.
/// A narrower form than RFC 5321's (no quoted local parts, no literals), on purpose: libcurl 7.88 passes CR and LF through.
class MailAddress {
public:
    /// Trims, lower-cases the whole (schools' mail systems do not tell case apart), and checks. Empty when it is not an address.
    /// At most 254 characters, local part at most 64, domain labels by RFC 1035 with at least one dot, or "localhost".
    static std::optional<MailAddress> parse(std::string_view text);

    const std::string& text() const { return text_; }
    std::string_view local_part() const { return std::string_view{text_}.substr(0, text_.find('@')); }
    std::string_view domain() const { return std::string_view{text_}.substr(text_.find('@') + 1); }

    auto operator<=>(const MailAddress&) const = default;

private:
    explicit MailAddress(std::string text) : text_(std::move(text)) {}
    std::string text_;
};

}  // namespace ansvar
