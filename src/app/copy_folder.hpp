#pragma once

#include <filesystem>

#include "app/copy_place.hpp"

namespace ansvar::app {

/// Pieces as files of a folder, 0600. The manifest comes last: a folder without one is not whole.
class FolderSink : public CopySink {
public:
    /// Makes the folder. Throws std::runtime_error when something is in it already.
    explicit FolderSink(std::filesystem::path folder);
    void put(const std::string& name, std::string_view content) override;
    void finish() override;

private:
    std::filesystem::path folder_;
};

/// Hands over the rows of tables before the files that belong to them, as an archive does.
class FolderSource : public CopySource {
public:
    explicit FolderSource(std::filesystem::path folder) : folder_{std::move(folder)} {}
    void each(const std::function<void(const std::string& name, const std::string& content)>& take) const override;

private:
    std::filesystem::path folder_;
};

}  // namespace ansvar::app
