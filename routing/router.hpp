#pragma once

#include "routing/decision.hpp"
#include "routing/lexicon.hpp"
#include "routing/matrix.hpp"

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace ansvar::routing {

class Classifier;
class LinearModel;

/// Answers who answers for a request. Total (every request gets a decision), deterministic (the same input gives the same
/// answer on every machine), safe to use from many threads at once, and without clock, network or files.
class Router {
public:
    /// Without a model the words alone decide: ready at once, somewhat less often right.
    Router(Matrix matrix, Lexicon lexicon, std::shared_ptr<const LinearModel> model = nullptr);

    /// Texts beyond 20,000 bytes are read up to there.
    Decision route(const Request& request) const;

    /// An agent's decision in place of an earlier one: `target` is an area's key or row, or a role's code.
    /// The candidates and words stay as they were; empty when the matrix knows no such target.
    std::optional<Decision> correct(const Decision& before, std::string_view target) const;

    const Matrix& matrix() const { return *matrix_; }
    const Lexicon& lexicon() const { return *lexicon_; }
    /// Changes whenever the same text could be scored differently: method, words, areas.
    const std::string& model_version() const;

private:
    std::shared_ptr<const Matrix> matrix_;
    std::shared_ptr<const Lexicon> lexicon_;
    std::shared_ptr<const Classifier> classifier_;
};

}  // namespace ansvar::routing
