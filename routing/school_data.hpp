#pragma once

#include "routing/cases.hpp"
#include "routing/lexicon.hpp"
#include "routing/linear_model.hpp"
#include "routing/matrix.hpp"

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace ansvar::routing {

/// The seed that ships with Ansvar: the Blueprint with what we decided about it, and the words.
struct SchoolData {
    Matrix matrix;
    Lexicon lexicon;
};

/// The labelled requests that the shipped model has learnt from: requests.csv and requests-own.csv. Throws as `load_school_data`.
std::vector<Case> load_labelled_requests(const std::filesystem::path& folder, const Matrix& matrix);

/// Reads roles.csv, matrix-1.4.0.csv and words.csv from `folder` (routing/data). Throws std::runtime_error naming the
/// first fault: these are our own files, so a fault is ours.
SchoolData load_school_data(const std::filesystem::path& folder);

/// A whole file. Throws std::runtime_error when it cannot be read.
std::string read_whole(const std::filesystem::path& file);

/// The model that the build made of it. Throws std::runtime_error when the file is absent or is no model.
std::shared_ptr<const LinearModel> load_model(const std::filesystem::path& file);

}  // namespace ansvar::routing
