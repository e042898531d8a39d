#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "clock/target.hpp"
#include "core/ids.hpp"
#include "core/time.hpp"
#include "db/row.hpp"

namespace ansvar::tickets {

/// Where a ticket stands.
enum class State { New, InProgress, WaitingRequester, WaitingOther, Resolved, Closed, Rejected };

/// What a state means for lists and clocks: the table in ticket.cpp says it for each. Initial and Active are worked on, the clock stands
/// still while Waiting, Done ones are in no queue.
enum class Phase { Initial, Active, Waiting, Done };

Phase phase(State state);
inline bool is_open(State state) { return phase(state) != Phase::Done; }
inline bool is_waiting(State state) { return phase(state) == Phase::Waiting; }
/// "new", "in_progress" …: the word in the database, in the API and in catalogue keys.
std::string_view name(State state);
std::optional<State> state_from(std::string_view name);

/// How much it matters, from 0 (low) to 3 (urgent), as the database keeps it.
enum class Priority : std::uint8_t { Low = 0, Normal = 1, High = 2, Urgent = 3 };

std::string_view name(Priority priority);
std::optional<Priority> priority_from(std::string_view name);

/// How the ticket came in.
enum class Channel { Web, Phone, Visit, Mail, Api };

std::string_view name(Channel channel);
std::optional<Channel> channel_from(std::string_view name);

/// Who reads a ticket beside its requester and whoever has it: all whose business it is, those who work in its queue, or only those
/// named. Each step is more confidential than the one before.
enum class Confidentiality { Open, Queue, Named };

/// "open", "queue", "named": the word in forms, in the timeline and in catalogue keys.
std::string_view name(Confidentiality confidentiality);
std::optional<Confidentiality> confidentiality_from(std::string_view name);

/// When something falls due that nobody has promised: after all that is, before what waits (paused_from).
inline constexpr Timestamp never_due{std::chrono::sys_days{std::chrono::year{2070} / 1 / 1}};

/// A ticket as it stands now: a row of `tickets`, with the names that pages and letters show.
struct Ticket {
    TicketId id;  ///< also its permanent number
    std::string subject;
    RoleCode role;
    std::optional<std::string> row_ref;
    std::optional<std::string> area_key;
    std::optional<std::string> area;
    std::string matrix_version;
    std::string reason;
    double confidence = 0;
    bool confidential = false;
    bool named_only = false;      ///< and not even for those who work in its queue
    std::optional<UnitId> unit;   ///< the requester's when it was opened
    State state = State::New;
    Priority priority = Priority::Normal;
    PersonId requester;
    PersonId filed_by;
    std::optional<PersonId> assignee;
    Channel channel = Channel::Web;
    std::string room;
    std::string phone;
    Timestamp opened_at;
    clock::Target target = {};         ///< what its clocks are held against, as it was when it was stamped
    Timestamp due_at = never_due;      ///< of what is promised, what falls due next (clock::Ledger::due)
    std::optional<Timestamp> paused_at;
    std::int64_t paused_minutes = 0;  ///< working minutes
    std::optional<Timestamp> first_response_at;
    std::optional<std::int64_t> first_response_minutes;  ///< working minutes
    std::optional<Timestamp> asked_at = {};              ///< since when, after the first answer, the requester waits for a word
    std::optional<Timestamp> resolved_at;
    std::optional<std::int64_t> resolution_minutes;            ///< working minutes, without pauses
    std::optional<std::int64_t> right_role_minutes = {};       ///< working minutes until it came to the role that has it
    std::int64_t hops = 0;
    std::int64_t reopens = 0;
    std::optional<Timestamp> escalate_at = {};  ///< when somebody is told next that it takes long
    std::int64_t escalated = 0;                 ///< steps taken since the clocks were set
    std::optional<Timestamp> idle_at = {};      ///< waits for the requester: when they are reminded next, or it is closed
    std::optional<Timestamp> closes_at = {};    ///< when it is closed unless they answer
    std::int64_t last_seq = 0;
    std::int64_t version = 1;
    Timestamp changed_at;
    std::optional<Timestamp> snoozed_until;  ///< put off until then
    std::optional<TicketId> merged_into;     ///< goes on there; nothing is written here while it does

    bool is_open() const { return tickets::is_open(state); }
    bool falls_due() const { return due_at < never_due; }
    Confidentiality confidentiality() const {
        return named_only ? Confidentiality::Named : confidential ? Confidentiality::Queue : Confidentiality::Open;
    }
};

/// What somebody is to a ticket beyond what the ticket itself says. Comes from the database together with it.
struct Ties {
    bool is_watcher = false;                      ///< copied in by somebody else
    bool is_reader = false;                       ///< named as one who may read it although it is confidential
    std::optional<Timestamp> glass_until = {};    ///< has opened it with a reason, until then
    bool follows = false;                         ///< gets its answers by their own will
};

/// Reads the columns of tickets/select_ticket and its siblings.
Ticket read_ticket(const db::Row& row);

}  // namespace ansvar::tickets
