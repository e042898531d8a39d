#include "routing/difference.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace ansvar::routing {
namespace {

/// What stands in `these` and not in `those`, each as often as it is missing there, in the order of `these`.
std::vector<std::string> missing_from(std::vector<std::string> those, const std::vector<std::string>& these) {
    std::sort(those.begin(), those.end());
    std::vector<bool> is_used(those.size(), false);
    std::vector<std::string> missing;
    for (const auto& word : these) {
        auto place = static_cast<std::size_t>(std::lower_bound(those.begin(), those.end(), word) - those.begin());
        while (place < those.size() && those[place] == word && is_used[place]) {
            ++place;
        }
        if (place < those.size() && those[place] == word) {
            is_used[place] = true;
        } else {
            missing.push_back(word);
        }
    }
    return missing;
}

void compare_words(std::string area, const AreaWords& before, const AreaWords& after, std::vector<WordsChange>& into) {
    if (before == after) {
        return;
    }
    WordsChange change{std::move(area), missing_from(before.terms, after.terms), missing_from(after.terms, before.terms),
                       missing_from(before.examples, after.examples), missing_from(after.examples, before.examples)};
    const bool is_same =
        change.added_terms.empty() && change.removed_terms.empty() && change.added_examples.empty() && change.removed_examples.empty();
    if (!is_same) {
        into.push_back(std::move(change));
    }
}

}  // namespace

std::vector<WordsChange> compare(const WordsOfMatrix& before, const WordsOfMatrix& after) {
    std::vector<WordsChange> all;
    for (const auto& area : after.matrix.areas()) {
        compare_words(area.key, before.lexicon.of(area), after.lexicon.of(area), all);
    }
    for (const auto& area : before.matrix.areas()) {
        const auto* later = after.matrix.find(area.key);
        if (!later || later->key != area.key) {
            compare_words(area.key, before.lexicon.of(area), {}, all);
        }
    }
    compare_words(std::string(triage_role), before.lexicon.of_nowhere(), after.lexicon.of_nowhere(), all);
    return all;
}

}  // namespace ansvar::routing
