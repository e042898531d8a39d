#pragma once

#include <nlohmann/json.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/ids.hpp"
#include "core/time.hpp"
#include "db/database.hpp"
#include "identity/audit.hpp"
#include "identity/person.hpp"
#include "matrix/drafts.hpp"
#include "matrix/edition.hpp"
#include "matrix/past_tickets.hpp"
#include "routing/exceptions.hpp"
#include "routing/replay_report.hpp"
#include "routing/school_data.hpp"
#include "tickets/search.hpp"

namespace ansvar::matrix {

using ReplayId = Id<struct ReplayTag>;

/// A replay of past tickets with a draft (Provkorning): kept with the draft, run in the background, its sums and its tickets read afterwards.
/// It compares the version in force when it was asked for with the draft as it was then; later changes of either do not touch it.
struct ReplayHead {
    enum class State { Waiting, Running, Done, Stopped, Failed };

    ReplayId id;
    DraftId draft;
    std::string asked_by;  ///< "" for the command line
    Timestamp asked_at;
    PastQuestion question;
    std::string before_name;  ///< the version it compares with
    unsigned revision = 0;    ///< of the draft as it was: a later one means it has been changed since
    std::optional<VersionId> base{};  ///< of the draft as it was, if that was written down
    bool is_seen = false;             ///< somebody has looked at it when it was finished
    State state = State::Waiting;
    bool stop_asked = false;
    std::optional<std::uint64_t> tickets;  ///< how many there are to decide, once counted
    std::uint64_t done = 0;
    std::optional<Timestamp> finished_at;
    nlohmann::json result;  ///< as `sums_of` made them; null before the end

    bool is_under_way() const { return state == State::Waiting || state == State::Running; }
    bool has_result() const { return !result.is_null(); }
    /// Does it say what the draft is now?
    bool is_of(const DraftHead& head) const { return revision == head.revision && base.value_or(head.base) == head.base; }
};

std::string_view to_string(ReplayHead::State state);  ///< "waiting", "running", "done", "stopped", "failed"

/// A report's figures without the tickets behind them.
nlohmann::json sums_of(const routing::ReplayReport& report);

/// Which tickets a list holds: those behind one figure.
struct Behind {
    /// Role and Area: moved from one to another; Before and After: `from` has it in that matrix; the others say themselves.
    enum class Figure { All, Unchanged, Role, Area, Before, After, MadeRight, MadeWrong, WrongBoth };
    Figure figure = Figure::All;
    std::string from = {};
    std::string to = {};
};
std::string_view to_string(Behind::Figure figure);
std::optional<Behind::Figure> figure_from(std::string_view word);

/// A ticket behind a figure, as its reader may see it.
struct ReplayedTicket {
    tickets::FoundTicket ticket;
    routing::Outcome outcome;
};

struct ReplayedPage {
    std::size_t count = 0;   ///< of the whole list
    std::size_t hidden = 0;  ///< of this page: tickets that the reader may not see
    std::vector<ReplayedTicket> tickets;
    std::optional<TicketId> next;  ///< the next page begins after it
};

namespace replays {

/// Nothing runs before somebody takes it (ReplayRunner). Throws std::logic_error when no version is in force.
ReplayId ask(db::Transaction& tx, const Candidate& draft, const PastQuestion& question, std::optional<PersonId> by, Timestamp now);
std::optional<ReplayHead> find(db::Session& session, ReplayId id);
/// Newest first, at most fifty.
std::vector<ReplayHead> list(db::Session& session, DraftId draft);
/// What was decided until then stays. Returns whether there was anything to stop.
bool stop(db::Database& database, ReplayId id, Timestamp now);

/// Somebody looks at it. A finished one of what the draft is now lets the draft be published (PublishFault::NoReplay).
void mark_seen(db::Database& database, ReplayId id, Timestamp now);

enum class Removal { Done, UnderWay, NotThere };
/// Removes a replay with its sums and lists. UnderWay, and nothing is done, when it waits or runs: stop it first. When nobody has seen another
/// one of the same draft as it was then, publishing asks for a replay again.
Removal remove(db::Database& database, ReplayId id, const identity::Actor& by, Timestamp now);

/// The version in force then and the draft as it was; each matrix with the roles of then.
struct Compared {
    routing::SchoolData before;
    routing::SchoolData after;
    std::optional<ModelId> before_model, after_model;  ///< what they read texts with; nothing: the one that ships
    routing::Exceptions exceptions;  ///< of the units, as they were then; one of a row that the draft takes away does nothing after
    routing::ReplayNames names() const { return {before.matrix, after.matrix}; }
};
Compared compared(db::Session& session, ReplayId id);
/// Everything decided so far, by ticket.
std::vector<routing::Outcome> outcomes(db::Session& session, ReplayId id);
/// A page of the tickets behind a figure, by number, after that one. Tickets that the reader may not see are counted alone.
ReplayedPage tickets(db::Session& session, ReplayId id, const Behind& behind, const identity::Person& reader, TicketId after, std::size_t most);

}  // namespace replays

}  // namespace ansvar::matrix
