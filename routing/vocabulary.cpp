#include "routing/vocabulary.hpp"

#include <algorithm>

namespace ansvar::routing {
namespace {

constexpr std::size_t shortest_part = 4;      // bytes of a compound's part
constexpr std::size_t shortest_misspelt = 5;  // below this, too many words are neighbours
constexpr double nearest_spelling = 0.5;      // share of trigrams in common
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

const WordId* Vocabulary::find_exactly(const std::string& stem) const {
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
    auto matches = find_parts(token.stem);
    return matches.empty() ? find_near(token.stem) : matches;
}

std::vector<Match> Vocabulary::find_parts(std::string_view stem) const {
    std::vector<Match> best;
    for (std::size_t cut = shortest_part; cut + shortest_part <= stem.size(); ++cut) {
        std::vector<Match> parts;
        const auto add_part = [&](std::string_view part) {
            const auto* word = find_exactly(stem_of(std::string(part)));
            if (word) {
                parts.push_back({*word, part_closeness});
            }
            return word != nullptr;
        };
        const auto left = stem.substr(0, cut);
        const bool has_left = add_part(left) || (left.ends_with('s') && add_part(left.substr(0, cut - 1)));
        const bool has_right = add_part(stem.substr(cut));
        if (has_left && has_right) {
            return parts;
        }
        if (!parts.empty()) {
            best = parts;
        }
    }
    return best;
}

std::vector<Match> Vocabulary::find_near(std::string_view stem) const {
    if (stem.size() < shortest_misspelt) {
        return {};
    }
    const auto trigrams = trigrams_of(stem);
    std::unordered_map<WordId, std::size_t> common;
    for (const auto trigram : trigrams) {
        if (const auto found = with_trigram_.find(trigram); found != with_trigram_.end()) {
            for (const auto word : found->second) {
                ++common[word];
            }
        }
    }
    Match best{0, 0};
    for (const auto& [word, shared] : common) {
        const auto own = static_cast<double>(trigrams.size());
        const double closeness = 2 * static_cast<double>(shared) / (own + static_cast<double>(stems_[word].size()));
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
