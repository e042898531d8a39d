#pragma once

#include "routing/text.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace ansvar::routing {

using WordId = std::uint32_t;

/// A word of a text found among the known ones.
struct Match {
    WordId word = 0;
    double closeness = 1;  ///< 0–1: 1 for the same stem, less for a part of a compound or a near spelling
};

/// The stems that names and word lists are made of, and how to find them in what people type: the same stem, the parts
/// of a compound ("skrivarproblem" → "skriv"), or a near spelling ("skirvare").
class Vocabulary {
public:
    /// Adds the stem when it is new.
    WordId add(const std::string& stem);
    std::size_t size() const { return stems_.size(); }
    const std::string& stem(WordId word) const { return stems_[word]; }

    /// Call once, after the last `add`.
    void finish();

    /// What a word of a text may mean; empty for common words and words that resemble nothing.
    std::vector<Match> find(const Token& token) const;
    /// The same stem only.
    const WordId* find_exactly(std::string_view stem) const;
    /// The two parts of a compound's stem, each of at least so many bytes; one when the other is unknown.
    std::vector<Match> find_parts(std::string_view stem, std::size_t shortest) const;

private:
    std::vector<Match> find_near(std::string_view stem) const;

    std::vector<std::string> stems_;
    /// Lets a part of a word be looked up without a copy of it.
    struct Hash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
    };

    std::unordered_map<std::string, WordId, Hash, std::equal_to<>> ids_;
    std::unordered_map<std::uint32_t, std::vector<WordId>> with_trigram_;
};

/// Numbers, rooms, dates and names are no evidence, unless the school's own words hold them ("O365", "Teams").
bool is_evidence(const Token& token, const Vocabulary& known);

}  // namespace ansvar::routing
