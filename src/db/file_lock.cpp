#include "db/file_lock.hpp"

#include "db/embedded_server.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <thread>
#include <utility>

namespace ansvar::db {

namespace {
constexpr std::chrono::milliseconds pause{10};
}

FileLock::FileLock(const std::filesystem::path& path, Mode mode, std::chrono::milliseconds patience)
    : file_{open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600)} {
    if (file_ < 0) {
        throw ServerFault(fmt::format("cannot open {}: {}", path.string(), std::strerror(errno)));
    }
    const auto until = std::chrono::steady_clock::now() + patience;
    const int how = (mode == Mode::Shared ? LOCK_SH : LOCK_EX) | LOCK_NB;
    while (flock(file_, how) != 0) {
        if (std::chrono::steady_clock::now() >= until) {
            release();
            throw ServerFault(fmt::format("{} is held by another process", path.string()));
        }
        std::this_thread::sleep_for(pause);
    }
}

FileLock& FileLock::operator=(FileLock&& other) noexcept {
    std::swap(file_, other.file_);
    other.release();
    return *this;
}

void FileLock::release() {
    if (file_ >= 0) {
        close(file_);
        file_ = -1;
    }
}

}  // namespace ansvar::db
