#include "routing/linear_model.hpp"

#include "routing/fingerprint.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <utility>

namespace ansvar::routing {
namespace {

constexpr std::string_view magic = "ANSVAR-MODEL-2\n";
constexpr float largest_step = 127;
constexpr std::size_t cache_line = 64;

/// Little-endian, whatever the machine is.
void put(std::string& bytes, std::uint64_t value, std::size_t width) {
    for (std::size_t at = 0; at < width; ++at) {
        bytes.push_back(static_cast<char>(static_cast<unsigned char>(value >> (8 * at))));
    }
}

void put_real(std::string& bytes, float value) {
    put(bytes, std::bit_cast<std::uint32_t>(value), 4);
}

/// Reads what `put` wrote; once the bytes have run out, everything is 0 and `is_whole` false.
class Bytes {
public:
    explicit Bytes(std::string_view left) : left_(left) {}

    std::uint64_t number(std::size_t width) {
        const auto part = text(width);
        std::uint64_t value = 0;
        for (std::size_t at = 0; at < part.size(); ++at) {
            value |= static_cast<std::uint64_t>(static_cast<unsigned char>(part[at])) << (8 * at);
        }
        return value;
    }
    float real() { return std::bit_cast<float>(static_cast<std::uint32_t>(number(4))); }
    std::string_view text(std::size_t width) {
        if (width > left_.size()) {
            is_whole_ = false;
            left_ = {};
            return {};
        }
        const auto part = left_.substr(0, width);
        left_.remove_prefix(width);
        return part;
    }
    std::size_t left() const { return left_.size(); }
    bool is_whole() const { return is_whole_; }

private:
    std::string_view left_;
    bool is_whole_ = true;
};

/// Adds a row of weights, times a value, to the scores: most of the work of a decision.
void add_row(const std::int8_t* __restrict row, float value, std::size_t width, float* __restrict scores) {
    for (std::size_t each = 0; each < width; ++each) {
        scores[each] += value * static_cast<float>(row[each]);
    }
}

}  // namespace

LinearModel::LinearModel(FeatureSpace space, std::vector<std::string> classes, std::vector<float> biases, const std::vector<float>& weights)
    : space_(std::move(space)), classes_(std::move(classes)), biases_(std::move(biases)) {
    const std::size_t width = classes_.size();
    weights_.reserve(space_.size() * row_width());
    for (std::size_t feature = 0; feature < space_.size(); ++feature) {
        const float* row = weights.data() + feature * width;
        float largest = 0;
        for (std::size_t each = 0; each < width; ++each) {
            largest = std::max(largest, std::abs(row[each]));
        }
        const float scale = largest > 0 ? largest / largest_step : 1;
        scales_.push_back(scale);
        for (std::size_t each = 0; each < width; ++each) {
            weights_.push_back(static_cast<std::int8_t>(std::lround(row[each] / scale)));
        }
        weights_.resize((feature + 1) * row_width(), 0);
    }
    fingerprint_ = fingerprint_of(write());
}

std::vector<float> LinearModel::scores_of(const std::vector<Feature>& features) const {
    const std::size_t width = row_width();
    auto scores = biases_;
    scores.resize(width, 0);
    for (const auto& feature : features) {  // the rows lie far apart in memory: ask for all before waiting for one
        for (std::size_t at = 0; at < width; at += cache_line) {
            __builtin_prefetch(weights_.data() + feature.id * width + at);
        }
    }
    for (const auto& feature : features) {
        add_row(weights_.data() + feature.id * width, feature.value * scales_[feature.id], width, scores.data());
    }
    scores.resize(classes_.size());
    return scores;
}

std::string LinearModel::write() const {
    std::string bytes(magic);
    put(bytes, classes_.size(), 4);
    put(bytes, space_.size(), 4);
    for (std::size_t each = 0; each < classes_.size(); ++each) {
        put(bytes, classes_[each].size(), 2);
        bytes += classes_[each];
        put_real(bytes, biases_[each]);
    }
    for (std::size_t feature = 0; feature < space_.size(); ++feature) {
        put(bytes, space_.known()[feature].name, 8);
        put_real(bytes, space_.known()[feature].rarity);
        put_real(bytes, scales_[feature]);
    }
    bytes.append(weights_.begin(), weights_.end());
    return bytes;
}

Read<LinearModel> read_model(std::string_view bytes) {
    const auto refuse = [] { return tl::unexpected(Faults{{1, 1, "bad-model", {}}}); };
    if (!bytes.starts_with(magic)) {
        return refuse();
    }
    Bytes source(bytes.substr(magic.size()));
    const auto classes = source.number(4);
    const auto features = source.number(4);
    LinearModel model;
    for (std::uint64_t each = 0; each < classes && source.is_whole(); ++each) {
        model.classes_.emplace_back(source.text(source.number(2)));
        model.biases_.push_back(source.real());
    }
    std::vector<FeatureSpace::Known> known;
    for (std::uint64_t feature = 0; feature < features && source.is_whole(); ++feature) {
        const auto name = source.number(8);
        known.push_back({name, source.real()});
        model.scales_.push_back(source.real());
    }
    if (!source.is_whole() || source.left() != features * model.row_width()) {
        return refuse();
    }
    const auto weights = source.text(source.left());
    model.weights_.assign(weights.begin(), weights.end());
    model.fingerprint_ = fingerprint_of(bytes);
    model.space_ = FeatureSpace(std::move(known));
    return model;
}

}  // namespace ansvar::routing
