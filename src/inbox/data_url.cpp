#include "inbox/data_url.hpp"

#include <algorithm>

#include "core/secret.hpp"
#include "core/text.hpp"

namespace ansvar::inbox {

namespace {

constexpr std::string_view scheme = "data:";

/// Bytes, which need not be UTF-8; empty when an escape is none.
std::optional<std::string> unescaped(std::string_view text) {
    const auto digit = [](char c) { return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1; };
    std::string bytes;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] != '%') {
            bytes += text[at];
            continue;
        }
        const bool has_two = text.size() - at > 2;
        const int high = has_two ? digit(text[at + 1]) : -1, low = has_two ? digit(text[at + 2]) : -1;
        if (high < 0 || low < 0) {
            return std::nullopt;
        }
        bytes += static_cast<char>(high * 16 + low);
        at += 2;
    }
    return bytes;
}

std::string from_latin1(std::string_view bytes) {
    std::string text;
    for (const char c : bytes) {
        const auto code = static_cast<unsigned char>(c);
        if (code < 0x80) {
            text += c;
        } else {
            text += static_cast<char>(0xc0U | (code >> 6U));
            text += static_cast<char>(0x80U | (code & 0x3fU));
        }
    }
    return text;
}

}  // namespace

std::optional<DataUrl> read_data_url(std::string_view text) {
    const auto comma = text.find(',');
    if (!text.starts_with(scheme) || comma == std::string_view::npos) {
        return DataUrl{.bytes = std::string{text}};
    }
    DataUrl url;
    const auto written = text.substr(comma + 1);
    std::string charset;
    bool is_base64 = false;
    const auto parts = split(text.substr(scheme.size(), comma - scheme.size()), ';');
    for (std::size_t at = 0; at < parts.size(); ++at) {
        const auto part = lower(trim(parts[at]));
        is_base64 = is_base64 || part == "base64";
        if (at == 0 && !part.empty()) {
            url.media_type = part;
        } else if (part.starts_with("charset=")) {
            charset = part.substr(8);
        }
    }
    const auto bytes = is_base64 ? from_base64(written) : std::optional{unescaped(written).value_or(std::string{written})};
    const bool is_latin1 = charset == "iso-8859-1" || charset == "latin1";
    if (!bytes || (!is_latin1 && !charset.empty() && charset != "utf-8" && charset != "utf8" && charset != "us-ascii")) {
        return std::nullopt;
    }
    url.bytes = is_latin1 ? from_latin1(*bytes) : *bytes;
    return url;
}

}  // namespace ansvar::inbox
