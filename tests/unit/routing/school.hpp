#pragma once

#include "routing/router.hpp"
#include "routing/school_data.hpp"
#include "routing/training.hpp"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>

namespace ansvar::routing::school {

inline std::filesystem::path data_folder() {
    return std::filesystem::path(ANSVAR_SOURCE_DIR) / "routing/data";
}

/// Test data that nobody here wrote; beside the repository, and absent in a clean clone.
inline std::filesystem::path corpora() {
    return std::filesystem::path(ANSVAR_SOURCE_DIR) / "../shared/corpora";
}

inline std::string read_file(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) {
        throw std::runtime_error("cannot read " + path.string());
    }
    return {std::istreambuf_iterator<char>(file), {}};
}

inline const SchoolData& data() {
    static const SchoolData loaded = load_school_data(data_folder());
    return loaded;
}

/// Words alone, as a school's own list is followed at once.
inline const Router& router() {
    static const Router made{data().matrix, data().lexicon};
    return made;
}

/// With a model, as it ships, except that it has learnt nothing from the labelled requests. Takes some ten seconds to make.
inline const Router& taught_router() {
    static const Router made{data().matrix, data().lexicon,
                             std::make_shared<const LinearModel>(train_model(data().matrix, data().lexicon, {}))};
    return made;
}

}  // namespace ansvar::routing::school
