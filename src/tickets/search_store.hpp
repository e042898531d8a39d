#pragma once

#include <string_view>

#include "core/ids.hpp"
#include "core/time.hpp"
#include "db/database.hpp"

namespace ansvar::tickets::search_store {

/// Makes a ticket found by the words of a text, in the transaction that writes the text. Words of internal notes, and of what is held, are
/// kept apart, unless they stand elsewhere in the ticket too.
void add(db::Transaction& tx, TicketId ticket, std::string_view text, bool is_internal);

/// The same for everything that stands in the tickets from `first` to `last` at `now`; can be repeated.
void add_all(db::Transaction& tx, TicketId first, TicketId last, Timestamp now);

/// After another text has taken its place in the ticket, or none: the ticket is found by what stands there now.
void replace(db::Transaction& tx, TicketId ticket, std::string_view gone, Timestamp now);

/// After a text of the ticket was withdrawn: it is found by what is left.
void forget_withdrawn(db::Transaction& tx, TicketId ticket, Timestamp now);

/// Reads the next hundred tickets from before there were terms. False when there are none, or another instance is at them. What a crash
/// interrupts is read again.
bool read_backlog(db::Database& database, Timestamp now);

}  // namespace ansvar::tickets::search_store
