#include "routing/text.hpp"

#include "routing/unicode.hpp"

#include <libstemmer.h>
#include <unicode/uchar.h>
#include <memory>
#include <stdexcept>

namespace ansvar::routing {
namespace {

/// Snowball's Swedish stemmer. Each thread has its own, because it keeps its buffer between calls.
class Stemmer {
public:
    Stemmer() : stemmer_(sb_stemmer_new("swedish", "UTF_8"), &sb_stemmer_delete) {
        if (!stemmer_) {
            throw std::runtime_error("libstemmer knows no Swedish");
        }
    }

    std::string stem(const std::string& word) {
        const auto* bytes = reinterpret_cast<const sb_symbol*>(word.data());
        const auto* stemmed = sb_stemmer_stem(stemmer_.get(), bytes, static_cast<int>(word.size()));
        const auto length = static_cast<std::size_t>(sb_stemmer_length(stemmer_.get()));
        return stemmed ? std::string(reinterpret_cast<const char*>(stemmed), length) : word;
    }

private:
    std::unique_ptr<sb_stemmer, decltype(&sb_stemmer_delete)> stemmer_;
};

constexpr std::size_t longest_word = 60;  // bytes; what is longer is no word, and costs time

/// Most letters are ASCII: no need to ask ICU about them.
bool is_plain_letter(char32_t character) {
    return (character | 0x20U) >= U'a' && (character | 0x20U) <= U'z';
}
bool is_plain_digit(char32_t character) {
    return character >= U'0' && character <= U'9';
}

bool is_word_character(char32_t character) {
    if (character < 0x80) {
        return is_plain_letter(character) || is_plain_digit(character);
    }
    if (character == ill_formed) {
        return false;
    }
    const auto letter = static_cast<UChar32>(character);
    return u_isalnum(letter) || u_charType(letter) == U_NON_SPACING_MARK;
}

/// "Anna", but not "AGRESSO" or "anna".
bool is_capitalised(std::string_view written) {
    if (written.front() >= 'a' && written.front() <= 'z') {
        return false;
    }
    std::size_t at = 0;
    const auto first = static_cast<UChar32>(next_character(written, at));
    return u_isupper(first) && at < written.size() && u_islower(static_cast<UChar32>(next_character(written, at)));
}

/// True when what stands before a word ends a sentence or a line, or when nothing does.
bool ends_sentence(std::string_view before) {
    const auto last = before.find_last_not_of(" \t\r\"'(");
    return last == std::string_view::npos || std::string_view(".!?:\n").find(before[last]) != std::string_view::npos;
}

Token make_token(std::string_view written, bool has_digit) {
    Token token{written, fold_to_utf8(written), {}, has_digit, false, false};
    token.stem = has_digit ? token.folded : stem_of(token.folded);
    token.is_common = is_common_word(token.folded);
    return token;
}

}  // namespace

std::string stem_of(const std::string& folded) {
    thread_local Stemmer stemmer;
    return stemmer.stem(folded);
}

std::vector<Token> tokens_of(std::string_view text) {
    std::vector<Token> tokens;
    constexpr auto nowhere = std::string_view::npos;
    std::size_t begin = nowhere;
    bool has_digit = false;
    const auto finish = [&](std::size_t end) {
        if (begin != nowhere && end - begin <= longest_word) {
            tokens.push_back(make_token(text.substr(begin, end - begin), has_digit));
            tokens.back().is_name_like = is_capitalised(tokens.back().written) && !ends_sentence(text.substr(0, begin));
        }
        begin = nowhere;
        has_digit = false;
    };
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t here = at;
        const char32_t character = next_character(text, at);
        if (!is_word_character(character)) {
            finish(here);
            continue;
        }
        begin = begin == nowhere ? here : begin;
        has_digit = has_digit || (character < 0x80 ? is_plain_digit(character) : u_isdigit(static_cast<UChar32>(character)) != 0);
    }
    finish(text.size());
    return tokens;
}

}  // namespace ansvar::routing
