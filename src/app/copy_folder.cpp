#include "app/copy_folder.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <stdexcept>
#include <vector>

#include "app/files.hpp"
#include "web/files.hpp"

namespace ansvar::app {

namespace fs = std::filesystem;

FolderSink::FolderSink(fs::path folder) : folder_{std::move(folder)} {
    if (fs::exists(folder_) && (!fs::is_directory(folder_) || !fs::is_empty(folder_))) {
        throw std::runtime_error(fmt::format("{} is not empty", folder_.string()));
    }
    make_data_folder(folder_);
}

void FolderSink::put(const std::string& name, std::string_view content) {
    const auto file = folder_ / name;
    fs::create_directories(file.parent_path());
    write_private(file, std::string{content});
}

void FolderSink::finish() { ::sync(); }

void FolderSource::each(const std::function<void(const std::string&, const std::string&)>& take) const {
    std::vector<std::string> names;
    for (const auto& entry : fs::recursive_directory_iterator{folder_}) {
        if (entry.is_regular_file()) {
            names.push_back(entry.path().lexically_relative(folder_).generic_string());
        }
    }
    const auto comes_later = [](const std::string& name) { return name.starts_with("files/"); };
    std::sort(names.begin(), names.end(), [&](const auto& a, const auto& b) { return std::pair{comes_later(a), a} < std::pair{comes_later(b), b}; });
    for (const auto& name : names) {
        take(name, web::read_file(folder_ / name));
    }
}

}  // namespace ansvar::app
