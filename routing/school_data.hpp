#pragma once

#include "routing/lexicon.hpp"
#include "routing/matrix.hpp"

#include <filesystem>

namespace ansvar::routing {

/// The seed that ships with Ansvar: the Blueprint with what we decided about it, and the words.
struct SchoolData {
    Matrix matrix;
    Lexicon lexicon;
};

/// Reads roles.csv, matrix-1.4.0.csv, words.csv and examples.csv from `folder` (routing/data). Throws std::runtime_error naming the
/// first fault: these are our own files, so a fault is ours.
SchoolData load_school_data(const std::filesystem::path& folder);

}  // namespace ansvar::routing
