#include "mail/secret_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <stdexcept>

namespace ansvar::mail {

std::string read_secret(const std::filesystem::path& file, std::string_view what) {
    std::ifstream in{file, std::ios::binary};
    std::string secret{std::istreambuf_iterator<char>{in}, {}};
    if (!in) {
        throw std::runtime_error(fmt::format("{} cannot be read from {}", what, file.string()));
    }
    while (!secret.empty() && (secret.back() == '\n' || secret.back() == '\r')) {
        secret.pop_back();
    }
    const bool has_controls = std::any_of(secret.begin(), secret.end(), [](unsigned char c) { return c < 0x20 || c == 0x7F; });
    if (secret.empty() || has_controls) {
        throw std::runtime_error(fmt::format("{} in {} is {}", what, file.string(), secret.empty() ? "empty" : "more than one line"));
    }
    return secret;
}

}  // namespace ansvar::mail
