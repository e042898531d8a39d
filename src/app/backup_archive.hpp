#pragma once

#include <filesystem>
#include <memory>

#include "app/copy_place.hpp"

namespace ansvar::app {

/// A tar archive compressed with Zstandard, 0600. It is written as FILE.half and gets its name when it is whole and on the disk.
class ArchiveSink : public CopySink {
public:
    /// Throws std::runtime_error when the file exists, or another backup is writing it.
    explicit ArchiveSink(std::filesystem::path file);
    ~ArchiveSink() override;
    void put(const std::string& name, std::string_view content) override;
    void finish() override;

private:
    class Inside;
    std::unique_ptr<Inside> inside_;
};

/// Removes what killed backups left half-written in a folder (it may hold the secret); one that is being written stays.
void remove_left_halves(const std::filesystem::path& folder);

class ArchiveSource : public CopySource {
public:
    explicit ArchiveSource(std::filesystem::path file) : file_{std::move(file)} {}
    void each(const std::function<void(const std::string& name, const std::string& content)>& take) const override;

private:
    std::filesystem::path file_;
};

}  // namespace ansvar::app
