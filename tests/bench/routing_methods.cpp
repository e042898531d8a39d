// Compares ways of finding the row, by cross-validation that learns anew without each fold: the table in routing/README.md.
// routing_methods [DATA_FOLDER [FOLDS]], from a release build. Prints a row for each method.
#include "routing/evaluation.hpp"
#include "routing/school_data.hpp"
#include "routing/training.hpp"
#include "routing/word_scorer.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <functional>
#include <map>
#include <string>
#include <thread>
#include <vector>

namespace {

using namespace ansvar::routing;
using Scores = std::vector<double>;  // for each area, then for "no area": logarithms of odds, up to a constant

/// Mean likeness of a text to the most alike examples of each class.
class NearestExamples {
public:
    NearestExamples(const SchoolData& school, const std::vector<Case>& seen)
        : known_(known_words(school.matrix, school.lexicon)), classes_(school.matrix.areas().size() + 1) {
        std::vector<std::vector<Gram>> texts;
        const auto add = [&](std::string_view text, std::size_t to_class) {
            texts.push_back(grams_of(tokens_of(text), known_));
            class_of_.push_back(to_class);
        };
        for (std::size_t index = 0; index + 1 < classes_; ++index) {
            add(school.matrix.areas()[index].name, index);
            for (const auto& example : school.lexicon.of(school.matrix.areas()[index]).examples) {
                add(example, index);
            }
        }
        for (const auto& example : school.lexicon.of_nowhere().examples) {
            add(example, classes_ - 1);
        }
        for (const auto& each : seen) {
            const auto* area = each.areas.empty() ? nullptr : school.matrix.find(each.areas.front());
            add(text_of(each.request), area ? school.matrix.index_of(*area) : classes_ - 1);
        }
        space_ = FeatureSpace::learn(texts, 2);
        holders_.resize(space_.size());
        for (std::uint32_t at = 0; at < texts.size(); ++at) {
            for (const auto& feature : space_.evidence_of(texts[at]).features) {
                holders_[feature.id].push_back({at, feature.value});
            }
        }
    }

    Scores scores_of(std::string_view text) const {
        std::vector<float> likeness(class_of_.size(), 0);
        for (const auto& feature : space_.evidence_of(grams_of(tokens_of(text), known_)).features) {
            for (const auto& holder : holders_[feature.id]) {
                likeness[holder.id] += feature.value * holder.value;
            }
        }
        std::vector<std::vector<float>> best(classes_);
        for (std::size_t at = 0; at < likeness.size(); ++at) {
            best[class_of_[at]].push_back(likeness[at]);
        }
        Scores scores;
        for (auto& each : best) {
            const auto nearest = each.begin() + static_cast<std::ptrdiff_t>(std::min<std::size_t>(3, each.size()));
            std::partial_sort(each.begin(), nearest, each.end(), std::greater<>());
            double sum = 0;
            std::for_each(each.begin(), nearest, [&](float value) { sum += static_cast<double>(value); });
            scores.push_back(sum / 3);
        }
        return scores;
    }

private:
    Vocabulary known_;
    std::size_t classes_;
    std::vector<std::size_t> class_of_;
    FeatureSpace space_;
    std::vector<std::vector<Feature>> holders_;  // for each piece of evidence: the examples that have it
};

/// What the three judges say of one request: each learnt without its fold.
struct Opinions {
    Scores nearest, words, linear;
};

void judge_fold(const SchoolData& school, const std::vector<Case>& cases, std::size_t fold, std::size_t folds,
                std::vector<Opinions>& opinions) {
    std::vector<Case> seen;
    for (std::size_t at = 0; at < cases.size(); ++at) {
        if (at % folds != fold) {
            seen.push_back(cases[at]);
        }
    }
    const NearestExamples nearest(school, seen);
    const WordScorer words(school.matrix, school.lexicon);
    const auto known = known_words(school.matrix, school.lexicon);
    const auto model = train_model(school.matrix, school.lexicon, seen);
    for (std::size_t at = fold; at < cases.size(); at += folds) {
        const auto text = text_of(cases[at].request);
        const auto tokens = tokens_of(text);
        const auto scores = model.scores_of(model.space().evidence_of(grams_of(tokens, known)).features);
        opinions[at] = {nearest.scores_of(text), words.scores_of(words.hits_of(text, tokens, known)), Scores(scores.begin(), scores.end())};
    }
}

/// A way of adding the judges up.
struct Method {
    const char* name;
    double nearest, words, linear;
};

/// The same rule for all: the likeliest role, in it the likeliest row; to triage when "no area" is likelier or no role likely enough.
Decision decide(const Matrix& matrix, const Scores& scores) {
    const double top = *std::max_element(scores.begin(), scores.end());
    double total = 0;
    for (const auto score : scores) {
        total += std::exp(score - top);
    }
    std::map<std::string, double> of_role;
    Decision decision;
    for (std::size_t at = 0; at < matrix.areas().size(); ++at) {
        const auto& area = matrix.areas()[at];
        const auto role = area.lead().role.empty() ? area.lead().holder : area.lead().role;
        const double probability = std::exp(scores[at] - top) / total;
        of_role[role] += probability;
        decision.candidates.push_back({area.row, area.key, role, probability, {}});
    }
    const auto best = std::max_element(of_role.begin(), of_role.end(), [](const auto& a, const auto& b) { return a.second < b.second; });
    std::stable_sort(decision.candidates.begin(), decision.candidates.end(),
                     [&](const Candidate& a, const Candidate& b) { return a.score > b.score; });
    const auto lead = std::find_if(decision.candidates.begin(), decision.candidates.end(),
                                   [&](const Candidate& each) { return each.role == best->first; });
    std::rotate(decision.candidates.begin(), lead, lead + 1);
    const bool is_sure = best->second >= 0.25 && best->second > std::exp(scores.back() - top) / total;
    decision.confidence = best->second;
    decision.role = is_sure ? best->first : std::string(triage_role);
    decision.reason = is_sure ? Reason::Classified : Reason::Triage;
    return decision;
}

Scores add_up(const Method& method, const Opinions& opinions) {
    Scores scores;
    for (std::size_t at = 0; at < opinions.words.size(); ++at) {
        scores.push_back(method.nearest * opinions.nearest[at] + method.words * opinions.words[at] + method.linear * opinions.linear[at]);
    }
    return scores;
}

}  // namespace

int main(int argc, char** argv) {
    const std::filesystem::path folder = argc > 1 ? argv[1] : "routing/data";
    const std::size_t folds = argc > 2 ? std::stoul(argv[2]) : 10;
    const auto school = load_school_data(folder);
    const auto cases = read_cases(read_whole(folder / "requests.csv"), school.matrix).value();
    std::vector<Opinions> opinions(cases.size());
    {
        std::jthread other([&] {
            for (std::size_t fold = 1; fold < folds; fold += 2) {
                judge_fold(school, cases, fold, folds, opinions);
            }
        });
        for (std::size_t fold = 0; fold < folds; fold += 2) {
            judge_fold(school, cases, fold, folds, opinions);
        }
    }
    constexpr std::array<Method, 7> methods{{{"nearest examples", 25, 0, 0},
                                             {"words (BM25F)", 0, 0.55, 0},
                                             {"linear model", 0, 0, 1},
                                             {"nearest and words", 12, 0.4, 0},
                                             {"nearest and linear", 10, 0, 0.8},
                                             {"**words and linear**", 0, 0.4, 0.7},
                                             {"all three", 6, 0.3, 0.6}}};
    std::puts("| method | role | row | row in three | surest 80 % | calibration error | routable to triage | unroutable caught |");
    std::puts("|---|---|---|---|---|---|---|---|");
    for (const auto& method : methods) {
        std::vector<std::pair<const Case*, Decision>> decisions;
        for (std::size_t at = 0; at < cases.size(); ++at) {
            decisions.emplace_back(&cases[at], decide(school.matrix, add_up(method, opinions[at])));
        }
        const auto figures = judge(std::move(decisions));
        std::printf("| %s | %.3f | %.3f | %.3f | %.3f | %.3f | %.3f | %.2f |\n", method.name, figures.role_right, figures.row_right,
                    figures.row_in_three, figures.surest_role_right, figures.calibration_error, figures.routable_to_triage,
                    figures.unroutable_to_triage);
    }
}
