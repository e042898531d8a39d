#pragma once

#include "routing/text.hpp"
#include "routing/vocabulary.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace ansvar::routing {

/// A kind of evidence that a text holds. Each kind is weighed on its own, so that long words do not drown short ones.
enum class GramKind : std::uint8_t {
    Word,     ///< a stem
    Pair,     ///< two stems in a row
    Letters,  ///< three to five letters in a row within a word, its ends marked
};
inline constexpr std::size_t gram_kinds = 3;

/// One piece of evidence.
struct Gram {
    std::uint64_t name = 0;   ///< a hash of kind and letters, the same on every machine
    std::uint32_t token = 0;  ///< the place of the (first) word it comes from
    GramKind kind = GramKind::Word;
};

/// The evidence of a text, word by word. Numbers are none, and neither are names (see `is_evidence`).
std::vector<Gram> grams_of(const std::vector<Token>& tokens, const Vocabulary& known);

/// A piece of evidence that a model knows, and how much of it a text holds.
struct Feature {
    std::uint32_t id = 0;
    float value = 0;
};

/// What a text says in a model's terms.
struct Evidence {
    static constexpr std::uint32_t unknown = 0xFFFFFFFF;

    std::vector<Feature> features;       ///< each id once; every kind's part has length 1 times the kind's weight
    std::vector<std::uint32_t> of_gram;  ///< for each gram its place in `features`, or unknown
};

/// Which evidence a model knows, and how rare each piece is. Immutable after `learn`.
class FeatureSpace {
public:
    /// One known piece of evidence.
    struct Known {
        std::uint64_t name = 0;
        float rarity = 0;
    };

    FeatureSpace() = default;
    explicit FeatureSpace(std::vector<Known> known);

    /// Knows what stands in at least `least` of the texts.
    static FeatureSpace learn(const std::vector<std::vector<Gram>>& texts, std::size_t least);

    std::size_t size() const { return known_.size(); }
    const std::vector<Known>& known() const { return known_; }
    std::optional<std::uint32_t> find(std::uint64_t name) const;

    Evidence evidence_of(const std::vector<Gram>& grams) const;

private:
    std::vector<Known> known_;          // by id
    std::vector<std::uint32_t> slots_;  // open addressing: id + 1, or 0; a power of two of them
};

}  // namespace ansvar::routing
