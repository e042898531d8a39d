#pragma once

#include <string_view>
#include <vector>

namespace ansvar::tickets {

/// A text cut into sentences: after . ! ? … and blanks, and at line breaks. Put together again they are the text, byte for byte.
/// Blanks belong to the sentence before them.
std::vector<std::string_view> sentences_of(std::string_view text);

/// A sentence cut before words that begin another matter ("och", "samt", "dessutom", "and" …), likewise without loss.
std::vector<std::string_view> clauses_of(std::string_view sentence);

}  // namespace ansvar::tickets
