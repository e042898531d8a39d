#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace ansvar::app {

/// A CSV file of our own, as maps from column to value. Throws when it is faulty.
std::vector<std::map<std::string, std::string>> read_demo_table(const std::filesystem::path& file);

}  // namespace ansvar::app
