#pragma once

#include <optional>
#include <string>
#include <vector>

#include "db/session.hpp"
#include "identity/person.hpp"
#include "tickets/presence.hpp"
#include "tickets/ticket.hpp"
#include "tickets/wording.hpp"

/// "Nästa ärende": which ticket of a queue somebody should take up next, and why that one.
namespace ansvar::tickets::next_ticket {

/// Why a ticket is next; an earlier one goes before a later one.
enum class Reason {
    Late,        ///< it should have been done
    Urgent,      ///< its priority says so
    Answered,    ///< one's own, and the requester has replied
    DueToday,
    Unassigned,  ///< nobody has it: the one that has waited longest
    Due          ///< one's own, by due time
};

/// A ticket that is one's own or nobody's, open, and not waiting.
struct Candidate {
    TicketId id;
    Priority priority = Priority::Normal;
    Timestamp due_at;
    Timestamp opened_at;
    bool is_mine = false;
    bool requester_wrote = false;  ///< the last reply is theirs
};

struct Choice {
    TicketId id;
    Reason reason = Reason::Due;
    Timestamp due_at;
};

Reason reason_of(const Candidate& ticket, Timestamp now);
/// The first of them by reason; within a reason by due time, of those nobody has by how long they have waited.
std::optional<Choice> choose(const std::vector<Candidate>& tickets, Timestamp now);

/// What of a queue is `reader`'s or nobody's: the first fifty by due time.
std::vector<Candidate> list_candidates(db::Session& session, const RoleCode& role, const identity::Person& reader, Timestamp now);
/// The same as `choose`, but for `not_this` and those that a colleague is looking at or writing in.
std::optional<Choice> choose_free(std::vector<Candidate> tickets, const std::vector<presence::Present>& present, Timestamp now,
                                  std::optional<TicketId> not_this = {});

/// The next ticket for `reader` in a queue, but for `not_this` and those that a colleague is looking at or writing in.
std::optional<Choice> find(db::Session& session, const RoleCode& role, const identity::Person& reader, Timestamp now, std::optional<TicketId> not_this = {});

/// "försenat sedan 09:30", "brådskande", "anmälaren har svarat" …
std::string words(const Choice& choice, const Wording& wording);

}  // namespace ansvar::tickets::next_ticket
