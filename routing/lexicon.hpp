#pragma once

#include "routing/fault.hpp"
#include "routing/matrix.hpp"

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace ansvar::routing {

/// What people say about one area.
struct AreaWords {
    std::vector<std::string> terms;     ///< words and short phrases, in the file's order
    std::vector<std::string> examples;  ///< whole sentences

    bool operator==(const AreaWords&) const = default;
};

class Lexicon;
Read<Lexicon> read_lexicon(std::string_view csv, const Matrix& matrix);

/// The word list: for each area the words, products, symptoms and sentences that people use for it. Editable data.
class Lexicon {
public:
    /// Knows no words; the router then has the areas' names alone.
    Lexicon() = default;

    /// The area's words; empty when the list has none for it.
    const AreaWords& of(const Area& area) const;
    /// What people write that no area answers for.
    const AreaWords& of_nowhere() const { return nowhere_; }
    void add_term(const Area& area, std::string term);
    void add_example(const Area& area, std::string sentence);

    bool operator==(const Lexicon&) const = default;

private:
    friend Read<Lexicon> read_lexicon(std::string_view csv, const Matrix& matrix);

    std::unordered_map<std::string, AreaWords> by_key_;
    AreaWords nowhere_;
};

/// Reads columns row and, when they are there, terms (words between ';') and examples (sentences between '|').
/// `row` is a B-number or a key of the matrix, or TRIAGE for what no area answers for; it may stand on several lines.
Read<Lexicon> read_lexicon(std::string_view csv, const Matrix& matrix);

/// In the matrix' order, an area on one line, by its key.
std::string write_lexicon(const Lexicon& lexicon, const Matrix& matrix);

}  // namespace ansvar::routing
