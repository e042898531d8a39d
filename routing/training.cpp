#include "routing/training.hpp"

#include "routing/softmax_trainer.hpp"

#include <algorithm>
#include <cstdint>
#include <map>
#include <numeric>
#include <utility>

namespace ansvar::routing {
namespace {

/// A text to learn from.
struct Lesson {
    std::vector<Gram> grams;
    std::vector<std::size_t> classes;  // every class that is right
    float weight = 1;                  // how much it counts beside the others
};

/// A small generator of our own: the standard's shuffle differs between libraries.
class Shuffler {
public:
    void shuffle(std::vector<std::size_t>& order) {
        for (std::size_t last = order.size(); last > 1; --last) {
            std::swap(order[last - 1], order[next() % last]);
        }
    }

private:
    std::uint64_t next() {  // SplitMix64
        state_ += 0x9e3779b97f4a7c15U;
        std::uint64_t mixed = state_;
        mixed = (mixed ^ mixed >> 30U) * 0xbf58476d1ce4e5b9U;
        mixed = (mixed ^ mixed >> 27U) * 0x94d049bb133111ebU;
        return mixed ^ mixed >> 31U;
    }

    std::uint64_t state_ = 2021;
};

class Lessons {
public:
    Lessons(const Matrix& matrix, const Lexicon& lexicon, const Training& training)
        : matrix_(matrix), training_(training), known_(known_words(matrix, lexicon)) {
        for (std::size_t index = 0; index < matrix.areas().size(); ++index) {
            const auto& area = matrix.areas()[index];
            add(area.name, {index}, training.name_weight);
            add_words(lexicon.of(area), index);
        }
        add_words(lexicon.of_nowhere(), matrix.areas().size());
    }

    void add(const Case& labelled) {
        std::vector<std::size_t> classes;
        for (const auto& key : labelled.areas) {
            if (const auto* area = matrix_.find(key)) {
                classes.push_back(matrix_.index_of(*area));
            }
        }
        if (labelled.areas.empty()) {
            classes.push_back(matrix_.areas().size());
        }
        if (labelled.kind == "mixed") {
            classes.resize(std::min<std::size_t>(classes.size(), 1));  // the others are problems of their own
        }
        if (!classes.empty()) {
            add(text_of(labelled.request), std::move(classes), 1);
        }
    }

    const std::vector<Lesson>& all() const { return lessons_; }

private:
    void add(std::string_view text, std::vector<std::size_t> classes, float weight) {
        lessons_.push_back({grams_of(tokens_of(text), known_), std::move(classes), weight});
    }
    void add_words(const AreaWords& words, std::size_t of_class) {
        for (const auto& term : words.terms) {
            add(term, {of_class}, training_.term_weight);
        }
        for (const auto& example : words.examples) {
            add(example, {of_class}, 1);
        }
    }

    const Matrix& matrix_;
    const Training& training_;
    Vocabulary known_;
    std::vector<Lesson> lessons_;
};

/// Each area's role as a number; what no area answers for is a group of its own.
std::vector<std::size_t> groups_of(const Matrix& matrix) {
    std::map<std::string, std::size_t> numbers;
    std::vector<std::size_t> groups;
    for (const auto& area : matrix.areas()) {
        const auto& lead = area.lead();
        groups.push_back(numbers.emplace(lead.role.empty() ? ':' + lead.holder : lead.role, numbers.size()).first->second);
    }
    groups.push_back(numbers.emplace(std::string(triage_role), numbers.size()).first->second);
    return groups;
}

}  // namespace

Vocabulary known_words(const Matrix& matrix, const Lexicon& lexicon) {
    Vocabulary known;
    const auto add = [&](std::string_view text) {
        for (const auto& token : tokens_of(text)) {
            known.add(token.stem);
        }
    };
    for (const auto& area : matrix.areas()) {
        add(area.name);
        for (const auto& term : lexicon.of(area).terms) {
            add(term);
        }
    }
    return known;
}

LinearModel train_model(const Matrix& matrix, const Lexicon& lexicon, const std::vector<Case>& cases, const Training& training, const std::stop_token& stop) {
    Lessons lessons(matrix, lexicon, training);
    for (const auto& labelled : cases) {
        lessons.add(labelled);
    }
    std::vector<std::vector<Gram>> texts;
    for (const auto& lesson : lessons.all()) {
        texts.push_back(lesson.grams);
    }
    auto space = FeatureSpace::learn(texts, training.least_texts);
    std::vector<std::vector<Feature>> features;
    for (const auto& grams : texts) {
        features.push_back(space.evidence_of(grams).features);
    }
    SoftmaxTrainer trainer(space.size(), groups_of(matrix), {training.rate, training.decay, training.role_share});
    std::vector<std::size_t> order(texts.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    Shuffler shuffler;
    for (std::size_t epoch = 0; epoch < training.epochs; ++epoch) {
        shuffler.shuffle(order);
        trainer.slow_down(static_cast<float>(epoch) / static_cast<float>(training.epochs));
        for (const auto at : order) {
            if (stop.stop_requested()) {
                break;
            }
            trainer.learn(features[at], lessons.all()[at].classes, lessons.all()[at].weight);
        }
    }
    std::vector<std::string> classes;
    for (const auto& area : matrix.areas()) {
        classes.push_back(area.key);
    }
    classes.emplace_back(triage_role);
    return {std::move(space), std::move(classes), trainer.biases(), trainer.weights()};
}

}  // namespace ansvar::routing
