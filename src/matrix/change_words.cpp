#include "matrix/change_words.hpp"

#include <algorithm>

#include "core/text.hpp"

namespace ansvar::matrix {

namespace {

/// A sentence is read, not studied: of more words it tells the first and how many more.
constexpr std::size_t most_words = 8;

/// "ITS:A.W" is said "ITS", and a person without a role (":A.L") by the initials: who holds a role is no matter of the matrix.
std::string without_holder(const std::string& who) {
    const auto colon = std::min(who.find(':'), who.size());
    return colon == 0 && !who.empty() ? who.substr(1) : who.substr(0, colon);
}

}  // namespace

std::string ChangeWords::say(routing::Change change) const {
    const bool is_lead = change.code == "lead-changed";
    for (auto* word : {&change.before, &change.after}) {
        *word = is_lead ? without_holder(*word) : *word;
        if (routing::relation_from(*word)) {
            *word = text("change.relation." + *word);
        }
    }
    return format("change." + change.code, {{"name", change.name}, {"who", change.who}, {"before", change.before}, {"after", change.after}});
}

std::string ChangeWords::say(const routing::WordsChange& change, const std::string& name) const {
    std::vector<std::string> parts;
    const auto listed = [&](const std::vector<std::string>& words) {
        const auto shown = std::min(words.size(), most_words);
        const auto first = join(std::vector<std::string>(words.begin(), words.begin() + static_cast<std::ptrdiff_t>(shown)), ", ");
        return shown == words.size() ? first : format("matrix.words.more", {{"words", first}, {"count", words.size() - shown}});
    };
    const auto add = [&](std::string_view key, const std::vector<std::string>& words) {
        if (!words.empty()) {
            parts.push_back(format(key, {{"words", listed(words)}, {"count", words.size()}}));
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
