#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <filesystem>
#include <map>

#include "app/copy_rows.hpp"
#include "app/files.hpp"
#include "app/store.hpp"
#include "app/whole_copy.hpp"
#include "core/text.hpp"
#include "db/migrations.hpp"

namespace ansvar::app {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view history = "schema_migrations";
constexpr std::uint64_t worth_telling = 10'000;

void require_empty(const fs::path& data) {
    if (fs::exists(data) && (!fs::is_directory(data) || !fs::is_empty(data))) {
        throw std::runtime_error(fmt::format("{} is not empty: nothing was changed", data.string()));
    }
}

/// "data/mail/a.eml" → "mail/a.eml" in the data folder, and never outside of it.
fs::path place_in(const fs::path& data, const std::string& name) {
    const auto relative = fs::path{name}.lexically_normal().lexically_relative("data");
    if (relative.empty() || relative.is_absolute() || *relative.begin() == ".." || *relative.begin() == "db" || relative == being_filled) {
        throw std::runtime_error(fmt::format("{} does not belong into a data folder", name));
    }
    return data / relative;
}

db::Settings owner_of(const Config& config, const Store& store) {
    const auto url = config.effective_migration_url();
    return url.empty() ? store.settings() : db::settings_from_url(url);
}

void make_schema(const db::Settings& settings, unsigned migration) {
    if (!db::SchemaSnapshot{settings}.tables().empty()) {
        throw std::runtime_error("the database has tables already: nothing was changed in it");
    }
    auto migrations = db::embedded_migrations();
    migrations.resize(migration);
    db::migrate(settings, migrations);
}

/// Takes the pieces of one copy, in their order.
class Filler {
public:
    Filler(const Config& config, const CopyManifest& manifest, const db::Settings& settings, const Tell& tell)
        : config_{config}, manifest_{manifest}, filling_{settings}, tell_{tell} {
        filling_.empty();  // from now on it is no schema that a program would open
    }

    void take(const std::string& name, const std::string& content) {
        const auto parts = split(name, '/');
        if (name == CopyManifest::name) {
            return;
        }
        if (parts.front() == "data") {
            take_data(name, content);
        } else if (parts.front() == "tables" && parts.size() == 2) {
            take_lines(table_called(std::string{parts[1].substr(0, parts[1].find('.'))}), content);
        } else if (parts.front() == "files" && parts.size() == 3) {
            take_pieces(table_called(std::string{parts[1]}), std::string{parts[2]}, content);
        } else {
            throw std::runtime_error(fmt::format("{} is nothing that this version knows", name));
        }
    }

    /// Counts, and lets the schema be opened.
    void finish() {
        filling_.flush();
        for (const auto& [name, noted] : manifest_.tables) {
            const auto& table = table_called(name);
            const auto rows = name == history ? history_.size() : filling_.count(table);
            if (rows != noted.rows) {
                throw std::runtime_error(fmt::format("{} has {} rows and should have {}", name, rows, noted.rows));
            }
            if (noted.next_number) {
                filling_.set_next_number(table, *noted.next_number);
            }
        }
        for (const auto& row : history_) {
            filling_.add(table_called(std::string{history}), row.columns, row.values);
        }
        filling_.flush();
    }

private:
    const db::TableShape& table_called(const std::string& name) {
        const auto& tables = filling_.tables();
        const auto found = std::find_if(tables.begin(), tables.end(), [&](const auto& table) { return table.name == name; });
        if (found == tables.end()) {
            throw std::runtime_error(fmt::format("this version has no table {}", name));
        }
        return *found;
    }

    void take_data(const std::string& name, const std::string& content) {
        const auto place = place_in(config_.data, name);
        fs::create_directories(place.parent_path());
        write_private(place, content);
    }

    void take_lines(const db::TableShape& table, const std::string& lines) {
        const auto* pieces = table.pieces();
        for (const auto line : split(lines, '\n')) {
            if (line.empty()) {
                continue;
            }
            auto row = read_line(table, line);
            if (table.name == history) {
                history_.push_back(std::move(row));
            } else if (pieces != nullptr) {
                auto& places = places_[table.name][row.values.at(0).value()];
                places.emplace_back(row.values.at(1).value(), std::stoull(row.values.at(2).value()));
            } else {
                filling_.add(table, row.columns, row.values);
            }
        }
        if (const auto rows = manifest_.tables.at(table.name).rows; rows >= worth_telling) {
            tell_(fmt::format("{}: of {} rows", table.name, rows));
        }
    }

    void take_pieces(const db::TableShape& table, const std::string& whose, std::string_view content) {
        for (const auto& [position, bytes] : places_[table.name][whose]) {
            filling_.add(table, {table.columns[0].name, table.columns[1].name, table.columns[2].name},
                         {whose, position, std::string{content.substr(0, bytes)}});
            content.remove_prefix(std::min<std::size_t>(bytes, content.size()));
        }
        places_[table.name].erase(whose);
    }

    using Places = std::map<std::string, std::vector<std::pair<std::string, std::size_t>>>;

    const Config& config_;
    const CopyManifest& manifest_;
    db::SchemaFilling filling_;
    const Tell& tell_;
    std::vector<NamedRow> history_;  ///< last: without it no program opens the schema
    std::map<std::string, Places> places_;
};

void fill(const Config& config, const CopySource& source, const CopyManifest& manifest, const Tell& tell) {
    const Store store{config, SchemaCare::Fill};
    const auto owner = owner_of(config, store);
    make_schema(owner, manifest.migration);
    Filler filler{config, manifest, owner, tell};
    source.each([&](const std::string& name, const std::string& content) { filler.take(name, content); });
    filler.finish();
    fs::remove(config.data / being_filled);
}

}  // namespace

void fill_from_copy(const Config& config, const CopySource& source, const Tell& tell) {
    require_empty(config.data);
    tell("reading it and trying its checksums");
    const auto manifest = verified_manifest(source);
    if (const auto newest = db::embedded_migrations().back().version; manifest.migration > newest) {
        throw std::runtime_error(fmt::format("it was made by a newer version ({}, migration {}; this program knows {}): install that one first",
                                             manifest.program, manifest.migration, newest));
    }
    make_data_folder(config.data);
    write_private(config.data / being_filled, "\n");
    fill(config, source, manifest, tell);
    const Store migrated{config};
}

}  // namespace ansvar::app
