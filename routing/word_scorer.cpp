#include "routing/word_scorer.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace ansvar::routing {
namespace {

// Found by trying on the labelled requests; see routing/README.md.
constexpr double name_weight = 1.5;
constexpr double term_weight = 2.0;
constexpr double example_weight = 0.7;
constexpr double saturation = 1.2;  // BM25's k1: a second mention in the lists adds less

bool is_countable(const Token& token) {
    return !token.is_common && !(token.has_digit && token.folded.size() < 2);
}

}  // namespace

WordScorer::WordScorer(const Matrix& matrix, const Lexicon& lexicon) : classes_(matrix.areas().size() + 1) {
    for (std::size_t index = 0; index < matrix.areas().size(); ++index) {
        add_text(matrix.areas()[index].name, index, name_weight);
        add_words(lexicon.of(matrix.areas()[index]), index);
    }
    add_words(lexicon.of_nowhere(), classes_ - 1);
    weigh_words();
    vocabulary_.finish();
}

void WordScorer::add_words(const AreaWords& words, std::size_t to_class) {
    for (const auto& term : words.terms) {
        add_text(term, to_class, term_weight);
    }
    for (const auto& example : words.examples) {
        add_text(example, to_class, example_weight);
    }
}

void WordScorer::add_text(std::string_view text, std::size_t to_class, double weight) {
    const auto tokens = tokens_of(text);
    const auto counted = std::count_if(tokens.begin(), tokens.end(), is_countable);
    const double share = weight / std::sqrt(static_cast<double>(std::max<std::ptrdiff_t>(counted, 1)));
    for (const auto& token : tokens) {
        if (!is_countable(token)) {
            continue;
        }
        const auto word = vocabulary_.add(token.stem);
        postings_.resize(vocabulary_.size());
        auto& postings = postings_[word];
        if (!postings.empty() && postings.back().of_class == to_class) {  // classes come in order
            postings.back().weight += share;
        } else {
            postings.push_back({to_class, share});
        }
    }
}

void WordScorer::weigh_words() {
    for (auto& postings : postings_) {
        const auto holding = static_cast<double>(postings.size());
        const double rarity = std::log(1 + (static_cast<double>(classes_) - holding + 0.5) / (holding + 0.5));
        for (auto& posting : postings) {
            posting.weight = rarity * posting.weight * (saturation + 1) / (posting.weight + saturation);
        }
    }
}

std::vector<WordHit> WordScorer::hits_of(std::string_view text, const std::vector<Token>& tokens, const Vocabulary& known) const {
    std::vector<WordHit> hits;
    const auto add = [&](const Match& match, std::string_view written) { hits.push_back({match.word, match.closeness, written}); };
    for (std::size_t at = 0; at < tokens.size(); ++at) {
        const auto& token = tokens[at];
        if (at > 0) {  // "skol plattformen"
            const auto begin = static_cast<std::size_t>(tokens[at - 1].written.data() - text.data());
            const auto end = static_cast<std::size_t>(token.written.data() - text.data()) + token.written.size();
            if (const auto* joined = vocabulary_.find_exactly(tokens[at - 1].folded + token.stem)) {
                add({*joined, 1}, text.substr(begin, end - begin));
            }
        }
        if (is_evidence(token, known)) {
            for (const auto& match : vocabulary_.find(token)) {
                add(match, token.written);
            }
        }
    }
    // Of several places of a word, the first of the closest counts.
    std::stable_sort(hits.begin(), hits.end(), [](const WordHit& a, const WordHit& b) {
        return std::pair{a.word, -a.closeness} < std::pair{b.word, -b.closeness};
    });
    const auto end = std::unique(hits.begin(), hits.end(), [](const WordHit& a, const WordHit& b) { return a.word == b.word; });
    hits.erase(end, hits.end());
    return hits;
}

std::vector<double> WordScorer::scores_of(const std::vector<WordHit>& hits) const {
    std::vector<double> scores(classes_, 0);
    for (const auto& hit : hits) {
        for (const auto& posting : postings_[hit.word]) {
            scores[posting.of_class] += hit.closeness * posting.weight;
        }
    }
    return scores;
}

double WordScorer::points(const WordHit& hit, std::size_t of_class) const {
    const auto& postings = postings_[hit.word];
    const auto found = std::lower_bound(postings.begin(), postings.end(), of_class,
                                        [](const Posting& posting, std::size_t wanted) { return posting.of_class < wanted; });
    return found != postings.end() && found->of_class == of_class ? hit.closeness * found->weight : 0;
}

}  // namespace ansvar::routing
