#pragma once

#include <catch2/catch.hpp>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

namespace ansvar::tests {

/// Compares `text` with the approved tests/snapshots/<name>. With APPROVE=1 in the environment it becomes the approved one:
/// read the difference before you commit it.
inline void approve(const std::string& name, const std::string& text) {
    const auto file = std::filesystem::path{ANSVAR_SOURCE_DIR} / "tests" / "snapshots" / name;
    if (std::getenv("APPROVE") != nullptr) {
        std::filesystem::create_directories(file.parent_path());
        std::ofstream{file, std::ios::binary} << text;
        return;
    }
    std::ifstream in{file, std::ios::binary};
    INFO("snapshot " << name);
    REQUIRE(in);
    const std::string approved{std::istreambuf_iterator<char>{in}, {}};
    CHECK(text == approved);
}

}  // namespace ansvar::tests
