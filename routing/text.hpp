#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace ansvar::routing {

/// One word of a text.
struct Token {
    std::string_view written;   ///< as it stands in the text, which must outlive the token
    std::string folded;         ///< lower case, marks removed: "hålls" → "halls"
    std::string stem;           ///< the folded word's Swedish stem: "halls" → "hall"
    bool has_digit = false;     ///< numbers, rooms, classes, dates: evidence only when the vocabulary has them
    bool is_name_like = false;  ///< begins with a capital inside a sentence: a name, unless the school's words hold it
    bool is_common = false;     ///< Swedish or English function words and greetings: never evidence
};

/// The words of a text in order. A word is a run of letters, marks and digits; everything else parts words.
/// Ill-formed UTF-8 parts words too. Safe to call from many threads.
std::vector<Token> tokens_of(std::string_view text);

/// Snowball's Swedish stem of a folded word.
std::string stem_of(const std::string& folded);

/// True for function words, greetings and thanks in Swedish and English. The word must be folded.
bool is_common_word(std::string_view folded);

}  // namespace ansvar::routing
