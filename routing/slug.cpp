#include "routing/slug.hpp"

#include "routing/unicode.hpp"

#include <algorithm>

namespace ansvar::routing {
namespace {

bool is_slug_letter(char32_t letter) {
    return (letter >= U'a' && letter <= U'z') || (letter >= U'0' && letter <= U'9');
}

}  // namespace

std::string slug(std::string_view name) {
    std::string made;
    bool is_new_word = false;
    for (const char32_t letter : fold(name)) {
        if (!is_slug_letter(letter)) {
            is_new_word = true;
            continue;
        }
        if (is_new_word && !made.empty()) {
            made += '-';
        }
        is_new_word = false;
        made += static_cast<char>(letter);
    }
    return made;
}

bool is_slug(std::string_view text) {
    constexpr std::size_t longest = 120;
    const bool is_well_made = !text.empty() && text.size() <= longest && text.front() != '-' && text.back() != '-';
    return is_well_made && text.find("--") == std::string_view::npos &&
           std::all_of(text.begin(), text.end(), [](char byte) { return byte == '-' || is_slug_letter(static_cast<char32_t>(byte)); });
}

}  // namespace ansvar::routing
