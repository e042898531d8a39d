#pragma once

#include "routing/cases.hpp"
#include "routing/lexicon.hpp"
#include "routing/linear_model.hpp"
#include "routing/matrix.hpp"

#include <cstddef>
#include <stop_token>
#include <vector>

namespace ansvar::routing {

/// How to learn. The defaults are what ships; routing/README.md says what was tried.
struct Training {
    std::size_t least_texts = 4;  ///< evidence in fewer texts is forgotten
    std::size_t epochs = 5;
    float rate = 0.5F;
    float decay = 1e-5F;       ///< pull of every weight towards nothing
    float role_share = 0.5F;   ///< how readily the areas of one role learn together
    float name_weight = 0.5F;  ///< of an area's name beside a sentence
    float term_weight = 0.3F;
};

/// Learns from the areas' names, the word list and labelled requests. Its classes are the areas' keys and TRIAGE.
/// Deterministic: the same input gives the same model. Seconds for the Blueprint; when `stop` is asked it ends soon, with what is no use.
LinearModel train_model(const Matrix& matrix, const Lexicon& lexicon, const std::vector<Case>& cases, const Training& training = {},
                        const std::stop_token& stop = {});

/// The stems of the areas' names and terms: words that count even when they look like a name or hold a digit.
Vocabulary known_words(const Matrix& matrix, const Lexicon& lexicon);

}  // namespace ansvar::routing
