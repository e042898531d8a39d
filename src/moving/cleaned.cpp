#include "moving/cleaned.hpp"

#include <algorithm>

#include "core/text.hpp"
#include "core/windows_1252.hpp"
#include "mail/html_text.hpp"

namespace ansvar::moving {

namespace {

/// How many bytes of UTF-8 at `at` are a sign that no text of ours may hold; 0: it may.
std::size_t unwanted_at(std::string_view text, std::size_t at) {
    const auto byte = [&](std::size_t ahead) { return at + ahead < text.size() ? static_cast<unsigned char>(text[at + ahead]) : 0; };
    if (byte(0) == 0x7F || (byte(0) < 0x20 && byte(0) != '\n' && byte(0) != '\t')) {
        return 1;
    }
    if (byte(0) == 0xC2 && byte(1) >= 0x80 && byte(1) < 0xA0) {  // control characters of Latin-1
        return 2;
    }
    const bool is_bidi = byte(0) == 0xE2 && ((byte(1) == 0x80 && byte(2) >= 0xAA && byte(2) <= 0xAE) || (byte(1) == 0x81 && byte(2) >= 0xA6 && byte(2) <= 0xA9));
    return is_bidi ? 3 : 0;
}

std::string without_unwanted(std::string_view text) {
    std::string kept;
    for (std::size_t at = 0; at < text.size();) {
        if (const auto skipped = unwanted_at(text, at); skipped > 0) {
            at += skipped;
        } else {
            kept += text[at++];
        }
    }
    return kept;
}

}  // namespace

Cleaned as_utf8(std::string_view bytes) {
    std::string text{bytes};
    text.erase(std::remove(text.begin(), text.end(), '\0'), text.end());
    if (is_utf8(text)) {
        return {std::move(text), false};
    }
    return {from_windows_1252(text), true};
}

Cleaned clean_block(std::string_view bytes) {
    auto cleaned = as_utf8(bytes);
    cleaned.text = std::string{trim(without_unwanted(unix_line_ends(cleaned.text)))};
    return cleaned;
}

Cleaned clean_line(std::string_view bytes) {
    auto cleaned = clean_block(bytes);
    std::replace_if(cleaned.text.begin(), cleaned.text.end(), [](char c) { return c == '\n' || c == '\t'; }, ' ');
    return cleaned;
}

Cleaned clean_html(std::string_view bytes) {
    auto cleaned = as_utf8(bytes);
    cleaned.text = clean_block(mail::text_of_html(cleaned.text)).text;
    return cleaned;
}

}  // namespace ansvar::moving
