#include "mail/modified_utf7.hpp"

#include <cstddef>
#include <cstdint>

namespace ansvar::mail {

namespace {

constexpr std::string_view digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+,";

/// The code point at the beginning of valid UTF-8, which is taken away.
char32_t take_code_point(std::string_view& text) {
    const auto first = static_cast<unsigned char>(text.front());
    const std::size_t length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    char32_t point = length == 1 ? first : first & (0x7FU >> length);
    for (std::size_t i = 1; i < length && i < text.size(); ++i) {
        point = (point << 6U) | (static_cast<unsigned char>(text[i]) & 0x3FU);
    }
    text.remove_prefix(length < text.size() ? length : text.size());
    return point;
}

/// Letters beyond ASCII, waiting to be written in base 64 of UTF-16.
class Shifted {
public:
    void add(char32_t point) {
        if (point >= 0x10000) {
            add_unit(0xD800U + ((point - 0x10000U) >> 10U));
            add_unit(0xDC00U + ((point - 0x10000U) & 0x3FFU));
        } else {
            add_unit(point);
        }
    }

    /// "&...-", or nothing when none wait.
    std::string take() {
        if (bits_ > 0) {
            text_ += digits[(pending_ << (6U - bits_)) & 0x3FU];
        }
        const auto all = text_.empty() ? std::string{} : "&" + text_ + "-";
        *this = Shifted{};
        return all;
    }

private:
    void add_unit(std::uint32_t unit) {
        pending_ = (pending_ << 16U) | unit;
        bits_ += 16;
        while (bits_ >= 6) {
            bits_ -= 6;
            text_ += digits[(pending_ >> bits_) & 0x3FU];
        }
        pending_ &= (1U << bits_) - 1;
    }

    std::uint32_t pending_ = 0;
    unsigned bits_ = 0;
    std::string text_;
};

}  // namespace

std::string modified_utf7(std::string_view text) {
    std::string name;
    Shifted shifted;
    while (!text.empty()) {
        const auto point = take_code_point(text);
        if (point < 0x20 || point > 0x7E) {
            shifted.add(point);
            continue;
        }
        name += shifted.take();
        name += static_cast<char>(point);
        if (point == '&') {
            name += '-';
        }
    }
    return name + shifted.take();
}

}  // namespace ansvar::mail
