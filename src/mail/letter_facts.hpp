#pragma once

#include "db/session.hpp"
#include "mail/letter.hpp"
#include "tickets/event.hpp"
#include "tickets/ticket.hpp"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace ansvar::mail {

/// One event of the change a letter tells of, or the ticket's first.
struct FactEvent {
    std::int64_t seq = 0;
    tickets::EventKind kind = tickets::EventKind::Opened;
    nlohmann::json data;
    std::string actor;                ///< empty: the system itself
    std::optional<std::string> body;  ///< what was written; never a note
};

/// All that a letter about a ticket may say, as the database has it when the letter goes out. Of a confidential ticket there is nothing
/// here but its number and that it is confidential.
struct LetterFacts {
    TicketId ticket;
    bool confidential = false;
    std::string subject;
    RoleCode role;
    std::string role_name;  ///< in the reader's language
    std::string area;
    std::string room;
    std::string phone;
    tickets::Priority priority = tickets::Priority::Normal;
    Timestamp due_at;
    PersonId requester_id;
    PersonId filed_by;
    std::string requester;
    std::string filer;
    std::string assignee;   ///< empty: nobody
    std::string recipient;  ///< empty: a mailbox
    std::vector<FactEvent> events;
    std::vector<std::string> earlier_message_ids;  ///< of letters to the same reader about this ticket, oldest first, at most 3

    /// Where the ticket lies: the person who has it, or the role.
    const std::string& who() const { return assignee.empty() ? role_name : assignee; }
    /// The last event of a kind in what is told; null when there is none.
    const FactEvent* find(tickets::EventKind kind, std::int64_t first_seq) const;
};

/// Empty when the ticket is not there.
std::optional<LetterFacts> read_facts(db::Session& session, const Letter& letter);

}  // namespace ansvar::mail
