#pragma once

#include "core/ids.hpp"
#include "core/time.hpp"
#include "db/session.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace ansvar::tickets {

/// What became of one letter about a ticket.
struct LetterStatus {
    LetterId id;
    std::string kind;       ///< "receipt", "reply" …: catalogue keys `letter.<kind>`
    std::string recipient;  ///< the person's name, or the address of a shared mailbox
    std::string email;
    std::string state;  ///< "waiting", "claimed", "sent", "dead", "expired"; "digest", "gathered" or "dropped" (catalogue keys `letter.state.<state>`)
    std::int64_t attempts = 0;
    std::string last_reply;  ///< the receiving server's last words, controls escaped, at most 500 characters
    Timestamp due_at;        ///< the next attempt, while it waits
    std::optional<Timestamp> finished_at;
};

/// Tells the ticket page which letters went out and how they fared; mail implements it.
class MailLedger {
public:
    virtual ~MailLedger() = default;
    /// Oldest first, at most 200.
    virtual std::vector<LetterStatus> of_ticket(db::Session& session, TicketId ticket) const = 0;
};

}  // namespace ansvar::tickets
