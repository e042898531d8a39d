#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/ids.hpp"
#include "core/result.hpp"
#include "core/time.hpp"
#include "db/database.hpp"
#include "identity/audit.hpp"
#include "identity/person.hpp"
#include "matrix/drafts.hpp"
#include "routing/exceptions.hpp"
#include "routing/matrix.hpp"

namespace ansvar::matrix {

using ExceptionId = Id<struct UnitExceptionTag>;

/// At a unit, and at those below it, another role answers for a row than the matrix says (decision 0082). Written once; it ends, and its
/// history stays.
struct ExceptionRecord {
    enum class End { GoesOn, Removed, Replaced, Retired };

    ExceptionId id;
    UnitId unit;
    std::string unit_name;
    std::string area_key;
    RoleCode role;
    std::string note;
    Timestamp starts_at;
    std::optional<Timestamp> ends_at;  ///< not after starts_at: it never held
    Timestamp made_at;
    std::string made_by;  ///< "" for the command line
    End end = End::GoesOn;
    std::optional<Timestamp> ended_at;
    std::string ended_by;
    std::string ended_version;  ///< the version that took the row away

    bool holds(Timestamp at) const { return starts_at <= at && goes_on_after(at); }
    bool goes_on_after(Timestamp at) const { return !ends_at || *ends_at > at; }
};
std::string_view to_string(ExceptionRecord::End end);  ///< "goes-on", "removed", "replaced", "retired"

/// What somebody wants to be so at a unit.
struct ExceptionWish {
    UnitId unit;
    std::string area;  ///< a key or a row's number
    std::string role;
    std::string note;
    std::optional<Timestamp> from = std::nullopt;  ///< nothing: now
};
enum class ExceptionFault {
    UnknownUnit,
    UnknownArea,  ///< not in the matrix in force
    UnknownRole,
    SameRole,     ///< it answers by the matrix, too
    Emergency,    ///< who answers for danger is the same everywhere
    NoNote,       ///< missing or too long
    Past
};
std::string_view code(ExceptionFault fault);  ///< "unknown-unit": texts exception.fault.<code>, and the API

/// May this person say who answers at the unit? Administrators, and managers of it or of a unit above.
bool may_except(const identity::Person& person, UnitId unit);

namespace unit_exceptions {

/// All of them, by unit, the newest first.
std::vector<ExceptionRecord> list(db::Session& session);
std::optional<ExceptionRecord> find(db::Session& session, ExceptionId id);
/// What routing needs of those that hold at `now`.
routing::Exceptions load(db::Session& session, Timestamp now);

/// Adds an exception; one that was said before for the row at the unit ends when this begins. All that is wrong is told at once.
Result<ExceptionId, std::vector<ExceptionFault>> add(db::Database& database, const ExceptionWish& wish, const identity::Actor& by, Timestamp now);
/// The matrix' own answer again from now on. False when it has ended, or there is none.
bool remove(db::Database& database, ExceptionId id, const identity::Actor& by, Timestamp now);

/// What publishing a draft does to the exceptions that go on then.
struct Effects {
    struct Split {
        ExceptionRecord exception;
        std::string new_key;
        std::string new_name;
    };
    std::vector<ExceptionRecord> retired;  ///< their rows go: they end
    std::vector<ExceptionRecord> changed;  ///< their rows stay, and the matrix' own answer is another: they hold as before
    std::vector<Split> split;              ///< their rows were split: somebody must say whether they hold for the new rows
    bool is_empty() const { return retired.empty() && changed.empty() && split.empty(); }
};
Effects effects_of(db::Session& session, const Candidate& draft, Timestamp from);

struct Following {
    VersionId id;
    std::string version;  ///< its name
    Timestamp from;
    bool splits_follow = false;
};
/// Carries the effects out, in the transaction that publishes.
void follow(db::Transaction& tx, const Effects& effects, const Following& following, const identity::Actor& by, Timestamp now);

/// The version is taken back before it took effect: exceptions that it would end or make are as if it had not been planned. What somebody
/// has said since stays. Part of the transaction that takes it back.
void give_back(db::Transaction& tx, VersionId version, const identity::Actor& by, Timestamp now);

}  // namespace unit_exceptions

}  // namespace ansvar::matrix
