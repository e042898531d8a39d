#pragma once

#include "routing/features.hpp"

#include <cstddef>
#include <vector>

namespace ansvar::routing {

/// Learns softmax regression text by text with AdaGrad: a weight that has moved often moves slowly. Each class has
/// weights of its own and shares others with its group, so that what is rare for one area is learnt from its neighbours.
class SoftmaxTrainer {
public:
    struct Settings {
        float rate;         ///< of the first steps
        float decay;        ///< pull of every weight towards nothing
        float group_share;  ///< how much a group's weights count; 0: classes learn alone
    };

    /// `group_of`: each class's group, from 0.
    SoftmaxTrainer(std::size_t features, std::vector<std::size_t> group_of, Settings settings);

    /// One step: any of the `right` classes may be the answer, the likelier one the more.
    void learn(const std::vector<Feature>& features, const std::vector<std::size_t>& right, float weight);
    /// Lowers the rate by a part (0–1) of the first one.
    void slow_down(float part) { rate_ = settings_.rate * (1 - part); }

    /// For each feature, a weight for each class: its own and its group's together.
    std::vector<float> weights() const;
    std::vector<float> biases() const;

private:
    /// Weights feature by feature, and how far each has moved.
    struct Table {
        Table(std::size_t rows, std::size_t columns);
        std::size_t width;
        std::vector<float> weights;
        std::vector<float> moved;
    };

    std::vector<float> probabilities_of(const std::vector<Feature>& features) const;
    void step(Table& table, std::size_t row, float value, const std::vector<float>& gradient) const;
    float weight(std::size_t row, std::size_t of_class) const;

    std::vector<std::size_t> group_of_;
    std::size_t groups_;
    Settings settings_;
    float rate_;
    Table own_;  // the last row is the bias
    Table shared_;
};

}  // namespace ansvar::routing
