#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/ids.hpp"
#include "core/result.hpp"
#include "core/time.hpp"
#include "db/database.hpp"
#include "identity/audit.hpp"
#include "matrix/edition.hpp"
#include "routing/fault.hpp"

namespace ansvar::matrix {

/// The files of one version, as bytes. Roles may be left empty: then the roles in the database stay as they are.
/// Words may be left empty too: then those of the newest version are kept.
struct ImportFiles {
    std::string matrix;
    std::string words;
    std::string roles;
};

struct ImportNote {
    std::string version;                  ///< as the school names it: "1.4.0"
    std::string dated;                    ///< "2021-10-21", or "" when the document has no date
    std::optional<PersonId> imported_by;  ///< empty: the command line, or the first start
    identity::Actor by = identity::Actor::system();  ///< for the audit
};

/// Where a fault stands. Version: the name or the date itself is at fault.
enum class ImportFile { Roles, Matrix, Words, Version };

struct ImportFault {
    ImportFile file;
    routing::Fault fault;
};

/// What an import did.
struct Imported {
    VersionId version;
    bool is_new = false;  ///< false: exactly this is valid already, nothing was done
};

/// Checks everything and then stores it as the version valid from `now`, in one transaction: on any fault the database is untouched, and
/// every fault is told. Roles are added or renamed, never removed. A version's name that already stands for something else is refused.
/// May run beside a running service and beside itself. A version that is new is noted in the audit.
Result<Imported, std::vector<ImportFault>> import_files(db::Database& database, const ImportFiles& files, const ImportNote& note,
                                                        Timestamp now);

/// What a version may be called: up to 32 letters, digits and . - _ +
bool is_version_name(std::string_view text);
/// Of what a version is made from; `model`: the checksum of its own model, "" when it has none.
std::string checksum_of(const routing::Matrix& matrix, std::string_view words, std::string_view model = {});

/// "matrix, line 3, column 12: unknown role “VAKTT”": English, for the command line.
std::string explain(const ImportFault& fault);

/// The Blueprint that ships with Ansvar, and the date its school gave it.
inline constexpr std::string_view shipped_version = "1.4.0";
inline constexpr std::string_view shipped_date = "2021-10-21";

/// Imports that Blueprint (`folder`: routing/data) when the database has no version at all; returns whether it
/// did. Throws std::runtime_error naming the faults: these are our own files.
bool seed(db::Database& database, const std::filesystem::path& folder, Timestamp now);

}  // namespace ansvar::matrix
