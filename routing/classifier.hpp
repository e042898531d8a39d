#pragma once

#include "routing/lexicon.hpp"
#include "routing/matrix.hpp"
#include "routing/vocabulary.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ansvar::routing {

/// One area's part in a ranking.
struct Ranked {
    std::size_t area = 0;            ///< place in `Matrix::areas()`
    double probability = 0;          ///< 0–1
    std::vector<std::string> words;  ///< as written, strongest first, at most 6
};

/// What a text is about, as far as the words say.
struct Ranking {
    std::vector<Ranked> best;          ///< at most 5, best first; only areas that some word speaks for
    double none = 1;                   ///< probability that no area fits; with those of all areas it sums to 1
    std::vector<double> role_of_best;  ///< beside each of `best`: probability that its lead's role is right, whatever the row
};

/// Scores every area for a text. This first one weighs the words that names and lists share with the text (BM25 with
/// fields); what it promises is only what is written here, so that a better one can take its place.
class Classifier {
public:
    Classifier(const Matrix& matrix, const Lexicon& lexicon);

    /// Deterministic; safe from many threads at once.
    Ranking classify(std::string_view text) const;

    const std::string& version() const { return version_; }

private:
    struct Posting {
        std::size_t area;
        double weight;
    };
    struct Hit;

    void add_text(std::size_t area, std::string_view text, double weight);
    void weigh_words();
    std::vector<Hit> hits_of(std::string_view text) const;

    std::vector<std::string> lead_roles_;  // for each area
    Vocabulary vocabulary_;
    std::vector<std::vector<Posting>> postings_;  // for each word
    std::string version_;
};

}  // namespace ansvar::routing
