#include "routing/softmax_trainer.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace ansvar::routing {
namespace {

constexpr float negligible = 1e-4F;  // a class this unlikely learns nothing from a text
constexpr float bias_value = 0.1F;   // biases move less than evidence
constexpr float first_move = 1e-3F;  // keeps the first step finite

void to_probabilities(std::vector<float>& scores) {
    const float top = *std::max_element(scores.begin(), scores.end());
    float total = 0;
    for (auto& score : scores) {
        score = std::exp(score - top);
        total += score;
    }
    for (auto& score : scores) {
        score /= total;
    }
}

/// From probabilities to the gradient of the loss.
void aim(std::vector<float>& probabilities, const std::vector<std::size_t>& right, float weight) {
    float total = 0;
    for (const auto each : right) {
        total += probabilities[each];
    }
    std::vector<float> targets;
    for (const auto each : right) {
        targets.push_back(total > 0 ? probabilities[each] / total : 0);
    }
    for (auto& probability : probabilities) {
        probability = probability < negligible ? 0 : probability * weight;
    }
    for (std::size_t at = 0; at < right.size(); ++at) {
        probabilities[right[at]] -= targets[at] * weight;
    }
}

}  // namespace

SoftmaxTrainer::Table::Table(std::size_t rows, std::size_t columns)
    : width(columns), weights(rows * columns, 0), moved(rows * columns, first_move) {}

SoftmaxTrainer::SoftmaxTrainer(std::size_t features, std::vector<std::size_t> group_of, Settings settings)
    : group_of_(std::move(group_of)),
      groups_(*std::max_element(group_of_.begin(), group_of_.end()) + 1),
      settings_(settings),
      rate_(settings.rate),
      own_(features + 1, group_of_.size()),
      shared_(features + 1, groups_) {}

std::vector<float> SoftmaxTrainer::probabilities_of(const std::vector<Feature>& features) const {
    std::vector<float> scores(group_of_.size(), 0);
    std::vector<float> group_scores(groups_, 0);
    const auto add = [](const Table& table, std::size_t row, float value, std::vector<float>& to) {
        const float* weights = table.weights.data() + row * table.width;
        for (std::size_t each = 0; each < to.size(); ++each) {
            to[each] += weights[each] * value;
        }
    };
    for (const auto& feature : features) {
        add(own_, feature.id, feature.value, scores);
        add(shared_, feature.id, feature.value, group_scores);
    }
    const std::size_t bias = own_.weights.size() / own_.width - 1;
    add(own_, bias, bias_value, scores);
    add(shared_, bias, bias_value, group_scores);
    for (std::size_t each = 0; each < scores.size(); ++each) {
        scores[each] += settings_.group_share * group_scores[group_of_[each]];
    }
    to_probabilities(scores);
    return scores;
}

void SoftmaxTrainer::learn(const std::vector<Feature>& features, const std::vector<std::size_t>& right, float weight) {
    auto gradient = probabilities_of(features);
    aim(gradient, right, weight);
    std::vector<float> group_gradient(groups_, 0);
    for (std::size_t each = 0; each < gradient.size(); ++each) {
        group_gradient[group_of_[each]] += settings_.group_share * gradient[each];
    }
    for (const auto& feature : features) {
        step(own_, feature.id, feature.value, gradient);
        step(shared_, feature.id, feature.value, group_gradient);
    }
    const std::size_t bias = own_.weights.size() / own_.width - 1;
    step(own_, bias, bias_value, gradient);
    step(shared_, bias, bias_value, group_gradient);
}

void SoftmaxTrainer::step(Table& table, std::size_t row, float value, const std::vector<float>& gradient) const {
    for (std::size_t each = 0; each < gradient.size(); ++each) {
        if (gradient[each] == 0) {
            continue;
        }
        float& weight = table.weights[row * table.width + each];
        float& moved = table.moved[row * table.width + each];
        const float slope = gradient[each] * value + settings_.decay * weight;
        moved += slope * slope;
        weight -= rate_ * slope / std::sqrt(moved);
    }
}

float SoftmaxTrainer::weight(std::size_t row, std::size_t of_class) const {
    return own_.weights[row * own_.width + of_class] + settings_.group_share * shared_.weights[row * shared_.width + group_of_[of_class]];
}

std::vector<float> SoftmaxTrainer::weights() const {
    const std::size_t features = own_.weights.size() / own_.width - 1;
    std::vector<float> all;
    all.reserve(features * own_.width);
    for (std::size_t row = 0; row < features; ++row) {
        for (std::size_t each = 0; each < own_.width; ++each) {
            all.push_back(weight(row, each));
        }
    }
    return all;
}

std::vector<float> SoftmaxTrainer::biases() const {
    std::vector<float> all;
    for (std::size_t each = 0; each < own_.width; ++each) {
        all.push_back(bias_value * weight(own_.weights.size() / own_.width - 1, each));
    }
    return all;
}

}  // namespace ansvar::routing
