#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/ids.hpp"
#include "core/time.hpp"
#include "db/session.hpp"
#include "db/transaction.hpp"
#include "matrix/edition.hpp"
#include "routing/lexicon.hpp"
#include "routing/matrix.hpp"

namespace ansvar::matrix::store {

/// A version without its rows.
struct VersionHead {
    VersionId id;
    std::string version;
    std::string checksum;
    std::string dated;  ///< "" when it has no date
    Timestamp valid_from;
    std::optional<ModelId> model{};  ///< of its own; nothing: the one that ships
};

/// The version valid at `now`: the newest of those whose time has come.
std::optional<VersionHead> find_current(db::Session& session, Timestamp now);
/// The newest version of that name.
std::optional<VersionHead> find_version(db::Session& session, std::string_view version);
std::optional<VersionHead> find_version(db::Session& session, VersionId id);
/// The version must exist.
VersionHead get_version(db::Session& session, VersionId id);
/// The word list of a version, as CSV.
std::string words_of(db::Session& session, VersionId id);
/// The same, read; the matrix is the version's.
routing::Lexicon load_lexicon(db::Session& session, VersionId id, const routing::Matrix& matrix);

/// All roles in their order, with who shares their queue.
std::vector<routing::Role> list_roles(db::Session& session);
/// Adds roles and gives those that are there their new names; a mail address is kept where the new one is empty. Locks what it touches,
/// so that imports running at once go one after the other.
void upsert_roles(db::Transaction& tx, const std::vector<routing::Role>& roles);

/// The rows of a version, with its roles as they are today.
routing::Matrix load_matrix(db::Session& session, const VersionHead& head);

struct NewVersion {
    std::string_view checksum;
    std::string_view dated;
    std::string_view words;
    std::optional<PersonId> imported_by;
    Timestamp imported_at;
    Timestamp valid_from;
    std::string_view note = {};
    std::optional<DraftId> draft = std::nullopt;
    std::optional<VersionId> restores = std::nullopt;
    std::optional<ModelId> model = std::nullopt;
};
VersionId insert_version(db::Transaction& tx, const routing::Matrix& matrix, const NewVersion& about);

}  // namespace ansvar::matrix::store
