#include "app/files.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>
#include <stdexcept>

#include "core/secret.hpp"
#include "routing/school_data.hpp"

namespace ansvar::app {

namespace fs = std::filesystem;

namespace {

std::string first_line(const fs::path& file) {
    std::ifstream in{file};
    std::string line;
    std::getline(in, line);
    return line;
}

}  // namespace

fs::path share_folder() {
    const auto here = fs::read_symlink("/proc/self/exe").parent_path();
    for (const auto& folder : {here / "share" / "ansvar", here.parent_path() / "share" / "ansvar"}) {
        if (fs::exists(folder / "templates")) {
            return folder;
        }
    }
    throw std::runtime_error("templates and assets are neither in " + (here / "share/ansvar").string() + " nor in " +
                             (here.parent_path() / "share/ansvar").string());
}

std::shared_ptr<const routing::LinearModel> shipped_model() { return routing::load_model(share_folder() / "routing-model.bin"); }

void write_private(const fs::path& file, const std::string& text) {
    const auto half = file.string() + ".new";
    const int fd = ::open(half.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (fd < 0 || ::write(fd, text.data(), text.size()) != static_cast<ssize_t>(text.size()) || ::fsync(fd) != 0 || ::close(fd) != 0) {
        throw std::runtime_error("cannot write " + file.string());
    }
    fs::rename(half, file);
}

void make_data_folder(const fs::path& data) {
    ::umask(077);
    fs::create_directories(data);
}

std::string installation_secret(const fs::path& data) {
    const auto file = data / "secret";
    if (auto secret = first_line(file); !secret.empty()) {
        return secret;
    }
    write_private(file, random_token(32) + "\n");
    return first_line(file);
}

std::string last_public_url(const fs::path& data) { return first_line(data / "public-url"); }

void remember_public_url(const fs::path& data, const std::string& url) { write_private(data / "public-url", url + "\n"); }

}  // namespace ansvar::app
