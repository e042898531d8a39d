#pragma once

#include "routing/decision.hpp"
#include "routing/exceptions.hpp"
#include "routing/lexicon.hpp"
#include "routing/matrix.hpp"

#include <map>
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

    /// The same router for a school where units have answers of their own; each unit's is ready before it is asked for.
    Router with(Exceptions exceptions) const;
    /// How it routes for a unit's people: itself when no exception holds there. Owned by this router.
    const Router& at(std::optional<UnitNumber> unit) const;
    const Exceptions& exceptions() const { return exceptions_; }

    /// At a unit: as its people have it.
    const Matrix& matrix() const { return *matrix_; }
    const Lexicon& lexicon() const { return *lexicon_; }
    /// Changes whenever the same text could be scored differently: method, words, areas.
    const std::string& model_version() const;

private:
    Router of_unit(const std::map<std::string, UnitException>& own) const;

    std::shared_ptr<const Matrix> matrix_;
    std::shared_ptr<const Lexicon> lexicon_;
    std::shared_ptr<const Classifier> classifier_;
    Exceptions exceptions_;
    std::map<UnitNumber, std::shared_ptr<const Router>> of_units_;
    std::map<std::string, AppliedException> applied_;  // by area, in a unit's router
};

}  // namespace ansvar::routing
