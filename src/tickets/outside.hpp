#pragma once

#include <optional>
#include <string>

#include "tickets/desk.hpp"

/// Messages to somebody outside the school about a ticket, a supplier with a number of their own for it. The requester sees none of it, but for
/// the answers that are shared with them.
namespace ansvar::tickets::outside {

constexpr std::size_t max_reference = 60;  ///< characters
constexpr std::int64_t most_to_address = 30;  ///< an hour, however many write there (promise R23)
constexpr std::int64_t most_by_author = 60;   ///< an hour, to all addresses

struct Letter {
    std::string to;         ///< as typed
    std::string reference;  ///< theirs; may be empty
    std::string body;
    Undo undo = {};
};

/// Writes the text into the timeline, sends it to the address alone and lets the ticket wait for somebody else. Those who handle the ticket may;
/// a confidential one goes to nobody outside, since its text is in no letter. Faults of "/to" also when it would be too many within an hour. A second press with the same key gives what the first one wrote.
Result<Written, Refusal> write(Desk& desk, TicketId id, const Letter& letter, const identity::Person& by, const IdempotencyKey& key,
                               std::optional<std::int64_t> version = {});

/// An answer from there, as a mail brought it.
struct Answer {
    MailAddress from;
    std::string body;
    std::vector<std::string> files = {};  ///< tokens of files stored without an owner
    std::uint64_t mail = 0;
};

/// Puts an answer into the timeline, unseen by the requester; a ticket that waited for somebody else is worked on again. Where the
/// ticket goes on when it is merged. NotAllowed when nobody has written there.
Result<Written, Refusal> answered(Desk& desk, TicketId id, const Answer& answer, const IdempotencyKey& key);

/// Shows the requester an answer, where it stands: they see it with its files from then on and get a letter with it, both after the undo time.
/// Those who handle the ticket may. Nothing happens when they see it already; NotFound when that message is no answer from outside.
Result<Ticket, Refusal> share(Desk& desk, TicketId id, std::int64_t answer, const identity::Person& by, const Undo& undo = {});
/// Part of the transaction that undoes events: what they shared is unseen again.
void unshare(db::Transaction& tx, TicketId id, std::int64_t first_seq, std::int64_t last_seq);

/// Has somebody written to that address about the ticket?
bool is_asked(db::Session& session, TicketId id, const MailAddress& address);

/// To whom it was last written about a ticket, and their number for it. Empty when nobody was.
struct Last {
    std::string to;
    std::string reference;
};
Last last_of(db::Session& session, TicketId id);

}  // namespace ansvar::tickets::outside
