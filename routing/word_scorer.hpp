#pragma once

#include "routing/lexicon.hpp"
#include "routing/matrix.hpp"
#include "routing/vocabulary.hpp"

#include <cstddef>
#include <string_view>
#include <vector>

namespace ansvar::routing {

/// A known word found in a text; counted once however often it stands there.
struct WordHit {
    WordId word = 0;
    double closeness = 1;      ///< see Match
    std::string_view written;  ///< its place in the text
};

/// Scores areas by the words that their names, lists and example sentences share with a text (BM25 with fields). It needs
/// no training: what is added to a word list counts at once. The last class is "no area answers for this".
class WordScorer {
public:
    WordScorer(const Matrix& matrix, const Lexicon& lexicon);

    std::size_t classes() const { return classes_; }

    /// The tokens must be those of `text`.
    std::vector<WordHit> hits_of(std::string_view text, const std::vector<Token>& tokens, const Vocabulary& known) const;
    /// Points for each class, 0 for one that no word speaks for.
    std::vector<double> scores_of(const std::vector<WordHit>& hits) const;
    /// What one word gives one class.
    double points(const WordHit& hit, std::size_t of_class) const;

private:
    struct Posting {
        std::size_t of_class;
        double weight;
    };

    void add_words(const AreaWords& words, std::size_t to_class);
    void add_text(std::string_view text, std::size_t to_class, double weight);
    void weigh_words();

    std::size_t classes_;
    Vocabulary vocabulary_;
    std::vector<std::vector<Posting>> postings_;  // for each word, by class
};

}  // namespace ansvar::routing
