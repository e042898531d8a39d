#pragma once

#include <filesystem>
#include <iosfwd>
#include <optional>
#include <string>

#include "routing/lexicon.hpp"
#include "routing/matrix.hpp"
#include "routing/router.hpp"

namespace ansvar::app {

/// What `ansvar route` was asked: exactly one of a text, a file to route, and a file to be judged by.
struct RouteQuestion {
    std::string text;
    bool as_json = false;
    std::filesystem::path cases;     ///< CSV id,subject,body; other columns are passed over
    std::filesystem::path out;       ///< where the answers go; empty: to the output
    std::filesystem::path evaluate;  ///< CSV id,subject,body,rows,role,kind
    std::size_t folds = 10;
};

/// What a text is routed with.
struct RouteEngine {
    routing::Matrix matrix;
    routing::Lexicon lexicon;
    std::shared_ptr<const routing::LinearModel> model;
};

/// The Blueprint, words and model of the share folder: needs no database.
RouteEngine shipped_engine();

/// Answers on `out`; returns the exit code. Throws std::runtime_error for a file that cannot be read, written or understood, with every fault.
int answer_route_question(const RouteQuestion& question, const RouteEngine& engine, std::ostream& out);

}  // namespace ansvar::app
