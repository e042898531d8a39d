#pragma once

#include "core/time.hpp"
#include "db/database.hpp"
#include "tickets/mail_ledger.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace ansvar::mail {

/// What the ticket page shows of the outbox.
class Ledger final : public tickets::MailLedger {
public:
    std::vector<tickets::LetterStatus> of_ticket(db::Session& session, TicketId ticket) const override;
};

/// The administrator's lists.
enum class LetterTab { Dead, Waiting, Sent };

/// A line of them.
struct ListedLetter {
    tickets::LetterStatus status;
    std::optional<TicketId> ticket;  ///< empty: a letter that lets somebody in
    Timestamp created_at;
    bool can_be_sent_again = false;
};

/// One attempt at a letter.
struct Attempt {
    std::int64_t number = 0;  ///< 1, 2, 3 …
    Timestamp at;
    std::string outcome;  ///< "sent", "later", "refused" or "lost"
    std::string reply;
};

/// How full the outbox is, for metrics.
struct Figures {
    std::int64_t waiting = 0;  ///< waiting or on their way
    std::int64_t dead = 0;
    std::optional<Timestamp> oldest_due;  ///< of those that wait
};

/// Newest first, at most `limit`; the next page begins before the last one's id. "Dead" are also those that came too late.
std::vector<ListedLetter> list_letters(db::Session& session, LetterTab tab, std::optional<LetterId> before, std::int64_t limit);
std::vector<Attempt> list_attempts(db::Session& session, LetterId letter);
Figures count_letters(db::Session& session);

/// Puts a dead letter back in the outbox, with a fresh round of attempts and its old Message-ID. False when it is not dead, or is a letter
/// whose link has run out. Wake the worker after the commit.
bool send_again(db::Transaction& tx, LetterId letter, Timestamp now);

}  // namespace ansvar::mail
