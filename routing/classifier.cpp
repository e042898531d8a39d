#include "routing/classifier.hpp"

#include "routing/csv.hpp"
#include "routing/unicode.hpp"

#include <algorithm>
#include <cmath>
#include <map>

namespace ansvar::routing {
namespace {

// Found by trying on the labelled requests; see routing/README.md.
constexpr double name_weight = 1.5;
constexpr double term_weight = 2.0;
constexpr double example_weight = 0.7;
constexpr double saturation = 1.2;  // BM25's k1: a second mention in the lists adds less
constexpr double sharpness = 0.55;  // how much one point of score turns into odds
constexpr double none_score = 4.6;  // what "no row fits" scores for every text
constexpr std::size_t most_candidates = 5;
constexpr std::size_t most_words = 6;

/// FNV-1a: a name for "the same words and areas", not a secret.
std::string fingerprint(std::string_view bytes) {
    std::uint64_t hash = 0xcbf29ce484222325U;
    for (const char byte : bytes) {
        hash = (hash ^ static_cast<unsigned char>(byte)) * 0x100000001b3U;
    }
    constexpr std::string_view digits = "0123456789abcdef";
    std::string name;
    for (int shift = 60; shift >= 0; shift -= 4) {
        name += digits[hash >> static_cast<unsigned>(shift) & 0xFU];
    }
    return name;
}

}  // namespace

/// A known word in a text, counted once however often it stands there.
struct Classifier::Hit {
    WordId word;
    double closeness;
    std::string_view written;
};

Classifier::Classifier(const Matrix& matrix, const Lexicon& lexicon) {
    for (std::size_t index = 0; index < matrix.areas().size(); ++index) {
        const auto& area = matrix.areas()[index];
        lead_roles_.push_back(area.lead().role.empty() ? area.key : area.lead().role);
        add_text(index, area.name, name_weight);
        for (const auto& term : lexicon.of(area).terms) {
            add_text(index, term, term_weight);
        }
        for (const auto& example : lexicon.of(area).examples) {
            add_text(index, example, example_weight);
        }
    }
    weigh_words();
    vocabulary_.finish();
    version_ = "bm25-1-" + fingerprint(write_matrix(matrix) + write_lexicon(lexicon, matrix));
}

void Classifier::add_text(std::size_t area, std::string_view text, double weight) {
    auto tokens = tokens_of(text);
    std::erase_if(tokens, [](const Token& token) { return token.is_common || (token.has_digit && token.folded.size() < 2); });
    for (const auto& token : tokens) {
        const auto word = vocabulary_.add(token.stem);
        postings_.resize(vocabulary_.size());
        auto& postings = postings_[word];
        const double share = weight / std::sqrt(static_cast<double>(tokens.size()));
        if (!postings.empty() && postings.back().area == area) {
            postings.back().weight += share;
        } else {
            postings.push_back({area, share});
        }
    }
}

void Classifier::weigh_words() {
    const auto areas = static_cast<double>(lead_roles_.size());
    for (auto& postings : postings_) {
        const auto holding = static_cast<double>(postings.size());
        const double rarity = std::log(1 + (areas - holding + 0.5) / (holding + 0.5));
        for (auto& posting : postings) {
            posting.weight = rarity * posting.weight * (saturation + 1) / (posting.weight + saturation);
        }
    }
}

std::vector<Classifier::Hit> Classifier::hits_of(std::string_view text) const {
    const auto tokens = tokens_of(text);
    std::map<WordId, Hit> hits;
    const auto add = [&](const Match& match, std::string_view written) {
        const auto [place, is_new] = hits.emplace(match.word, Hit{match.word, match.closeness, written});
        if (!is_new && place->second.closeness < match.closeness) {
            place->second = {match.word, match.closeness, written};
        }
    };
    for (std::size_t at = 0; at < tokens.size(); ++at) {
        if (at + 1 < tokens.size()) {  // "skol plattformen"
            const auto begin = static_cast<std::size_t>(tokens[at].written.data() - text.data());
            const auto end = static_cast<std::size_t>(tokens[at + 1].written.data() - text.data()) + tokens[at + 1].written.size();
            if (const auto* joined = vocabulary_.find_exactly(tokens[at].folded + tokens[at + 1].stem)) {
                add({*joined, 1}, text.substr(begin, end - begin));
            }
        }
        for (const auto& match : vocabulary_.find(tokens[at])) {
            add(match, tokens[at].written);
        }
    }
    std::vector<Hit> found;
    for (const auto& [word, hit] : hits) {
        found.push_back(hit);
    }
    return found;
}

Ranking Classifier::classify(std::string_view text) const {
    const auto hits = hits_of(text);
    std::vector<double> scores(lead_roles_.size(), 0);
    for (const auto& hit : hits) {
        for (const auto& posting : postings_[hit.word]) {
            scores[posting.area] += hit.closeness * posting.weight;
        }
    }
    // Only areas that some word speaks for share the odds with "no row".
    std::vector<std::size_t> order;
    const double top = scores.empty() ? 0 : *std::max_element(scores.begin(), scores.end());
    const double ground = std::max(top, none_score);
    const double none_odds = std::exp(sharpness * (none_score - ground));
    double total = none_odds;
    for (std::size_t area = 0; area < scores.size(); ++area) {
        if (scores[area] > 0) {
            order.push_back(area);
            total += std::exp(sharpness * (scores[area] - ground));
        }
    }
    const auto odds = [&](std::size_t area) { return std::exp(sharpness * (scores[area] - ground)) / total; };
    std::map<std::string_view, double> roles;
    for (const auto area : order) {
        roles[lead_roles_[area]] += odds(area);
    }
    const auto shown = std::min(most_candidates, order.size());
    std::partial_sort(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(shown), order.end(), [&](std::size_t a, std::size_t b) {
        return std::pair{-scores[a], a} < std::pair{-scores[b], b};
    });
    Ranking ranking{{}, none_odds / total, {}};
    for (std::size_t place = 0; place < shown; ++place) {
        Ranked ranked{order[place], odds(order[place]), {}};
        std::vector<std::pair<double, std::string_view>> strengths;
        for (const auto& hit : hits) {
            for (const auto& posting : postings_[hit.word]) {
                if (posting.area == ranked.area) {
                    strengths.emplace_back(-hit.closeness * posting.weight, hit.written);
                }
            }
        }
        std::sort(strengths.begin(), strengths.end());
        for (const auto& [strength, written] : strengths) {
            if (ranked.words.size() < most_words && std::find(ranked.words.begin(), ranked.words.end(), written) == ranked.words.end()) {
                ranked.words.emplace_back(written);
            }
        }
        ranking.role_of_best.push_back(roles[lead_roles_[ranked.area]]);
        ranking.best.push_back(std::move(ranked));
    }
    return ranking;
}

}  // namespace ansvar::routing
