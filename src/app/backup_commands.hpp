#pragma once

#include <iosfwd>
#include <string>

#include "app/config.hpp"

namespace ansvar::app {

/// Writes everything to `file`, which must not exist, and tells how it goes line by line. Throws what says why it could not; then there
/// is no such file.
int backup_command(const Config& config, const std::string& file, std::ostream& out);

/// Makes an installation of a backup in an empty data folder. Throws what says why it could not.
int restore_command(const Config& config, const std::string& file, std::ostream& out);

/// The same in an open form: a folder of JSON lines and files, which must be empty or not there.
int export_command(const Config& config, const std::string& folder, std::ostream& out);
/// Makes an installation of an exported folder in an empty data folder.
int import_command(const Config& config, const std::string& folder, std::ostream& out);

/// When the database is older than this program: a backup in DIR/backups, of which the newest three are kept.
void back_up_before_migrating(const Config& config, std::ostream& out);

}  // namespace ansvar::app
