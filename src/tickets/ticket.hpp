#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/ids.hpp"
#include "core/time.hpp"
#include "db/row.hpp"

namespace ansvar::tickets {

/// Where a ticket stands. The first four are open; in the two waiting states the clock stands still.
enum class State { New, InProgress, WaitingRequester, WaitingOther, Resolved, Closed, Rejected };

bool is_open(State state);
bool is_waiting(State state);
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
    State state = State::New;
    Priority priority = Priority::Normal;
    PersonId requester;
    PersonId filed_by;
    std::optional<PersonId> assignee;
    Channel channel = Channel::Web;
    std::string room;
    std::string phone;
    Timestamp opened_at;
    Timestamp due_at;
    std::optional<Timestamp> paused_at;
    std::int64_t paused_minutes = 0;  ///< working minutes
    std::optional<Timestamp> first_response_at;
    std::optional<std::int64_t> first_response_minutes;  ///< working minutes
    std::optional<Timestamp> resolved_at;
    std::optional<std::int64_t> resolution_minutes;  ///< working minutes, without pauses
    std::int64_t hops = 0;
    std::int64_t last_seq = 0;
    std::int64_t version = 1;
    Timestamp changed_at;

    bool is_open() const { return tickets::is_open(state); }
};

/// Reads the columns of tickets/select_ticket and its siblings.
Ticket read_ticket(const db::Row& row);

}  // namespace ansvar::tickets
