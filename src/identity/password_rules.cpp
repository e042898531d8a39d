#include "identity/password_rules.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <utility>

#include "core/text.hpp"
#include "identity/common_passwords.hpp"

namespace ansvar::identity {

namespace {

/// What must be left of a password, once all that others guess is taken out of it.
constexpr std::size_t least_own_letters = 4;
constexpr std::size_t shortest_own_word = 3;

/// Small letters without accents.
std::string folded(std::string_view text) {
    constexpr std::array<std::pair<std::string_view, char>, 10> accents{{{"\u00e5", 'a'},
                                                                         {"\u00e4", 'a'},
                                                                         {"\u00e1", 'a'},
                                                                         {"\u00e0", 'a'},
                                                                         {"\u00f6", 'o'},
                                                                         {"\u00f8", 'o'},
                                                                         {"\u00e6", 'a'},
                                                                         {"\u00e9", 'e'},
                                                                         {"\u00e8", 'e'},
                                                                         {"\u00fc", 'u'}}};
    const auto small = lower(text);
    std::string out;
    for (std::size_t at = 0; at < small.size();) {
        const auto rest = std::string_view{small}.substr(at);
        const auto accent = std::find_if(accents.begin(), accents.end(), [&](const auto& pair) { return rest.starts_with(pair.first); });
        out += accent != accents.end() ? accent->second : rest.front();
        at += accent != accents.end() ? accent->first.size() : 1;
    }
    return out;
}

/// The letters that digits and signs stand for: "l0sen0rd!" is "losenordi".
void read_signs_as_letters(std::string& text) {
    constexpr std::string_view signs = "013457@$!", letters = "oieastasi";
    for (auto& letter : text) {
        if (const auto sign = signs.find(letter); sign != std::string_view::npos) {
            letter = letters[sign];
        }
    }
}

void take_out(std::string& text, std::string_view word) {
    for (auto at = text.find(word); at != std::string::npos; at = text.find(word, at)) {
        text.replace(at, word.size(), " ");
    }
}

/// Runs along the keyboard or the alphabet, forwards and backwards, of four or more.
void take_out_runs(std::string& text) {
    constexpr std::array<std::string_view, 6> rows{"qwertyuiopa", "asdfghjkloa", "zxcvbnm", "abcdefghijklmnopqrstuvwxyz", "01234567890", "1q2w3e4r5t6y7u8i9o0p"};
    constexpr std::size_t shortest_run = 4;
    for (const auto row : rows) {
        for (auto size = row.size(); size >= shortest_run; --size) {
            for (std::size_t at = 0; at + size <= row.size(); ++at) {
                std::string run{row.substr(at, size)};
                take_out(text, run);
                std::reverse(run.begin(), run.end());
                take_out(text, run);
            }
        }
    }
}

/// Letters that are somebody's own: without blanks, digits, signs, and without those that only repeat the one before, or what stood before.
std::size_t count_own_letters(const std::string& text) {
    std::string own;
    for (const auto letter : text) {
        const auto byte = static_cast<unsigned char>(letter);
        if ((byte >= 0x80 || std::isalpha(byte) != 0) && (own.empty() || own.back() != letter)) {
            own += letter;
        }
    }
    for (std::size_t part = 1; part * 2 <= own.size(); ++part) {
        bool repeats = true;
        for (std::size_t at = part; at < own.size() && repeats; ++at) {
            repeats = own[at] == own[at - part];
        }
        if (repeats) {
            return count_characters(own.substr(0, part));
        }
    }
    return is_utf8(own) ? count_characters(own) : own.size();
}

bool is_only_what_others_try(std::string_view password, const std::vector<std::string>& own_words, bool reads_digits) {
    auto left = folded(password);
    take_out_runs(left);
    if (reads_digits) {
        read_signs_as_letters(left);
    }
    std::vector<std::string> words{common_passwords.begin(), common_passwords.end()};
    for (const auto& word : own_words) {
        words.push_back(folded(word));
    }
    std::stable_sort(words.begin(), words.end(), [](const auto& a, const auto& b) { return a.size() > b.size(); });
    for (const auto& word : words) {
        take_out(left, word);
    }
    take_out_runs(left);
    return count_own_letters(left) < least_own_letters;
}

}  // namespace

std::string normal_password(std::string_view typed) { return is_utf8(typed) ? nfc(typed) : std::string{typed}; }

bool is_strong_alone(std::string_view normal) { return count_characters(normal) >= password_length; }

PasswordFault check_password(std::string_view normal, bool has_second_factor, const std::vector<std::string>& own_words) {
    if (normal.size() > longest_password) {
        return PasswordFault::TooLong;
    }
    if (count_characters(normal) < (has_second_factor ? password_length_with_second_factor : password_length)) {
        return PasswordFault::TooShort;
    }
    const bool is_common = is_only_what_others_try(normal, own_words, false) || is_only_what_others_try(normal, own_words, true);
    // A password of digits and signs alone has no letters at all; long random ones are nobody's guess.
    const auto is_letter = [](char letter) { return static_cast<unsigned char>(letter) >= 0x80 || std::isalpha(static_cast<unsigned char>(letter)) != 0; };
    const bool has_letters = std::any_of(normal.begin(), normal.end(), is_letter);
    if (!has_letters) {
        std::string left{normal};
        take_out_runs(left);
        std::sort(left.begin(), left.end());
        const auto kinds = std::unique(left.begin(), left.end()) - left.begin();
        return kinds >= 7 ? PasswordFault::None : PasswordFault::TooCommon;
    }
    return is_common ? PasswordFault::TooCommon : PasswordFault::None;
}

std::vector<std::string> words_about(const Person& person, std::string_view school) {
    std::vector<std::string> words;
    const auto add = [&](std::string_view text, std::string_view separators) {
        std::string part;
        for (const auto letter : std::string{text} + std::string{separators.front()}) {
            if (separators.find(letter) == std::string_view::npos) {
                part += letter;
                continue;
            }
            if (part.size() >= shortest_own_word) {
                words.push_back(part);
            }
            part.clear();
        }
    };
    add(person.name, " -");
    add(person.email ? person.email->text() : "", "@.-_+");
    add(school, " -");
    return words;
}

}  // namespace ansvar::identity
