#pragma once

#include <functional>
#include <string>

#include "app/config.hpp"
#include "app/copy_manifest.hpp"

/// An installation in one copy: every table as lines of JSON, the files of tickets, and what the data folder holds besides the database.
/// docs/backup.md describes the pieces.
namespace ansvar::app {

using Tell = std::function<void(const std::string& line)>;

/// Writes everything as it is at one moment, beside a running service or without one. Does not finish the sink. Throws
/// std::runtime_error, db::MigrationFault when a migration was left half-way, or what the database throws.
CopyManifest write_copy(const Config& config, CopySink& sink, const Tell& tell);

/// Makes an installation of a copy, in a data folder that is empty or not there and a database without tables; migrates it to this
/// program's version. Every checksum is tried before and every count afterwards. Throws std::runtime_error; a folder or database that was
/// begun is then refused by every other command.
void fill_from_copy(const Config& config, const CopySource& source, const Tell& tell);

}  // namespace ansvar::app
