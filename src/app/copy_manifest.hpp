#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "app/copy_place.hpp"

namespace ansvar::app {

/// What a copy of an installation holds. It is the last piece of it: a copy without one is not whole.
struct CopyManifest {
    static constexpr auto name = "manifest.json";

    struct Table {
        std::uint64_t rows = 0;
        std::optional<std::uint64_t> next_number;
    };
    struct Piece {
        std::uint64_t bytes = 0;
        std::string sha256;
    };

    std::string program;     ///< the version that wrote it
    unsigned migration = 0;  ///< the newest one of the schema
    std::map<std::string, Table> tables;
    std::map<std::string, Piece> pieces;
};

std::string to_json(const CopyManifest& manifest);

/// Reads a copy once and holds every piece against the manifest's size and checksum. Throws std::runtime_error that names what is damaged,
/// missing or too much, or when the copy is of a format that this version does not know.
CopyManifest verified_manifest(const CopySource& source);

}  // namespace ansvar::app
