#pragma once

#include <chrono>
#include <filesystem>

namespace ansvar::db {

/// An open file under flock(2), held until destroyed or released. The kernel frees it when the process dies; programs started by the
/// process do not inherit it.
class FileLock {
public:
    enum class Mode { Shared, Exclusive };

    FileLock() = default;
    /// Opens (0600, made when missing) and locks the file. Throws ServerFault when it is not free within `patience`.
    FileLock(const std::filesystem::path& path, Mode mode, std::chrono::milliseconds patience);
    ~FileLock() { release(); }
    FileLock(FileLock&& other) noexcept : file_{other.file_} { other.file_ = -1; }
    FileLock& operator=(FileLock&& other) noexcept;

    bool is_held() const { return file_ >= 0; }
    void release();

private:
    int file_ = -1;
};

}  // namespace ansvar::db
