#pragma once

#include <filesystem>
#include <string>

namespace ansvar::web {

/// A file's bytes. Throws std::runtime_error naming the file when it cannot be read.
std::string read_file(const std::filesystem::path& file);

}  // namespace ansvar::web
