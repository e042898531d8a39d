#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "tickets/marked_text.hpp"

namespace ansvar::tickets {

/// The terms that a text is found by: the roots of its words, å as a and capitals as small letters, and the roots that compounds are made
/// of. Words that carry nothing ("och", "på") are left out, but not "IT" or the A of "hus A". At most 400, each of at most 40 characters.
std::set<std::string> terms_of(std::string_view text);

/// A word of a question.
struct SoughtWord {
    std::string term;
    std::string beginning;  ///< of the last word, three letters or more: terms that begin so are meant too, for it may not be typed out

    bool operator==(const SoughtWord&) const = default;
};

/// The words of a question, each once, at most eight. Those that carry nothing are left out, as they are of texts.
std::vector<SoughtWord> sought_words(std::string_view question);

/// The text cut at the words that a question found it by. Put together again the pieces are the text.
std::vector<Piece> mark_sought(std::string_view text, const std::vector<SoughtWord>& words);

}  // namespace ansvar::tickets
