#include "web/files.hpp"

#include <fstream>
#include <iterator>
#include <stdexcept>

namespace ansvar::web {

std::string read_file(const std::filesystem::path& file) {
    std::ifstream stream{file, std::ios::binary};
    std::string bytes{std::istreambuf_iterator<char>{stream}, {}};
    if (!stream.is_open() || stream.bad()) {
        throw std::runtime_error("cannot read " + file.string());
    }
    return bytes;
}

}  // namespace ansvar::web
