#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/ids.hpp"
#include "core/time.hpp"

namespace ansvar::inbox {

using MailId = Id<struct IncomingMailTag>;

/// What became of a mail.
enum class Outcome {
    Opened,     ///< it made a ticket
    Replied,    ///< it was written into one
    Noted,      ///< the same, as a note
    Answered,   ///< the same, by somebody outside who had been written to
    Bounce,     ///< a letter came back: its ledger says so
    Automatic,  ///< an answer by a program, out of office: nobody is troubled with it
    Loop,       ///< our own, come round
    Refused,    ///< from somebody unknown, whom the school does not let in
    Discarded,  ///< somebody has looked at it and thrown it away
    Held,       ///< a person decides
    Unreadable
};
std::string_view name(Outcome outcome);
std::optional<Outcome> outcome_from(std::string_view name);

/// Why a mail waits for a person.
enum class Why {
    None,
    NoSender,       ///< it does not say who wrote it
    UnknownSender,  ///< nobody the school knows
    NotAParty,      ///< answers a ticket that the sender has nothing to do with
    NotProved,      ///< says that it is from somebody who works with the ticket, and shows no proof: anybody can write that
    Spoofed,        ///< the school's own mail server says that the sender is forged (DMARC)
    Automatic,      ///< written by a program, about nothing we know
    TooMany,        ///< from somebody who has opened many tickets within the hour
    NotAllowed,     ///< the ticket takes nothing from the sender now
    Empty
};
std::string_view name(Why why);

/// What is to become of a mail, or has.
struct Finding {
    Outcome outcome = Outcome::Held;
    Why why = Why::None;
    std::string reason = {};  ///< of Outcome::Unreadable
    std::optional<TicketId> ticket = {};
    std::int64_t seq = 0;     ///< the event it became; 0: none
};

inline Finding held(Why why, std::optional<TicketId> ticket = {}) { return {.outcome = Outcome::Held, .why = why, .ticket = ticket}; }

/// A row of `incoming_mails`.
struct StoredMail {
    MailId id;
    std::string hash;
    Timestamp received_at;
    std::string state = {};
    std::string outcome = {};
    std::string reason = {};
    std::string from_email = {};
    std::string from_name = {};
    std::string subject = {};
    std::string handled_by = {};  ///< the name of who decided about it
    std::optional<TicketId> ticket = {};
    bool is_confidential = false;  ///< its ticket is
    std::int64_t seq = 0;
    std::int64_t bytes = 0;
    std::int64_t tries = 0;
};

}  // namespace ansvar::inbox
