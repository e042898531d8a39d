#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace ansvar::mail {

/// A password or token out of its file, without the line end behind it. Throws std::runtime_error when it cannot be read, is empty, or
/// holds control characters, which would end the command that carries it; `what` names it: "the mail password".
std::string read_secret(const std::filesystem::path& file, std::string_view what);

}  // namespace ansvar::mail
