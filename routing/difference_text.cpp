#include "routing/difference.hpp"

#include "routing/list_field.hpp"

#include <array>
#include <string_view>
#include <utility>

namespace ansvar::routing {
namespace {

/// Every code of a change; {name}, {who}, {before} and {after} stand for its members.
constexpr std::array<std::pair<std::string_view, std::string_view>, 24> sentences{{
    {"role-added", "new role {after}: {name}"},
    {"role-removed", "the role {before} is gone: {name}"},
    {"role-renamed-sv", "the role {who} is called \"{after}\" in Swedish, was \"{before}\""},
    {"role-renamed-en", "the role {who} is called \"{after}\" in English, was \"{before}\""},
    {"role-kind-changed", "the role {who} is of the kind {after}, was {before}"},
    {"role-mail-changed", "the role {who} has the address \"{after}\", was \"{before}\""},
    {"role-sharing-changed", "the queue {who} is worked by \"{after}\", was \"{before}\""},
    {"area-added", "new area {name}: {after}"},
    {"area-removed", "the area {name} is gone; it was {before}'s"},
    {"area-renamed", "{before} is called {after}"},
    {"row-changed", "{name}: row {before} → {after}"},
    {"level-changed", "{name}: level {before} → {after}"},
    {"column-changed", "{name}: column {before} → {after}"},
    {"lead-changed", "{name}: {before} → {after}"},
    {"holder-changed", "{name}: the holder for {who} is \"{after}\", was \"{before}\""},
    {"responsible-added", "{name}: {who} answers too ({after})"},
    {"responsible-removed", "{name}: {who} answers no longer (was {before})"},
    {"relation-changed", "{name}: {who} is {after}, was {before}"},
    {"responsible-reordered", "{name}: the others stand as {after}, stood as {before}"},
    {"priority-changed", "{name}: priority {before} → {after}"},
    {"confidential-changed", "{name}: confidential {before} → {after}"},
    {"emergency-changed", "{name}: answers for danger {before} → {after}"},
    {"note-changed", "{name}: the note is \"{after}\", was \"{before}\""},
    {"source-changed", "{name}: the document's line is \"{after}\", was \"{before}\""},
}};

/// One pass from left to right, so that what is filled in is never taken for a place itself.
std::string fill(std::string_view sentence, const Change& change) {
    const std::pair<std::string_view, const std::string*> places[]{
        {"{name}", &change.name}, {"{who}", &change.who}, {"{before}", &change.before}, {"{after}", &change.after}};
    std::string filled;
    while (!sentence.empty()) {
        std::string_view taken = sentence.substr(0, 1);
        std::string_view put = taken;
        for (const auto& [place, value] : places) {
            if (sentence.starts_with(place)) {
                taken = place;
                put = *value;
            }
        }
        filled += put;
        sentence.remove_prefix(taken.size());
    }
    return filled;
}

void add_words(std::vector<std::string>& parts, std::string_view sign, std::string_view quote, const std::vector<std::string>& words) {
    for (const auto& word : words) {
        parts.push_back(std::string(sign).append(quote).append(word).append(quote));
    }
}

}  // namespace

std::vector<std::string_view> change_codes() {
    std::vector<std::string_view> codes;
    for (const auto& [code, sentence] : sentences) {
        codes.push_back(code);
    }
    return codes;
}

std::string explain(const Change& change) {
    for (const auto& [code, sentence] : sentences) {
        if (code == change.code) {
            return fill(sentence, change);
        }
    }
    return change.code;
}

std::string explain(const WordsChange& change) {
    std::vector<std::string> parts;
    add_words(parts, "+ ", "", change.added_terms);
    add_words(parts, "- ", "", change.removed_terms);
    add_words(parts, "+ ", "\"", change.added_examples);
    add_words(parts, "- ", "\"", change.removed_examples);
    return change.area + ": " + join_list(parts, ", ");
}

}  // namespace ansvar::routing
