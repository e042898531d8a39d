#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"
#include "core/time.hpp"
#include "db/database.hpp"
#include "identity/audit.hpp"
#include "matrix/drafts.hpp"
#include "matrix/moves.hpp"

namespace ansvar::matrix {

/// A version that is or was in force, will be, or was taken back before it was.
struct PublishedVersion {
    VersionId id;
    std::string version;
    std::string checksum;
    std::string dated;  ///< "" when it has no date
    Timestamp valid_from;
    Timestamp published_at;
    std::string by;  ///< "" for the command line and the first start
    std::string note;
    std::optional<DraftId> draft = std::nullopt;       ///< it came from
    std::optional<VersionId> restores = std::nullopt;  ///< whose content it took again
    std::optional<ModelId> model = std::nullopt;           ///< of its own; nothing: the one that ships
    std::optional<Timestamp> in_force_at = std::nullopt;   ///< when the first service routed with it, if that was written down
    std::optional<Timestamp> withdrawn_at = std::nullopt;  ///< taken back before it took effect: it never does
    std::string withdrawn_by = {};                         ///< "" for the command line

    /// It can still be taken back (withdrawal.hpp).
    bool is_planned(Timestamp now) const { return valid_from > now && !in_force_at && !withdrawn_at; }
};

/// What becomes of a unit's exception when its row is split.
enum class SplitExceptions { Stay, Follow };  ///< for the old row alone; or for the new ones, too
std::optional<SplitExceptions> split_exceptions_from(std::string_view word);  ///< "stay", "follow"

/// How a draft is to become a version.
struct PublishWish {
    std::string version;                      ///< its name, "1.5.0"
    std::optional<Timestamp> from;            ///< nothing: now
    std::string note;
    bool without_replay = false;              ///< knowingly without having seen a replay of what is published
    std::vector<ChosenMove> moves = {};       ///< open tickets that are moved when it is in force; the others stay
    std::optional<SplitExceptions> split_exceptions{};  ///< must be said when the draft splits rows that units have exceptions for
    std::optional<unsigned> seen_revision{};  ///< of the draft, as whoever publishes read it; nothing: whatever it is now
};

/// Why a version is not published; all that is wrong is told at once.
enum class PublishFault {
    NotOpen,       ///< no such draft, or it is published or thrown away
    Changed,       ///< somebody has changed it since
    NothingNew,    ///< it has no changes
    Outdated,      ///< another version than its base is in force by then: the draft must be brought up to it
    Faulty,        ///< draft_faults has some
    BadVersion,    ///< no name for a version
    VersionTaken,  ///< the name stands for another content
    BadNote,       ///< too long
    UnknownTicket, ///< one that was to be moved lies where the draft wants it by now, or is none of the reader's
    Past,          ///< a time that has been
    NoReplay,      ///< nobody has seen a replay of it as it is
    NoApproval,    ///< the school wants a second person's, of what it is now, and not the publisher's own
    SplitExceptions,  ///< units have exceptions for rows that it splits: do they hold for the new rows, too?
    NoVersion,     ///< going back to what is in force, or to what is not there
};
std::string_view code(PublishFault fault);  ///< "not-open": texts matrix.publish.fault.<code>, and the API

using Publishing = Result<VersionId, std::vector<PublishFault>>;

/// Makes the draft a version, in one transaction: every instance routes with it when its time has come. `by` must be a person when the
/// school wants two.
Publishing publish(db::Database& database, DraftId id, const PublishWish& wish, const identity::Actor& by, Timestamp now);

/// The content of a former version is in force again from now on, under its own name, as a new version.
Publishing go_back(db::Database& database, VersionId to, std::string_view note, const identity::Actor& by, Timestamp now);

/// A second person has looked at the draft as it was at `revision`. False when it is another by now, or not open.
bool approve(db::Database& database, DraftId id, unsigned revision, const identity::Actor& by, Timestamp now);
/// Must somebody else than the publisher approve?
bool needs_approval(db::Session& session);
void set_needs_approval(db::Transaction& tx, bool needed, const identity::Actor& by, Timestamp now);

/// Brings a draft up to the version in force at `now`: what the draft changed stays changed, the rest is that version's. False when there
/// is nothing to do, or the draft is not open.
bool bring_up(db::Database& database, DraftId id, const identity::Actor& by, Timestamp now);
/// Throws a draft away; its changes stay readable. False when it is not open.
bool discard(db::Database& database, DraftId id, const identity::Actor& by, Timestamp now);

/// The newest first; those that are not in force yet stand before them.
std::vector<PublishedVersion> list_versions(db::Session& session);
std::optional<PublishedVersion> find_version(db::Session& session, VersionId id);

/// "1.4.0" gives "1.5.0", "2026-1" "2026-2": what the next version could be called.
std::string next_version(std::string_view version);

}  // namespace ansvar::matrix
