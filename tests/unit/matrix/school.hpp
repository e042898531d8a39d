#pragma once

#include "matrix/current_router.hpp"
#include "matrix/import.hpp"
#include "routing/school_data.hpp"
#include "support/test_database.hpp"

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

namespace ansvar::tests {

/// A Thursday morning in November, when this school looks at its matrix.
inline const Timestamp now = from_stockholm(2026, 11, 12, 10, 0);

inline std::filesystem::path routing_data() {
    return std::filesystem::path{ansvar_source_dir()} / "routing" / "data";
}

inline std::string file(const std::string& name) {
    std::ifstream stream{routing_data() / name, std::ios::binary};
    std::ostringstream text;
    text << stream.rdbuf();
    return std::move(text).str();
}

/// The Blueprint's files as they ship.
inline matrix::ImportFiles shipped_files() {
    return {.matrix = file("matrix-1.4.0.csv"), .words = file("words.csv"), .roles = file("roles.csv")};
}

/// The model that the build has made, beside the test.
inline const matrix::Model& shipped_model() {
    static const auto model = routing::load_model(std::filesystem::read_symlink("/proc/self/exe").parent_path() / "routing-model.bin");
    return model;
}

}  // namespace ansvar::tests
