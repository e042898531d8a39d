#include "routing/classifier.hpp"

#include "routing/fingerprint.hpp"
#include "routing/training.hpp"
#include "routing/unicode.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <utility>

namespace ansvar::routing {
namespace {

// How much the judges' points count in the logarithm of the odds; found on the labelled requests, see routing/README.md.
constexpr double word_share_alone = 0.55;
constexpr double word_share = 0.4;
constexpr double model_share = 0.7;
constexpr double silence = 3.5;  // points that "no area" has for every text, so that few words do not make a choice

constexpr std::size_t most_candidates = 5;
constexpr std::size_t most_words = 6;
constexpr double worth_naming = 0.2;        // of what the strongest word says
constexpr double worth_explaining = 0.005;  // below, no word made a difference
constexpr auto no_class = static_cast<std::size_t>(-1);

}  // namespace

/// What the judges say about one text.
struct Classifier::Heard {
    const std::vector<Token>& tokens;
    std::vector<WordHit> hits = {};
    std::vector<Gram> grams = {};
    Evidence evidence = {};
    std::vector<double> scores = {};  // for each area, then for nowhere
    bool is_silent = true;            // no word that anybody knows
};

Classifier::Classifier(const Matrix& matrix, const Lexicon& lexicon, std::shared_ptr<const LinearModel> model)
    : known_(known_words(matrix, lexicon)), words_(matrix, lexicon), model_(std::move(model)) {
    std::map<std::string, std::size_t> numbers;
    for (const auto& area : matrix.areas()) {
        const auto& lead = area.lead();
        role_of_.push_back(numbers.emplace(lead.role.empty() ? ':' + lead.holder : lead.role, numbers.size()).first->second);
    }
    roles_ = numbers.size();
    match_classes(matrix);
    version_ = "words-1-" + fingerprint_of(write_matrix(matrix) + write_lexicon(lexicon, matrix));
    if (model_) {
        version_ += "+linear-1-" + model_->fingerprint();
    }
}

void Classifier::match_classes(const Matrix& matrix) {
    if (!model_) {
        return;
    }
    const auto& classes = model_->classes();
    std::map<std::string_view, std::size_t> places;
    for (std::size_t at = 0; at < classes.size(); ++at) {
        places.emplace(classes[at], at);
    }
    const auto place_of = [&](std::string_view name) {
        const auto found = places.find(name);
        return found == places.end() ? no_class : found->second;
    };
    for (const auto& area : matrix.areas()) {
        model_class_.push_back(place_of(area.key));
    }
    model_class_.push_back(place_of(triage_role));
}

Classifier::Heard Classifier::hear(std::string_view text, const std::vector<Token>& tokens) const {
    Heard heard{.tokens = tokens};
    heard.hits = words_.hits_of(text, heard.tokens, known_);
    heard.scores = words_.scores_of(heard.hits);
    heard.is_silent = heard.hits.empty();
    heard.scores.back() = std::max(heard.scores.back(), silence);
    for (auto& score : heard.scores) {
        score *= model_ ? word_share : word_share_alone;
    }
    if (model_) {
        judge_by_model(heard);
    }
    return heard;
}

void Classifier::judge_by_model(Heard& heard) const {
    heard.grams = grams_of(heard.tokens, known_);
    heard.evidence = model_->space().evidence_of(heard.grams);
    const auto scores = model_->scores_of(heard.evidence.features);
    double total = 0;
    for (const auto score : scores) {
        total += score;
    }
    const double unknown = total / static_cast<double>(scores.size());  // an area newer than the model: neither for nor against
    for (std::size_t at = 0; at < heard.scores.size(); ++at) {
        heard.scores[at] += model_share * (model_class_[at] == no_class ? unknown : static_cast<double>(scores[model_class_[at]]));
    }
}

std::vector<double> Classifier::probabilities_of(const Heard& heard) const {
    const double top = *std::max_element(heard.scores.begin(), heard.scores.end());
    std::vector<double> probabilities;
    probabilities.reserve(heard.scores.size());
    double total = 0;
    for (const auto score : heard.scores) {
        probabilities.push_back(std::exp(score - top));
        total += probabilities.back();
    }
    for (auto& probability : probabilities) {
        probability /= total;
    }
    return probabilities;
}

/// Areas in the order of their likelihood, except that the likeliest area of the likeliest role leads: several rows of one
/// role may outweigh a single row of another.
std::vector<std::size_t> Classifier::order_of(const std::vector<double>& probabilities, const std::vector<double>& of_role) const {
    const auto is_likelier = [&](std::size_t a, std::size_t b) {
        return std::pair{-probabilities[a], a} < std::pair{-probabilities[b], b};
    };
    std::vector<std::size_t> order(role_of_.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    const auto shown = std::min(most_candidates, order.size());
    const auto end = order.begin() + static_cast<std::ptrdiff_t>(shown);
    const auto best_role = static_cast<std::size_t>(std::max_element(of_role.begin(), of_role.end()) - of_role.begin());
    const auto leader = *std::min_element(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        const bool is_a = role_of_[a] == best_role;
        const bool is_b = role_of_[b] == best_role;
        return is_a == is_b ? is_likelier(a, b) : is_a;
    });
    std::partial_sort(order.begin(), end, order.end(), is_likelier);
    const auto place = std::find(order.begin(), end, leader);
    std::rotate(order.begin(), place == end ? end - 1 : place, place == end ? end : place + 1);
    order.front() = leader;
    order.resize(shown);
    return order;
}

Ranking Classifier::classify(std::string_view text, const std::vector<Token>& tokens) const {
    const auto heard = hear(text, tokens);
    const std::size_t areas = role_of_.size();
    if (areas == 0) {
        return {};
    }
    auto probabilities = probabilities_of(heard);
    std::vector<double> of_role(roles_, 0);
    for (std::size_t area = 0; area < areas; ++area) {
        of_role[role_of_[area]] += probabilities[area];
    }
    const auto order = order_of(probabilities, of_role);
    if (heard.is_silent) {  // the order is what comes up most; nothing is likely
        std::fill(probabilities.begin(), probabilities.end(), 0);
        std::fill(of_role.begin(), of_role.end(), 0);
        probabilities.back() = 1;
    }
    Ranking ranking{{}, probabilities.back()};
    for (const auto area : order) {
        const auto rival = area != order.front() ? order.front() : (order.size() > 1 ? order[1] : areas);
        auto words = probabilities[area] < worth_explaining ? std::vector<std::string>{} : words_for(heard, area, rival);
        ranking.best.push_back({area, probabilities[area], of_role[role_of_[area]], std::move(words)});
    }
    return ranking;
}

/// The words that speak more for the area than for its strongest rival (and anything at all for it).
std::vector<std::string> Classifier::words_for(const Heard& heard, std::size_t area, std::size_t rival) const {
    std::map<std::string_view, double> weights;
    for (const auto& hit : heard.hits) {
        const double own = words_.points(hit, area);
        if (own > 0) {
            weights[hit.written] += (model_ ? word_share : word_share_alone) * (own - words_.points(hit, rival) / 2);
        }
    }
    if (model_ && model_class_[area] != no_class && model_class_[rival] != no_class) {
        std::vector<double> leads(heard.tokens.size(), 0);
        for (std::size_t at = 0; at < heard.grams.size(); ++at) {
            const auto place = heard.evidence.of_gram[at];
            const auto token = heard.grams[at].token;
            if (place != Evidence::unknown && !heard.tokens[token].is_common) {
                const auto& feature = heard.evidence.features[place];
                const float lead = model_->weight(feature.id, model_class_[area]) - model_->weight(feature.id, model_class_[rival]);
                leads[token] += static_cast<double>(feature.value * lead);
            }
        }
        for (std::size_t token = 0; token < leads.size(); ++token) {
            if (leads[token] != 0) {
                weights[heard.tokens[token].written] += model_share * leads[token];
            }
        }
    }
    std::vector<std::pair<double, std::string_view>> order;
    for (const auto& [written, weight] : weights) {
        if (weight > 0) {
            order.emplace_back(-weight, written);
        }
    }
    std::sort(order.begin(), order.end());
    std::vector<std::string> words;
    std::vector<std::string> named;  // "Skrivaren" and "skrivaren" are one
    for (const auto& [weight, written] : order) {
        auto folded = fold_to_utf8(written);
        if (words.size() < most_words && weight <= worth_naming * order.front().first &&
            std::find(named.begin(), named.end(), folded) == named.end()) {
            words.emplace_back(written);
            named.push_back(std::move(folded));
        }
    }
    return words;
}

}  // namespace ansvar::routing
