#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <set>

#include "app/copy_rows.hpp"
#include "app/files.hpp"
#include "app/store.hpp"
#include "app/whole_copy.hpp"
#include "core/secret.hpp"
#include "web/files.hpp"

namespace ansvar::app {

namespace fs = std::filesystem;

namespace {

/// Bounds what is held in memory; a table's lines are cut into so large files.
constexpr std::size_t part_bytes = 32 * 1024 * 1024;
constexpr std::uint64_t worth_telling = 10'000;

class CopyWriter {
public:
    CopyWriter(CopySink& sink, const Tell& tell) : sink_{sink}, tell_{tell} {}

    void put(const std::string& name, std::string_view content) {
        sink_.put(name, content);
        manifest.pieces[name] = {.bytes = content.size(), .sha256 = sha256(content)};
    }

    void put_table(db::SchemaSnapshot& snapshot, const db::TableShape& table) {
        auto& noted = manifest.tables[table.name];
        noted.next_number = table.next_number;
        const bool has_pieces = table.pieces() != nullptr;
        std::string lines;
        unsigned part = 0;
        const auto hand_over = [&] {
            if (!lines.empty()) {
                put(fmt::format("tables/{}.{:04}.jsonl", table.name, ++part), lines);
                lines.clear();
            }
        };
        snapshot.each(table, has_pieces, [&](const db::CopiedRow& row) {
            add_line(lines, table, row, has_pieces);
            ++noted.rows;
            if (lines.size() >= part_bytes) {
                hand_over();
                tell_(fmt::format("{}: {} rows", table.name, noted.rows));
            }
        });
        hand_over();
        if (noted.rows >= worth_telling) {
            tell_(fmt::format("{}: {} rows, all", table.name, noted.rows));
        }
        if (has_pieces) {
            put_pieces(snapshot, table);
        }
    }

    CopyManifest manifest;

private:
    /// What the pieces make together, one file for each thing they belong to.
    void put_pieces(db::SchemaSnapshot& snapshot, const db::TableShape& table) {
        std::string whose, content;
        const auto hand_over = [&] {
            if (!whose.empty()) {
                put(fmt::format("files/{}/{}", table.name, whose), content);
            }
            content.clear();
        };
        snapshot.each(table, false, [&](const db::CopiedRow& row) {
            if (const auto& id = row.at(0).value(); id != whose) {
                hand_over();
                whose = id;
            }
            content += row.at(2).value_or("");
        });
        hand_over();
    }

    CopySink& sink_;
    const Tell& tell_;
};

/// Letters, mail that came in, the secret: everything but the database, former backups and what is only half written.
std::set<fs::path> files_of(const fs::path& data) {
    std::set<fs::path> files;
    if (!fs::exists(data)) {
        return files;
    }
    for (auto entry = fs::recursive_directory_iterator{data}; entry != fs::recursive_directory_iterator{}; ++entry) {
        const auto name = entry->path().lexically_relative(data);
        if (entry.depth() == 0 && (name == "db" || name == backups_folder)) {
            entry.disable_recursion_pending();
        } else if (entry->symlink_status().type() == fs::file_type::regular && name.extension() != ".new" && name.extension() != ".half") {
            files.insert(name);
        }
    }
    return files;
}

/// Before the snapshot: a mail that is handled meanwhile is then in the copy twice, which is noticed, and never missing.
void put_data(CopyWriter& writer, const Config& config) {
    for (const auto& name : files_of(config.data)) {
        if (name == "secret" && !config.secret_file.empty()) {
            continue;
        }
        std::string content;
        try {
            content = web::read_file(config.data / name);
        } catch (const std::runtime_error&) {
            if (fs::exists(config.data / name)) {
                throw;
            }
            continue;  // a letter or mail that was moved meanwhile
        }
        writer.put("data/" + name.generic_string(), content);
    }
    if (!config.secret_file.empty()) {
        writer.put("data/secret", config.secret() + "\n");
    }
}

}  // namespace

CopyManifest write_copy(const Config& config, CopySink& sink, const Tell& tell) {
    if (config.effective_database_url().empty() && !fs::exists(config.data / "db")) {
        throw std::runtime_error(fmt::format("there is no installation in {}", config.data.string()));
    }
    const Store store{config, SchemaCare::LeaveAlone};
    CopyWriter writer{sink, tell};
    put_data(writer, config);
    if (!writer.manifest.pieces.contains("data/secret")) {
        tell("there is no secret in the data folder: keep a copy of the one that the service uses");
    }
    db::SchemaSnapshot snapshot{store.settings()};
    if (snapshot.migration() == 0) {
        throw std::runtime_error("there is nothing to copy: the database is empty");
    }
    writer.manifest.program = ANSVAR_VERSION;
    writer.manifest.migration = snapshot.migration();
    for (const auto& table : snapshot.tables()) {
        writer.put_table(snapshot, table);
    }
    sink.put(CopyManifest::name, to_json(writer.manifest));
    return writer.manifest;
}

}  // namespace ansvar::app
