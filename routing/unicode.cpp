#include "routing/unicode.hpp"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <array>

namespace ansvar::routing {
namespace {

constexpr char32_t replacement = 0xFFFD;

int32_t length_of(std::string_view text) {
    return static_cast<int32_t>(text.size());
}

unsigned byte_at(std::string_view text, std::size_t at) {
    return static_cast<unsigned char>(text[at]);
}

/// How many bytes a character has whose first byte this is; 0 when no character begins so.
std::size_t width_of(unsigned first) {
    if (first < 0x80) {
        return 1;
    }
    if (first >= 0xC2 && first < 0xE0) {
        return 2;
    }
    if (first >= 0xE0 && first < 0xF0) {
        return 3;
    }
    return first >= 0xF0 && first < 0xF5 ? 4 : 0;
}

bool is_ascii(std::string_view text) {
    for (const char byte : text) {
        if (static_cast<unsigned char>(byte) >= 0x80) {
            return false;
        }
    }
    return true;
}

/// Decomposed, marks removed, lower case. Compatibility forms (ligatures, full-width letters) become plain ones too.
std::u32string fold_wide(std::string_view text) {
    UErrorCode status = U_ZERO_ERROR;
    const icu::Normalizer2* decomposer = icu::Normalizer2::getNFKDInstance(status);
    auto wide = icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), length_of(text)));
    if (U_SUCCESS(status)) {
        wide = decomposer->normalize(wide, status);
    }
    std::u32string folded;
    folded.reserve(text.size());
    for (int32_t at = 0; at < wide.length(); at = wide.moveIndex32(at, 1)) {
        const UChar32 character = u_tolower(wide.char32At(at));
        if (u_charType(character) != U_NON_SPACING_MARK) {
            folded.push_back(static_cast<char32_t>(character));
        }
    }
    return folded;
}

}  // namespace

char32_t next_character(std::string_view text, std::size_t& at) {
    constexpr std::array<char32_t, 5> smallest{0, 0, 0x80, 0x800, 0x10000};
    const unsigned first = byte_at(text, at);
    const std::size_t width = width_of(first);
    if (width <= 1 || at + width > text.size()) {
        ++at;
        return width == 1 ? first : ill_formed;
    }
    char32_t character = first & (0x7FU >> width);
    for (std::size_t next = at + 1; next < at + width; ++next) {
        const unsigned byte = byte_at(text, next);
        if ((byte & 0xC0U) != 0x80U) {
            ++at;
            return ill_formed;
        }
        character = character << 6U | (byte & 0x3FU);
    }
    const bool is_surrogate = character >= 0xD800 && character <= 0xDFFF;
    if (character < smallest[width] || is_surrogate || character > 0x10FFFF) {
        ++at;
        return ill_formed;
    }
    at += width;
    return character;
}

bool is_utf8(std::string_view text) {
    return find_ill_formed(text) == std::string_view::npos;
}

std::size_t find_ill_formed(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        const auto begin = at;
        if (next_character(text, at) == ill_formed) {
            return begin;
        }
    }
    return std::string_view::npos;
}

std::string well_formed(std::string_view text) {
    std::string whole;
    whole.reserve(text.size());
    for (auto bad = find_ill_formed(text); bad != std::string_view::npos; bad = find_ill_formed(text)) {
        whole.append(text.substr(0, bad)).append("\xEF\xBF\xBD");
        text.remove_prefix(bad + 1);
    }
    return whole.append(text);
}

std::size_t count_characters(std::string_view text) {
    std::size_t count = 0;
    for (std::size_t at = 0; at < text.size(); ++count) {
        next_character(text, at);
    }
    return count;
}

std::string_view head(std::string_view text, std::size_t limit) {
    if (text.size() <= limit) {
        return text;
    }
    while (limit > 0 && (byte_at(text, limit) & 0xC0U) == 0x80U) {
        --limit;
    }
    return text.substr(0, limit);
}

std::string_view trim(std::string_view text) {
    constexpr std::string_view white = " \t\r\n";
    const auto first = text.find_first_not_of(white);
    if (first == std::string_view::npos) {
        return {};
    }
    return text.substr(first, text.find_last_not_of(white) - first + 1);
}

std::u32string fold(std::string_view text) {
    if (!is_ascii(text)) {
        return fold_wide(text);
    }
    std::u32string folded;
    folded.reserve(text.size());
    for (const char byte : text) {
        const bool is_capital = byte >= 'A' && byte <= 'Z';
        folded.push_back(static_cast<char32_t>(is_capital ? byte - 'A' + 'a' : byte));
    }
    return folded;
}

std::string fold_to_utf8(std::string_view text) {
    static const auto latin = [] {  // U+0080 to U+00FF, folded
        std::array<std::string, 0x80> letters;
        for (char32_t letter = 0x80; letter < 0x100; ++letter) {
            letters[letter - 0x80] = to_utf8(fold_wide(to_utf8({&letter, 1})));
        }
        return letters;
    }();
    std::string folded;
    folded.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        const unsigned byte = byte_at(text, at);
        if (byte < 0x80) {
            const bool is_capital = byte >= 'A' && byte <= 'Z';
            folded.push_back(static_cast<char>(is_capital ? byte - 'A' + 'a' : byte));
            ++at;
            continue;
        }
        const char32_t character = next_character(text, at);
        if (character >= 0x100) {  // rare here, and what follows may belong to it
            return to_utf8(fold_wide(text));
        }
        folded += latin[character - 0x80];
    }
    return folded;
}

std::string to_utf8(std::u32string_view text) {
    std::string bytes;
    bytes.reserve(text.size());
    const auto add = [&](char32_t bits) { bytes.push_back(static_cast<char>(static_cast<unsigned char>(bits))); };
    for (const char32_t each : text) {
        const bool is_valid = each <= 0x10FFFF && !(each >= 0xD800 && each <= 0xDFFF);
        const char32_t character = is_valid ? each : replacement;
        if (character < 0x80) {
            add(character);
            continue;
        }
        if (character < 0x800) {
            add(0xC0U | character >> 6U);
        } else if (character < 0x10000) {
            add(0xE0U | character >> 12U);
            add(0x80U | (character >> 6U & 0x3FU));
        } else {
            add(0xF0U | character >> 18U);
            add(0x80U | (character >> 12U & 0x3FU));
            add(0x80U | (character >> 6U & 0x3FU));
        }
        add(0x80U | (character & 0x3FU));
    }
    return bytes;
}

}  // namespace ansvar::routing
