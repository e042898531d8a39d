#pragma once

#include <nlohmann/json.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace ansvar::tickets {

/// A piece of a text, and whether it counted.
struct Piece {
    std::string text;
    bool is_marked = false;

    bool operator==(const Piece&) const = default;
};

/// The text cut at the words that counted, which are whole words or runs of them ("det brinner"), wherever they stand and however they
/// are typed (å as a, capitals). Put together again the pieces are the text.
std::vector<Piece> mark_words(std::string_view text, const std::vector<std::string>& words);

/// The sentences that hold the words, those with most of them first chosen and shown in the text's order: at most three, each cut to
/// about 160 characters around its first word. For templates: [{"pieces": [{"text", "marked"}]}]; empty when no word stands there.
nlohmann::json marked_sentences(std::string_view text, const std::vector<std::string>& words);

}  // namespace ansvar::tickets
