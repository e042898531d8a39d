#pragma once

#include "core/ids.hpp"
#include "core/mail_address.hpp"
#include "core/time.hpp"
#include "web/language.hpp"

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace ansvar::mail {

/// What a letter is about: each has a folder templates/mail/<name>, and `letter.<name>` in the catalogues.
enum class LetterKind {
    Receipt,         ///< to the requester: we have your ticket
    NewTicket,       ///< to those who answer for it: opened, or come from another door
    Copied,          ///< to watchers: you are kept informed
    Reply,           ///< to the requester and watchers: an agent's answer
    RequesterWrote,  ///< to the assignee or the holders
    HandedOver,      ///< to the requester: to whom it went, and why
    Closed,          ///< to the requester: resolved, closed or rejected
    Question,        ///< to the requester: the ticket waits for you
    Reminder,        ///< to the requester: it still does, and is closed if it goes on
    Reopened,        ///< to the assignee or the holders
    Assigned,        ///< to the new assignee
    NamedReader,     ///< to somebody who may read a confidential ticket from now on: number and link alone, whatever becomes of it
    GlassBroken,     ///< to the requester, and the assignee or the holders: an administrator has opened it with a reason; number and link alone
    Merged,          ///< to the requester: the ticket goes on in another one, or on its own again
    Split,           ///< to the requester: a part of what was written has a ticket of its own
    Mention,         ///< to somebody whose name stands in a note or a reply
    Outside,         ///< to an address outside the school: the text alone, nothing of the ticket but its number
    DueSoon,         ///< to those whom a step of the escalation names: a target's time is nearly up
    Overdue,         ///< the same: it is up
    Digest,          ///< what the reader was not told in letters of its own; of no ticket itself
    Monday,          ///< to managers who want it: last week's figures; of no ticket itself
    WebhookPaused,   ///< to whom a webhook belongs: it is not told of changes any more; of no ticket
    SignIn,          ///< a link to sign in with
    ConfirmTicket    ///< a link that makes a pending ticket a ticket
};

inline constexpr std::array all_letter_kinds{LetterKind::Receipt,        LetterKind::NewTicket,  LetterKind::Copied,      LetterKind::Reply,
                                             LetterKind::RequesterWrote, LetterKind::HandedOver, LetterKind::Closed,      LetterKind::Question,
                                             LetterKind::Reopened,       LetterKind::Assigned,   LetterKind::NamedReader, LetterKind::GlassBroken,
                                             LetterKind::Merged,         LetterKind::Split,      LetterKind::Mention,     LetterKind::Outside,
                                             LetterKind::DueSoon,        LetterKind::Overdue,    LetterKind::Reminder,
                                             LetterKind::Digest,         LetterKind::Monday,     LetterKind::WebhookPaused,
                                             LetterKind::SignIn,         LetterKind::ConfirmTicket};

/// "receipt", "new_ticket" …: the word in the database, the folder's name, the end of catalogue keys.
std::string_view name(LetterKind kind);
std::optional<LetterKind> letter_kind_from(std::string_view name);

/// Does it say nothing of its ticket but the number, confidential or not?
constexpr bool is_number_only(LetterKind kind) { return kind == LetterKind::NamedReader || kind == LetterKind::GlassBroken; }

/// Does it let somebody in?
constexpr bool is_link_letter(LetterKind kind) { return kind == LetterKind::SignIn || kind == LetterKind::ConfirmTicket; }

/// One letter of the outbox as the worker that claimed it sees it. It holds no text: that is read and rendered when it goes out.
struct Letter {
    LetterId id;
    std::optional<LetterKind> kind;  ///< empty: a newer version wrote it, and may send it
    std::optional<TicketId> ticket;
    std::int64_t first_seq = 0;  ///< the events of the change it tells of, first and last
    std::int64_t last_seq = 0;
    std::optional<PersonId> recipient;  ///< empty: a role's mailbox, or somebody not known yet
    std::string recipient_email;        ///< as stored; checked again before it is used
    web::Language language = web::Language::Sv;
    std::string message_id;                   ///< with its angle brackets; the same at every attempt
    std::optional<std::uint64_t> pending_id;  ///< for ConfirmTicket
    std::int64_t attempts = 0;                ///< ended so far
    std::int64_t attempts_before = 0;        ///< of these, before somebody chose "send again"
    Timestamp round_at;                       ///< when it was written, or "send again" was chosen
    std::optional<Timestamp> expires_at;
    Timestamp created_at;
    std::string worker;     ///< the name drawn for this claim; only who knows it may finish the letter
    Timestamp lease_until;  ///< when the claim runs out
};

/// Draws the link of a SignIn or ConfirmTicket letter at the moment it goes out, and returns the full URL. Called at every attempt, from
/// several threads; keeps only the token's hash. identity implements it, app wires it. What it throws makes the attempt "later".
using LinkSource = std::function<std::string(const Letter&)>;

}  // namespace ansvar::mail
