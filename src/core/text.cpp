#include "core/text.hpp"

#include <unicode/bytestream.h>
#include <unicode/casemap.h>
#include <unicode/normalizer2.h>
#include <unicode/utf8.h>

#include <stdexcept>

namespace ansvar {

namespace {

/// Calls `visit(code_point)` for each character; stops and returns false at the first bad byte or when `visit` returns false.
template <class Visit>
bool for_each_character(std::string_view text, Visit visit) {
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
    const auto size = static_cast<std::int32_t>(text.size());
    for (std::int32_t at = 0; at < size;) {
        UChar32 point = 0;
        U8_NEXT(bytes, at, size, point);
        if (point < 0 || !visit(point)) {
            return false;
        }
    }
    return true;
}

bool is_bidi_override(UChar32 point) { return (point >= 0x202A && point <= 0x202E) || (point >= 0x2066 && point <= 0x2069); }

TextFault check(std::string_view text, std::size_t limit, bool block) {
    if (!is_utf8(text)) {
        return TextFault::NotUtf8;
    }
    auto fault = TextFault::None;
    std::size_t count = 0;
    for_each_character(text, [&](UChar32 point) {
        ++count;
        const bool layout = block && (point == '\n' || point == '\r' || point == '\t');
        if (!layout && (point < 0x20 || (point >= 0x7F && point < 0xA0) || point == 0x2028 || point == 0x2029)) {
            fault = TextFault::ControlCharacter;
        } else if (is_bidi_override(point)) {
            fault = TextFault::BidiOverride;
        }
        return fault == TextFault::None;
    });
    return fault == TextFault::None && count > limit ? TextFault::TooLong : fault;
}

}  // namespace

bool is_utf8(std::string_view text) {
    return for_each_character(text, [](UChar32 point) { return point != 0; });
}

std::string nfc(std::string_view text) {
    UErrorCode error = U_ZERO_ERROR;
    const auto* form = icu::Normalizer2::getNFCInstance(error);
    std::string out;
    icu::StringByteSink<std::string> sink(&out, static_cast<std::int32_t>(text.size()));
    form->normalizeUTF8(0, icu::StringPiece(text.data(), static_cast<std::int32_t>(text.size())), sink, nullptr, error);
    if (U_FAILURE(error)) {
        throw std::runtime_error("text cannot be normalised");
    }
    return out;
}

std::string lower(std::string_view text) {
    UErrorCode error = U_ZERO_ERROR;
    std::string out;
    icu::StringByteSink<std::string> sink(&out, static_cast<std::int32_t>(text.size()));
    icu::CaseMap::utf8ToLower("", 0, icu::StringPiece(text.data(), static_cast<std::int32_t>(text.size())), sink, nullptr, error);
    if (U_FAILURE(error)) {
        throw std::runtime_error("text cannot be lower-cased");
    }
    return out;
}

std::size_t count_characters(std::string_view text) {
    std::size_t count = 0;
    for (const char byte : text) {
        count += (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U ? 1U : 0U;
    }
    return count;
}

std::string shorten(std::string_view text, std::size_t limit) {
    if (count_characters(text) <= limit) {
        return std::string{text};
    }
    std::size_t at = 0;
    for (std::size_t count = 0; at < text.size(); ++at) {
        if ((static_cast<unsigned char>(text[at]) & 0xC0U) != 0x80U && ++count == limit) {
            break;
        }
    }
    return std::string{trim(text.substr(0, at))} + "…";
}

std::string_view trim(std::string_view text) {
    constexpr std::string_view blank = " \t\r\n\f\v";
    const auto begin = text.find_first_not_of(blank);
    if (begin == std::string_view::npos) {
        return {};
    }
    return text.substr(begin, text.find_last_not_of(blank) - begin + 1);
}

std::vector<std::string_view> split(std::string_view text, char separator) {
    std::vector<std::string_view> parts;
    for (;;) {
        const auto end = text.find(separator);
        parts.push_back(text.substr(0, end));
        if (end == std::string_view::npos) {
            return parts;
        }
        text.remove_prefix(end + 1);
    }
}

std::string join(const std::vector<std::string>& parts, std::string_view separator) {
    std::string out;
    for (std::size_t at = 0; at < parts.size(); ++at) {
        if (at != 0) {
            out += separator;
        }
        out += parts[at];
    }
    return out;
}

TextFault check_line(std::string_view text, std::size_t limit) { return check(text, limit, false); }
TextFault check_block(std::string_view text, std::size_t limit) { return check(text, limit, true); }

std::string unix_line_ends(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] == '\r') {
            out += '\n';
            at += at + 1 < text.size() && text[at + 1] == '\n' ? 1U : 0U;
        } else {
            out += text[at];
        }
    }
    return out;
}

std::string escape_html(std::string_view text) {
    std::string out;
    out.reserve(text.size() + text.size() / 8);
    for (const char c : text) {
        switch (c) {
            case '&': out += "&amp;"; break;
            case '<': out += "&lt;"; break;
            case '>': out += "&gt;"; break;
            case '"': out += "&quot;"; break;
            case '\'': out += "&#39;"; break;
            default: out += c;
        }
    }
    return out;
}

std::string percent_encode(std::string_view text) {
    constexpr std::string_view hex = "0123456789ABCDEF";
    std::string out;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        const bool plain = (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || (byte >= '0' && byte <= '9') || byte == '-' ||
                           byte == '.' || byte == '_' || byte == '~';
        if (plain) {
            out += c;
        } else {
            out += '%';
            out += hex[byte >> 4U];
            out += hex[byte & 15U];
        }
    }
    return out;
}

std::optional<std::string> percent_decode(std::string_view text, bool plus_is_space) {
    const auto digit = [](char c) {
        if (c >= '0' && c <= '9') {
            return c - '0';
        }
        const char low = static_cast<char>(c | 0x20);
        return low >= 'a' && low <= 'f' ? low - 'a' + 10 : -1;
    };
    std::string out;
    out.reserve(text.size());
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] == '%') {
            if (at + 2 >= text.size() || digit(text[at + 1]) < 0 || digit(text[at + 2]) < 0) {
                return {};
            }
            out += static_cast<char>(digit(text[at + 1]) * 16 + digit(text[at + 2]));
            at += 2;
        } else {
            out += plus_is_space && text[at] == '+' ? ' ' : text[at];
        }
    }
    return is_utf8(out) ? std::optional{std::move(out)} : std::nullopt;
}

}  // namespace ansvar
