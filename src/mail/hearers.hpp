#pragma once

#include "mail/letter.hpp"
#include "tickets/event.hpp"

#include <optional>
#include <span>

namespace ansvar::mail {

/// Which letter each of a ticket's people gets about one change, if any. Who they are is looked up in SQL when the rows are written,
/// in this order: somebody who is several of these gets the first letter only.
struct Hearers {
    std::optional<LetterKind> requester;
    std::optional<LetterKind> assignee;
    std::optional<LetterKind> stand_in;  ///< whoever stands in for an assignee who is away, and works in the ticket's queue meanwhile
    std::optional<LetterKind> holders;  ///< everybody who works in the ticket's queue today
    std::optional<LetterKind> mailbox;  ///< the role's shared mailbox
    std::optional<LetterKind> watchers;
    std::optional<LetterKind> readers;     ///< the named readers, of a ticket that nobody else sees and nobody has in hand
    std::optional<LetterKind> new_reader;  ///< the one just named
    std::optional<LetterKind> mentioned;   ///< those whose names stand in what was written
    std::optional<LetterKind> told;        ///< those whom a step of the escalation names
    std::optional<LetterKind> outside;     ///< the address outside the school that it was written to

    bool is_nobody() const { return !requester && !assignee && !holders && !mailbox && !watchers && !readers && !new_reader && !mentioned && !told && !outside; }
};

/// Reads the one table of events and letters (hearers.cpp). `events`: one change, all by the same author, who hears of nothing but the
/// receipt: the requester is left out here when they are the author, the others in SQL.
Hearers who_hears(const tickets::Ticket& after, std::span<const tickets::Event> events);

/// The reader named by the change, if one was.
std::optional<PersonId> new_reader_of(std::span<const tickets::Event> events);

/// Those whom a step of the escalation names beside whoever handles the ticket, as a JSON list of ids, each once.
nlohmann::json told_of(std::span<const tickets::Event> events);
/// Those mentioned in what was written, as a JSON list of ids; and the address outside the school that it went to, or "".
nlohmann::json mentioned_in(std::span<const tickets::Event> events);
std::string outside_address_of(std::span<const tickets::Event> events);

/// Who made the change; empty: the system itself.
std::optional<PersonId> author_of(std::span<const tickets::Event> events);

}  // namespace ansvar::mail
