#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "clock/followed.hpp"
#include "clock/target.hpp"

namespace ansvar::clock {

/// What a target can promise, and what is measured whether or not one does.
enum class Measure {
    FirstResponse,  ///< from opening until the first word to the requester by somebody who handles it, or until it is solved by another than they
    NextResponse,   ///< from the requester's first unanswered word after an answer until the next answer
    Resolution      ///< from opening until it is done, without pauses
};

inline constexpr std::array all_measures{Measure::FirstResponse, Measure::NextResponse, Measure::Resolution};

/// "first_response", "next_response", "resolution": the word in the database, in the API and in catalogue keys.
std::string_view name(Measure measure);
std::optional<Measure> measure_from(std::string_view name);
const std::optional<std::int64_t>& minutes_of(const Target& target, Measure measure);

/// One thing that moved a ticket's clocks.
struct Happening {
    enum class Kind {
        Opened,             ///< in the queue of `role`
        HandedOver,         ///< to the queue of `role`
        Rearranged,         ///< the same, and it had been right where it was
        WorkedOn,           ///< its state is one that somebody works in
        WaitsForRequester,
        WaitsForOther,
        Merged,             ///< it goes on in another ticket
        Unmerged,
        Done,               ///< solved, closed or rejected
        Reopened,
        Asked,              ///< the requester wrote
        Answered,           ///< somebody who handles it wrote to the requester
        Aimed,              ///< nothing but another target, for another priority
        Told                ///< somebody was told that `measure` has come to `percent` of its target
    };

    Kind kind = Kind::Opened;
    std::int64_t seq = 0;  ///< of the event
    Timestamp at;
    std::string role = {};             ///< Opened, HandedOver, Rearranged
    bool by_requester = false;         ///< Done, Reopened
    std::optional<Target> target = {};  ///< the one in force from then on; empty: as before
    Measure measure = Measure::Resolution;
    std::int64_t percent = 0;
};

/// A step: when so much of a target has passed, somebody is told.
struct Step {
    Measure measure = Measure::Resolution;
    std::int64_t percent = 100;
};

/// Working time, exact, and time as the clock on the wall tells it.
struct Length {
    Hours::Span work{0};
    Hours::Span wall{0};

    /// Whole working minutes; a begun one does not count.
    std::int64_t minutes() const { return std::chrono::floor<std::chrono::minutes>(work).count(); }
    Length& operator+=(const Length& more) {
        work += more.work;
        wall += more.wall;
        return *this;
    }
    bool operator==(const Length&) const = default;
};

/// A time during which nothing changed for the clocks.
struct Stretch {
    enum class Mode { Running, Paused, Done };

    Timestamp from;
    Timestamp to;  ///< after `from`
    Mode mode = Mode::Running;
    Happening::Kind cause = Happening::Kind::Opened;  ///< what began it
    std::int64_t seq = 0;                             ///< the event that did
    std::string role;
    std::string calendar;
    std::int64_t version = 1;  ///< of the calendar
    Length length;             ///< by that calendar, whether or not the clock runs
};

/// How long the requester waited for a word.
struct Response {
    std::int64_t seq = 0;  ///< the event that answered
    Timestamp asked_at;
    Timestamp answered_at;
    Length length;
};

/// When so much of a target will have passed if nothing happens before; or when it had.
struct Moment {
    Step step;
    Timestamp at;
};

/// What the clocks of one ticket measured.
struct Ledger {
    std::vector<Stretch> stretches;  ///< without gaps from the opening until the moment it was asked for; a new one for each version of a calendar
    Target target;                   ///< in force

    std::optional<Response> first_response;
    std::vector<Response> next_responses;
    std::optional<Timestamp> asked_at;     ///< since when, after the first answer, the requester waits for a word
    std::optional<Timestamp> resolved_at;  ///< empty while open
    Length worked;                         ///< until it was done, or so far: without pauses
    Length paused;                         ///< in pauses that have ended, also while it counted as solved
    std::optional<Timestamp> paused_at;    ///< since when the clock stands still
    Length to_role;                        ///< until it came to the role that has it now
    std::int64_t hops = 0;
    std::int64_t reopens = 0;

    std::optional<Timestamp> first_response_due;  ///< under the target in force; kept when it is answered
    std::optional<Timestamp> next_response_due;   ///< while the requester waits for a word
    std::optional<Timestamp> resolution_due;      ///< as if it ran from when it stands still

    std::int64_t told = 0;         ///< steps that have been taken since the clocks were set
    std::vector<Moment> moments;   ///< of steps not taken, of clocks that run, soonest first; none while it rests, goes on elsewhere or is done

    /// Of what is promised and not kept yet, what falls due next; of a ticket that is done, when its solution was due.
    std::optional<Timestamp> due() const;
};

/// What a queue's clock follows; never null.
using FollowedBy = std::function<std::shared_ptr<const Followed>(const std::string& role)>;

/// Counts a ticket's clocks. Pure: the same happenings and hours give the same ledger on every machine, whenever it is asked; `as_of` (not
/// before the last of them) only says where the last stretch ends. `happenings`: in order, the first one Opened, without what was undone;
/// throws std::invalid_argument otherwise. The definitions stand in docs/clocks.md. What is not obvious:
///
/// - The resolution's clock stands still while the ticket waits, for whomever, while it goes on in another one, and for the time it counted
///   as solved before it was reopened: that time is nobody's.
/// - The clocks of responses do not stop for waiting. Whoever has asked waits as long whether or not a supplier is the reason, and one line
///   that says so is an answer. They stop while the ticket goes on elsewhere (answers are given there) or counts as solved.
/// - A word that leaves a ticket done ("Tack!") asks for nothing; reopening it does, when the requester does it.
/// - Due times are counted from the opening (of the next response: from the question) under the target in force, each stretch by the
///   calendar of the queue it lay in.
/// - A step counts as taken when it or a later one was told since the clock was set: by the question for the next response; for all by
///   another target or another queue.
Ledger count(std::span<const Happening> happenings, const FollowedBy& followed, Timestamp as_of, std::span<const Step> steps = {});

}  // namespace ansvar::clock
