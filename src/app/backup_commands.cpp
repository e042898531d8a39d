#include "app/backup_commands.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <ostream>
#include <stdexcept>
#include <vector>

#include "app/backup_archive.hpp"
#include "app/copy_folder.hpp"
#include "app/files.hpp"
#include "app/store.hpp"
#include "app/whole_copy.hpp"
#include "core/time.hpp"
#include "db/migrations.hpp"

namespace ansvar::app {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kept_backups = 3;

/// Prints each line with the seconds since the beginning.
Tell telling(std::ostream& out) {
    return [&out, began = std::chrono::steady_clock::now()](const std::string& line) {
        const std::chrono::duration<double> passed = std::chrono::steady_clock::now() - began;
        out << fmt::format("{:.1f} s: {}\n", passed.count(), line) << std::flush;
    };
}

std::string what_is_in(const CopyManifest& manifest) {
    std::uint64_t rows = 0, bytes = 0;
    for (const auto& [name, table] : manifest.tables) {
        rows += table.rows;
    }
    for (const auto& [name, piece] : manifest.pieces) {
        bytes += piece.bytes;
    }
    return fmt::format("{} tables, {} rows, {} files, {:.1f} MB", manifest.tables.size(), rows, manifest.pieces.size(), static_cast<double>(bytes) / 1e6);
}

void remove_oldest(const fs::path& folder) {
    std::vector<fs::path> files;
    for (const auto& entry : fs::directory_iterator{folder}) {
        if (entry.path().filename().string().starts_with("before-") && entry.path().extension() == ".zst") {
            files.push_back(entry.path());
        }
    }
    std::sort(files.begin(), files.end(), [](const auto& a, const auto& b) { return fs::last_write_time(a) > fs::last_write_time(b); });
    for (auto at = kept_backups; at < files.size(); ++at) {
        fs::remove(files[at]);
    }
}

/// What lies in DIR is copied: a copy written there would be in the next one.
void require_outside(const fs::path& data, const fs::path& target) {
    const auto inside = fs::weakly_canonical(fs::absolute(target)).lexically_relative(fs::weakly_canonical(fs::absolute(data)));
    if (!inside.empty() && *inside.begin() != ".." && *inside.begin() != backups_folder) {
        throw std::runtime_error(fmt::format("{} lies in the data folder: write it elsewhere, or into its folder {}", target.string(), backups_folder));
    }
}

bool is_behind(const Config& config) {
    const Store store{config, SchemaCare::LeaveAlone};
    const auto version = db::schema_version(store.settings());
    return version > 0 && version < db::embedded_migrations().back().version;
}

}  // namespace

int backup_command(const Config& config, const std::string& file, std::ostream& out) {
    const auto tell = telling(out);
    require_outside(config.data, file);
    ArchiveSink sink{file};
    const auto manifest = write_copy(config, sink, tell);
    sink.finish();
    tell(fmt::format("{}: {}; {:.1f} MB compressed", file, what_is_in(manifest), static_cast<double>(fs::file_size(file)) / 1e6));
    return 0;
}

int restore_command(const Config& config, const std::string& file, std::ostream& out) {
    const auto tell = telling(out);
    fill_from_copy(config, ArchiveSource{file}, tell);
    tell(fmt::format("restored in {}; every count is as in the backup", config.data.string()));
    return 0;
}

int export_command(const Config& config, const std::string& folder, std::ostream& out) {
    const auto tell = telling(out);
    require_outside(config.data, folder);
    FolderSink sink{folder};
    const auto manifest = write_copy(config, sink, tell);
    sink.finish();
    tell(fmt::format("{}: {}", folder, what_is_in(manifest)));
    return 0;
}

int import_command(const Config& config, const std::string& folder, std::ostream& out) {
    const auto tell = telling(out);
    fill_from_copy(config, FolderSource{folder}, tell);
    tell(fmt::format("imported into {}; every count is as in the export", config.data.string()));
    return 0;
}

void back_up_before_migrating(const Config& config, std::ostream& out) {
    if (!is_behind(config)) {
        return;
    }
    const auto folder = config.data / backups_folder;
    fs::create_directories(folder);
    remove_left_halves(folder);
    auto moment = to_sql(SystemClock{}.now()).substr(0, 19);
    std::replace_if(moment.begin(), moment.end(), [](char c) { return c == ' ' || c == ':'; }, '-');
    const auto file = folder / fmt::format("before-{:04}-{}.tar.zst", db::embedded_migrations().back().version, moment);
    backup_command(config, file.string(), out);
    remove_oldest(folder);
}

}  // namespace ansvar::app
