#include "routing/features.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <utility>

namespace ansvar::routing {
namespace {

constexpr std::array<float, gram_kinds> kind_weights{1.0F, 0.5F, 1.0F};
constexpr std::size_t shortest_letters = 3;
constexpr std::size_t longest_letters = 5;

/// FNV-1a over the kind and the letters.
class GramName {
public:
    explicit GramName(GramKind kind) { add(static_cast<char>(kind)); }

    GramName& add(char byte) {
        hash_ = (hash_ ^ static_cast<unsigned char>(byte)) * 0x100000001b3U;
        return *this;
    }
    GramName& add(std::string_view bytes) {
        for (const char byte : bytes) {
            add(byte);
        }
        return *this;
    }
    std::uint64_t value() const { return hash_; }

private:
    std::uint64_t hash_ = 0xcbf29ce484222325U;
};

void add_letters(std::vector<Gram>& grams, const std::string& word, std::uint32_t place) {
    const std::string framed = '^' + word + '$';
    for (std::size_t begin = 0; begin + shortest_letters <= framed.size(); ++begin) {
        GramName name(GramKind::Letters);
        for (std::size_t length = 1; length <= std::min(longest_letters, framed.size() - begin); ++length) {
            name.add(framed[begin + length - 1]);
            if (length >= shortest_letters) {
                grams.push_back({name.value(), place, GramKind::Letters});
            }
        }
    }
}

}  // namespace

std::vector<Gram> grams_of(const std::vector<Token>& tokens, const Vocabulary& known) {
    std::vector<Gram> grams;
    const Token* before = nullptr;
    for (std::uint32_t place = 0; place < tokens.size(); ++place) {
        const auto& token = tokens[place];
        if (!is_evidence(token, known)) {
            before = nullptr;
            continue;
        }
        grams.push_back({GramName(GramKind::Word).add(token.stem).value(), place, GramKind::Word});
        if (!token.is_common) {
            add_letters(grams, token.folded, place);
        }
        if (before) {
            grams.push_back({GramName(GramKind::Pair).add(before->stem).add(' ').add(token.stem).value(), place - 1, GramKind::Pair});
        }
        before = &token;
    }
    return grams;
}

FeatureSpace::FeatureSpace(std::vector<Known> known) : known_(std::move(known)) {
    std::size_t slots = 1;
    while (slots < known_.size() * 2) {
        slots *= 2;
    }
    slots_.assign(slots, 0);
    for (std::uint32_t id = 0; id < known_.size(); ++id) {
        std::size_t at = known_[id].name & (slots - 1);
        while (slots_[at] != 0) {
            at = (at + 1) & (slots - 1);
        }
        slots_[at] = id + 1;
    }
}

std::optional<std::uint32_t> FeatureSpace::find(std::uint64_t name) const {
    if (slots_.empty()) {
        return std::nullopt;
    }
    const std::size_t last = slots_.size() - 1;
    for (std::size_t at = name & last; slots_[at] != 0; at = (at + 1) & last) {
        if (known_[slots_[at] - 1].name == name) {
            return slots_[at] - 1;
        }
    }
    return std::nullopt;
}

FeatureSpace FeatureSpace::learn(const std::vector<std::vector<Gram>>& texts, std::size_t least) {
    std::map<std::uint64_t, std::size_t> counts;  // ordered, so that ids are the same everywhere
    for (const auto& grams : texts) {
        std::vector<std::uint64_t> names;
        for (const auto& gram : grams) {
            names.push_back(gram.name);
        }
        std::sort(names.begin(), names.end());
        names.erase(std::unique(names.begin(), names.end()), names.end());
        for (const auto name : names) {
            ++counts[name];
        }
    }
    std::vector<Known> known;
    for (const auto& [name, count] : counts) {
        if (count >= least) {
            const auto share = static_cast<double>(texts.size() + 1) / static_cast<double>(count + 1);
            known.push_back({name, static_cast<float>(std::log(share) + 1)});
        }
    }
    return FeatureSpace(std::move(known));
}

Evidence FeatureSpace::evidence_of(const std::vector<Gram>& grams) const {
    thread_local std::vector<std::uint32_t> place_of;  // for each id its place in the features, or unknown; left clean
    if (place_of.size() < known_.size()) {
        place_of.resize(known_.size(), Evidence::unknown);
    }
    Evidence evidence;
    std::vector<GramKind> kinds;
    evidence.of_gram.reserve(grams.size());
    for (const auto& gram : grams) {
        const auto id = find(gram.name);
        if (!id) {
            evidence.of_gram.push_back(Evidence::unknown);
            continue;
        }
        if (place_of[*id] == Evidence::unknown) {
            place_of[*id] = static_cast<std::uint32_t>(evidence.features.size());
            evidence.features.push_back({*id, 0});
            kinds.push_back(gram.kind);
        }
        evidence.of_gram.push_back(place_of[*id]);
        evidence.features[place_of[*id]].value += 1;
    }
    std::array<float, gram_kinds> squares{};
    for (std::size_t at = 0; at < kinds.size(); ++at) {
        auto& feature = evidence.features[at];
        place_of[feature.id] = Evidence::unknown;
        feature.value = (feature.value > 1 ? 1 + std::log(feature.value) : 1) * known_[feature.id].rarity;
        squares[static_cast<std::size_t>(kinds[at])] += feature.value * feature.value;
    }
    for (std::size_t at = 0; at < kinds.size(); ++at) {
        const auto kind = static_cast<std::size_t>(kinds[at]);
        evidence.features[at].value *= kind_weights[kind] / std::sqrt(squares[kind]);
    }
    return evidence;
}

}  // namespace ansvar::routing
