#include "app/copy_manifest.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <stdexcept>

#include "core/secret.hpp"

namespace ansvar::app {

namespace {

using nlohmann::json;
constexpr unsigned format_number = 1;

CopyManifest read_manifest(const std::string& text) {
    const auto object = json::parse(text);
    if (object.at("format").get<unsigned>() != format_number) {
        throw std::runtime_error("a newer version of Ansvar made it");
    }
    CopyManifest manifest{.program = object.at("program"), .migration = object.at("migration"), .tables = {}, .pieces = {}};
    for (const auto& [name, table] : object.at("tables").items()) {
        auto& one = manifest.tables[name];
        one.rows = table.at("rows");
        if (table.contains("next_number")) {
            one.next_number = table.at("next_number").get<std::uint64_t>();
        }
    }
    for (const auto& [name, piece] : object.at("files").items()) {
        manifest.pieces[name] = {.bytes = piece.at("bytes"), .sha256 = piece.at("sha256")};
    }
    return manifest;
}

}  // namespace

std::string to_json(const CopyManifest& manifest) {
    json tables = json::object(), pieces = json::object();
    for (const auto& [name, table] : manifest.tables) {
        tables[name] = {{"rows", table.rows}};
        if (table.next_number) {
            tables[name]["next_number"] = *table.next_number;
        }
    }
    for (const auto& [name, piece] : manifest.pieces) {
        pieces[name] = {{"bytes", piece.bytes}, {"sha256", piece.sha256}};
    }
    const json object{{"format", format_number}, {"program", manifest.program}, {"migration", manifest.migration}, {"tables", tables}, {"files", pieces}};
    return object.dump(1) + "\n";
}

CopyManifest verified_manifest(const CopySource& source) {
    std::map<std::string, CopyManifest::Piece> found;
    std::optional<std::string> text;
    source.each([&](const std::string& name, const std::string& content) {
        if (name == CopyManifest::name) {
            text = content;
        } else if (!found.emplace(name, CopyManifest::Piece{content.size(), sha256(content)}).second) {
            throw std::runtime_error(fmt::format("{} is in it twice", name));
        }
    });
    if (!text) {
        throw std::runtime_error("it has no manifest: it was never finished, or is no copy of Ansvar");
    }
    CopyManifest manifest;
    try {
        manifest = read_manifest(*text);
    } catch (const json::exception&) {
        throw std::runtime_error("its manifest cannot be read");
    }
    for (const auto& [name, piece] : manifest.pieces) {
        const auto there = found.find(name);
        if (there == found.end()) {
            throw std::runtime_error(fmt::format("{} is missing", name));
        }
        if (there->second.bytes != piece.bytes || there->second.sha256 != piece.sha256) {
            throw std::runtime_error(fmt::format("{} is damaged: its checksum is another one", name));
        }
    }
    if (found.size() != manifest.pieces.size()) {
        throw std::runtime_error("it holds files that its manifest does not know");
    }
    return manifest;
}

}  // namespace ansvar::app
