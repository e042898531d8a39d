#include "routing/vocabulary.hpp"

#include <algorithm>
#include <utility>

namespace ansvar::routing {
namespace {

constexpr std::size_t shortest_part = 4;      // bytes of a compound's part
constexpr std::size_t shortest_misspelt = 5;  // below this, too many words are neighbours
constexpr double nearest_spelling = 0.5;      // share of trigrams in common
constexpr std::size_t most_alike = 400;       // a trigram of more words tells none of them apart
constexpr double part_closeness = 0.6;
constexpr double near_closeness = 0.8;

/// Bytes three by three, with '^' before the word and '$' after it.
std::vector<std::uint32_t> trigrams_of(std::string_view word) {
    const std::string framed = '^' + std::string(word) + '$';
    std::vector<std::uint32_t> trigrams;
    for (std::size_t at = 0; at + 3 <= framed.size(); ++at) {
        std::uint32_t packed = 0;
        for (const char byte : framed.substr(at, 3)) {
            packed = packed << 8U | static_cast<unsigned char>(byte);
        }
        trigrams.push_back(packed);
    }
    std::sort(trigrams.begin(), trigrams.end());
    trigrams.erase(std::unique(trigrams.begin(), trigrams.end()), trigrams.end());
    return trigrams;
}

}  // namespace

WordId Vocabulary::add(const std::string& stem) {
    const auto [place, is_new] = ids_.emplace(stem, static_cast<WordId>(stems_.size()));
    if (is_new) {
        stems_.push_back(stem);
    }
    return place->second;
}

void Vocabulary::finish() {
    for (WordId word = 0; word < stems_.size(); ++word) {
        for (const auto trigram : trigrams_of(stems_[word])) {
            with_trigram_[trigram].push_back(word);
        }
    }
}

const WordId* Vocabulary::find_exactly(std::string_view stem) const {
    const auto found = ids_.find(stem);
    return found == ids_.end() ? nullptr : &found->second;
}

std::vector<Match> Vocabulary::find(const Token& token) const {
    if (token.is_common) {
        return {};
    }
    if (const auto* word = find_exactly(token.stem)) {
        return {{*word, 1}};
    }
    if (token.has_digit) {
        return {};
    }
    auto matches = find_parts(token.stem, shortest_part);
    return matches.empty() ? find_near(token.stem) : matches;
}

std::vector<Match> Vocabulary::find_parts(std::string_view stem, std::size_t shortest) const {
    std::vector<Match> best;
    for (std::size_t cut = shortest; cut + shortest <= stem.size(); ++cut) {
        const auto left = stem.substr(0, cut);
        const auto* tail = find_exactly(stem.substr(cut));  // the whole word's stem ends as its last part's does
        const auto* head = find_exactly(left);
        if (!head && left.ends_with('s')) {
            head = find_exactly(left.substr(0, cut - 1));
        }
        if (tail && !head) {
            head = find_exactly(stem_of(std::string(left)));
        }
        if (tail && head) {
            return {{*head, part_closeness}, {*tail, part_closeness}};
        }
        if (tail || head) {
            best = {{tail ? *tail : *head, part_closeness}};
        }
    }
    return best;
}

std::vector<Match> Vocabulary::find_near(std::string_view stem) const {
    if (stem.size() < shortest_misspelt) {
        return {};
    }
    thread_local std::vector<std::uint16_t> shared;  // for each word, trigrams in common; left clean
    if (shared.size() < stems_.size()) {
        shared.resize(stems_.size(), 0);
    }
    const auto trigrams = trigrams_of(stem);
    std::vector<WordId> touched;
    for (const auto trigram : trigrams) {
        if (const auto found = with_trigram_.find(trigram); found != with_trigram_.end() && found->second.size() <= most_alike) {
            for (const auto word : found->second) {
                if (shared[word]++ == 0) {
                    touched.push_back(word);
                }
            }
        }
    }
    Match best{0, 0};
    for (const auto word : touched) {
        const auto both = static_cast<double>(trigrams.size() + stems_[word].size());
        const double closeness = 2 * static_cast<double>(std::exchange(shared[word], std::uint16_t{0})) / both;
        if (closeness > best.closeness || (closeness == best.closeness && word < best.word)) {
            best = {word, closeness};
        }
    }
    if (best.closeness < nearest_spelling) {
        return {};
    }
    return {{best.word, best.closeness * near_closeness}};
}

bool is_evidence(const Token& token, const Vocabulary& known) {
    return !(token.has_digit || token.is_name_like) || known.find_exactly(token.stem) != nullptr;
}

}  // namespace ansvar::routing
