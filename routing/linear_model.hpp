#pragma once

#include "routing/fault.hpp"
#include "routing/features.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace ansvar::routing {

/// Softmax regression: a class's score is the sum of its weights for the evidence in a text. Weights are kept in a byte
/// each. A model knows its classes by name, so that it can serve a matrix that has changed since. Immutable.
class LinearModel {
public:
    LinearModel() = default;
    /// `weights`: for each feature of the space, one for each class.
    LinearModel(FeatureSpace space, std::vector<std::string> classes, std::vector<float> biases, const std::vector<float>& weights);

    const FeatureSpace& space() const { return space_; }
    const std::vector<std::string>& classes() const { return classes_; }

    /// A score for each class; differences are logarithms of odds.
    std::vector<float> scores_of(const std::vector<Feature>& features) const;
    float weight(std::uint32_t feature, std::size_t of_class) const {
        return scales_[feature] * static_cast<float>(weights_[feature * row_width() + of_class]);
    }

    /// A hash of everything in it, 16 hexadecimal digits.
    const std::string& fingerprint() const { return fingerprint_; }

    /// Bytes that `read_model` understands on any machine.
    std::string write() const;

private:
    friend Read<LinearModel> read_model(std::string_view bytes);

    /// Rows are padded to whole blocks, which the compiler turns into vector instructions.
    static constexpr std::size_t block = 16;
    std::size_t row_width() const { return (classes_.size() + block - 1) / block * block; }

    FeatureSpace space_;
    std::vector<std::string> classes_;
    std::vector<float> biases_;
    std::vector<float> scales_;         // for each feature: what one step of its weights is worth
    std::vector<std::int8_t> weights_;  // feature by feature, row_width() apart
    std::string fingerprint_;
};

/// Fault code bad-model when the bytes are not what `LinearModel::write` made.
Read<LinearModel> read_model(std::string_view bytes);

}  // namespace ansvar::routing
