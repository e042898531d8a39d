#include "mail/outcome.hpp"

#include "core/text.hpp"

#include <stdexcept>

namespace ansvar::mail {

namespace {

constexpr std::size_t longest_reply = 500;

std::string escaped(std::string_view text, bool ascii_only) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string out;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte >= 0x20 && byte != 0x7F && (byte < 0x80 || !ascii_only)) {
            out += c;
        } else {
            out += "\\x";
            out += digits[byte >> 4U];
            out += digits[byte & 0x0FU];
        }
    }
    return out;
}

}  // namespace

std::string_view name(Outcome outcome) {
    switch (outcome) {
        case Outcome::Sent:
            return "sent";
        case Outcome::Later:
            return "later";
        case Outcome::Refused:
            return "refused";
        case Outcome::Lost:
            return "lost";
    }
    throw std::logic_error("a value outside its enumeration");
}

std::string readable(std::string_view reply) {
    // No more than this can be left of it, and what comes in is a stranger's.
    const auto beginning = trim(reply.substr(0, 4 * longest_reply));
    auto text = escaped(beginning, false);
    const auto fault = check_line(text, longest_reply);
    if (fault != TextFault::None && fault != TextFault::TooLong) {
        text = escaped(beginning, true);
    }
    return shorten(text, longest_reply);
}

}  // namespace ansvar::mail
