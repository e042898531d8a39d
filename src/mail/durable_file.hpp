#pragma once

#include <filesystem>
#include <string_view>

namespace ansvar::mail {

/// Writes a file that is not there yet, for its owner alone (0600), down to the disk. 0, or errno; what is half-written is taken away.
int write_new_file(const std::filesystem::path& path, std::string_view bytes);

/// Makes names put into the folder last. 0, or errno.
int sync_folder(const std::filesystem::path& folder);

}  // namespace ansvar::mail
