#pragma once

#include "routing/lexicon.hpp"
#include "routing/linear_model.hpp"
#include "routing/matrix.hpp"
#include "routing/word_scorer.hpp"

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace ansvar::routing {

/// One area's part in a ranking.
struct Ranked {
    std::size_t area = 0;            ///< place in `Matrix::areas()`
    double probability = 0;          ///< 0–1
    double role_probability = 0;     ///< 0–1: that its lead's role is right, whatever the row
    std::vector<std::string> words;  ///< as written, strongest first, at most 6; none when hardly likely
};

/// What a text is about, as far as its words say.
struct Ranking {
    std::vector<Ranked> best;  ///< at most 5, the likeliest role's likeliest area first; when no word says anything, all with probability 0
    double nowhere = 1;        ///< probability that no area answers for it; with those of all areas it sums to 1
};

/// Gives every area a probability for a text. Two judges add up: the words that lists and text share, which needs no
/// training and follows an edited word list at once, and a trained linear model when there is one.
class Classifier {
public:
    /// `model` may be null; it need not have been trained on this very matrix (areas are matched by key).
    Classifier(const Matrix& matrix, const Lexicon& lexicon, std::shared_ptr<const LinearModel> model);

    /// The tokens must be those of `text`. Deterministic; safe from many threads at once.
    Ranking classify(std::string_view text, const std::vector<Token>& tokens) const;

    const std::string& version() const { return version_; }

private:
    struct Heard;

    void match_classes(const Matrix& matrix);
    Heard hear(std::string_view text, const std::vector<Token>& tokens) const;
    void judge_by_model(Heard& heard) const;
    std::vector<double> probabilities_of(const Heard& heard) const;
    std::vector<std::size_t> order_of(const std::vector<double>& probabilities, const std::vector<double>& of_role) const;
    std::vector<std::string> words_for(const Heard& heard, std::size_t area, std::size_t rival) const;

    Vocabulary known_;
    WordScorer words_;
    std::shared_ptr<const LinearModel> model_;
    std::vector<std::size_t> role_of_;  // each area's lead role as a number
    std::size_t roles_ = 0;
    std::vector<std::size_t> model_class_;  // for each area and for nowhere: the model's class, or npos
    std::string version_;
};

}  // namespace ansvar::routing
