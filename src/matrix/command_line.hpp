#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "core/result.hpp"
#include "core/time.hpp"
#include "db/database.hpp"
#include "matrix/import.hpp"
#include "matrix/publication.hpp"

namespace ansvar::matrix {

/// The files that `ansvar matrix import` names; only the matrix must be given.
struct ImportPaths {
    std::filesystem::path matrix;
    std::optional<std::filesystem::path> words;
    std::optional<std::filesystem::path> roles;
};

/// `ansvar matrix import FILE [--words FILE] [--roles FILE] --version V [--dated DATE]`: what to print; refused: every fault, a line each.
Result<std::string, std::string> import_command(db::Database& database, const ImportPaths& paths, const ImportNote& note, Timestamp now);

/// `ansvar matrix export [--words]`: the version in force as CSV that `import` takes back. Refused when there is none.
Result<std::string, std::string> export_command(db::Database& database, bool words, Timestamp now);

/// `ansvar matrix diff FILE [--words FILE] [--roles FILE]`: what the files would change of the version in force, a line each; nothing is
/// imported. Refused: every fault, or there is no version.
Result<std::string, std::string> diff_command(db::Database& database, const ImportPaths& paths, Timestamp now);

/// `ansvar matrix draft FILE [--words FILE] --name N`: a draft of the version in force that says what the files say. Refused: every fault.
Result<std::string, std::string> draft_command(db::Database& database, const ImportPaths& paths, std::string_view name, Timestamp now);

/// `ansvar matrix drafts`: drafts and versions, a line each.
Result<std::string, std::string> list_command(db::Database& database);

/// `ansvar matrix publish DRAFT --version V [--from T] [--note N] [--without-replay] [--move-tickets]`. With the last, open tickets whose row
/// gets another role go along, but confidential ones. Refused: all that keeps it from being published.
Result<std::string, std::string> publish_command(db::Database& database, DraftId id, PublishWish wish, bool moves_tickets, Timestamp now);

/// `ansvar matrix go-back VERSION [--note N]`: by the version's number in the list.
Result<std::string, std::string> go_back_command(db::Database& database, VersionId to, std::string_view note, Timestamp now);

/// `ansvar matrix withdraw VERSION`: takes a planned version back, by its number in the list. Refused: it is not one that is to come.
Result<std::string, std::string> withdraw_command(db::Database& database, VersionId id, Timestamp now);

/// `ansvar matrix retrain DRAFT`: trains the draft's router anew on what ships (`data`) and the school's corrections, or waits for the service
/// that is at it. Refused: no such draft, or it cannot be trained.
Result<std::string, std::string> retrain_command(db::Database& database, const Clock& clock, const std::filesystem::path& data, DraftId id);

/// `ansvar matrix exceptions`: those of units that hold or will, as CSV that `except` takes back.
Result<std::string, std::string> exceptions_command(db::Database& database, Timestamp now);

/// `ansvar matrix except FILE`: adds the exceptions of a CSV file (unit,row,role,note,from); one that is there as the line says stays.
/// Refused: every line that is wrong; the others are taken.
Result<std::string, std::string> except_command(db::Database& database, const std::filesystem::path& file, Timestamp now);

/// `ansvar matrix show [ROW]`: one area with all that is known of it (by B-number or key), or a line for each. Refused: no such row.
Result<std::string, std::string> show_command(db::Database& database, std::string_view row, Timestamp now);

}  // namespace ansvar::matrix
