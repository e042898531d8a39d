#include "matrix/change_words.hpp"

#include "core/text.hpp"

namespace ansvar::matrix {

std::string ChangeWords::say(routing::Change change) const {
    for (auto* word : {&change.before, &change.after}) {
        if (routing::relation_from(*word)) {
            *word = text("change.relation." + *word);
        }
    }
    return format("change." + change.code, {{"name", change.name}, {"who", change.who}, {"before", change.before}, {"after", change.after}});
}

std::string ChangeWords::say(const routing::WordsChange& change, const std::string& name) const {
    std::vector<std::string> parts;
    const auto add = [&](std::string_view key, const std::vector<std::string>& words) {
        if (!words.empty()) {
            parts.push_back(format(key, {{"words", join(words, ", ")}, {"count", words.size()}}));
        }
    };
    add("matrix.words.added", change.added_terms);
    add("matrix.words.removed", change.removed_terms);
    add("matrix.words.examples_added", change.added_examples);
    add("matrix.words.examples_removed", change.removed_examples);
    return format("matrix.words.of", {{"name", name.empty() ? text("matrix.words.nowhere") : name}, {"what", join(parts, "; ")}});
}

std::string ChangeWords::say(const routing::Fault& fault) const {
    const auto argument = [&](std::size_t place) { return place < fault.arguments.size() ? fault.arguments[place] : std::string{}; };
    return format("matrix.fault." + fault.code, {{"first", argument(0)}, {"second", argument(1)}});
}

}  // namespace ansvar::matrix
