#pragma once

#include <filesystem>
#include <string>

#include "moving/foreign.hpp"

namespace ansvar::moving {

/// Whether a path, followed with its links, is absolute or ends outside the folder it is said to be within. One that cannot be followed is too.
bool leads_out(const std::filesystem::path& within, const std::filesystem::path& relative);

/// A file's bytes, when it is not larger than Ansvar takes; only its size when it is, and why when it cannot be read. `within`: a path
/// that leads out of this folder is not followed, however it is written.
ForeignFile read_foreign_file(const std::filesystem::path& within, const std::filesystem::path& relative, const std::string& name);

}  // namespace ansvar::moving
