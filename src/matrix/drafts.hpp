#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/ids.hpp"
#include "core/time.hpp"
#include "db/session.hpp"
#include "db/transaction.hpp"
#include "matrix/edition.hpp"
#include "routing/lexicon.hpp"
#include "routing/matrix.hpp"

namespace ansvar::matrix {

/// What stands about a draft beside its changes.
struct DraftHead {
    enum class State { Open, Published, Discarded };

    DraftId id;
    std::string name;
    VersionId base;
    std::string base_version;  ///< the base's name, "1.4.0"
    State state = State::Open;
    unsigned revision = 0;  ///< the number of its last change
    Timestamp started_at;
    std::string started_by;  ///< "" for the command line
    std::optional<unsigned> replayed_revision = std::nullopt;
    std::optional<unsigned> approved_revision = std::nullopt;
    std::optional<PersonId> approved_by = std::nullopt;
    std::string approver = {};
};

/// A draft as it would be in force: what routing needs, and the revision of each row that somebody changed.
struct Candidate {
    DraftHead head;
    routing::Matrix matrix;  ///< its version is called as the draft is
    routing::Lexicon lexicon;
    std::map<std::string, unsigned> row_revisions = {};
    std::map<std::string, std::string> split_from = {};     ///< new rows that came of splitting one, with its number
    std::map<std::string, routing::Area> retired = {};  ///< rows that the draft takes away, as they last stood
    std::optional<ModelId> model{};  ///< that texts are read with; nothing: the one that ships

    /// The number of the row's last change; 0 when it stands as in the base.
    unsigned revision_of(const std::string& row) const;
};

/// One change, as its history shows it.
struct DraftChange {
    enum class Kind { Row, Term, Example, Trained };

    unsigned number = 0;
    Kind kind = Kind::Row;
    std::string row;                    ///< row_ref; "TRIAGE" for words that no area answers for; "" for a model
    std::optional<std::string> before;  ///< nothing: was not there. A row as JSON (draft_values.hpp), a word as it is, a model's id (nothing: the one that ships)
    std::optional<std::string> after;   ///< nothing: taken away
    Timestamp at;
    std::string by;  ///< "" for the command line
};

namespace drafts {

/// All drafts, the newest first.
std::vector<DraftHead> list(db::Session& session);
std::optional<DraftHead> find(db::Session& session, DraftId id);
/// The changes up to a revision, in their order.
std::vector<DraftChange> changes(db::Session& session, DraftId id, unsigned up_to);

/// The draft with all that has been changed up to now. Nothing when there is no such draft. Areas and words have been checked when they
/// were taken in; `draft_faults` (draft_edits.hpp) says whether they still fit together.
std::optional<Candidate> read(db::Session& session, DraftId id);

/// A new draft of a version, without changes.
DraftId start(db::Transaction& tx, std::string_view name, VersionId base, std::optional<PersonId> by, Timestamp now);

/// Puts a word or short phrase of an area (key or number; "TRIAGE": of no area) into a draft. False, and nothing is done, when the draft
/// is not open, has no such area, has the word already, or the word cannot stand in a list.
bool add_word(db::Transaction& tx, DraftId id, std::string_view area, std::string_view word, std::optional<PersonId> by, Timestamp now);

/// Somebody has looked at a replay of the draft as it was at `revision`: publishing need not be asked to do without.
void mark_replay_seen(db::Transaction& tx, DraftId id, unsigned revision);

/// Locks the draft until the transaction ends. Nothing when there is none.
std::optional<DraftHead> lock(db::Transaction& tx, DraftId id);

/// What is to be written down as one change.
struct NewChange {
    DraftChange::Kind kind;
    std::string row;
    std::optional<std::string> before;
    std::optional<std::string> after;
};
/// Writes changes down, numbered after `head.revision`; the draft must be locked. Returns the new revision.
unsigned append(db::Transaction& tx, const DraftHead& head, const std::vector<NewChange>& changes, std::optional<PersonId> by, Timestamp now);

}  // namespace drafts

}  // namespace ansvar::matrix
