#include "core/windows_1252.hpp"

#include <array>

namespace ansvar {

namespace {

/// Windows-1252 from 0x80 to 0x9F; 0 where nothing stands.
constexpr std::array<char32_t, 32> upper_controls{0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
                                                  0x2039, 0x0152, 0,      0x017D, 0,      0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
                                                  0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};

void append_utf8(std::string& text, char32_t letter) {
    const auto add = [&](char32_t byte) { text += static_cast<char>(static_cast<unsigned char>(byte)); };
    if (letter < 0x80) {
        add(letter);
    } else if (letter < 0x800) {
        add(0xC0 | (letter >> 6));
        add(0x80 | (letter & 0x3F));
    } else {
        add(0xE0 | (letter >> 12));
        add(0x80 | ((letter >> 6) & 0x3F));
        add(0x80 | (letter & 0x3F));
    }
}

}  // namespace

std::string from_windows_1252(std::string_view bytes) {
    std::string text;
    for (const char each : bytes) {
        const auto byte = static_cast<unsigned char>(each);
        const char32_t letter = byte >= 0x80 && byte < 0xA0 ? upper_controls[byte - 0x80U] : byte;
        append_utf8(text, letter == 0 ? U'\uFFFD' : letter);
    }
    return text;
}

}  // namespace ansvar
