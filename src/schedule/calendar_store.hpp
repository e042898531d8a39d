#pragma once

#include <string>
#include <string_view>

#include "core/time.hpp"
#include "db/transaction.hpp"
#include "schedule/calendar_book.hpp"

/// Calendars in the database: rows are only added.
namespace ansvar::schedule::calendar_store {

/// Another text whenever something has changed.
std::string mark(db::Session& session);
/// All of it. Throws std::runtime_error for rules that this program cannot read.
CalendarBook load(db::Session& session);

/// Throws db::Duplicate when there is one of that name.
CalendarId add(db::Transaction& tx, std::string_view name, PersonId by, Timestamp now);
/// Throws db::Duplicate when there is that version already.
void add_version(db::Transaction& tx, const CalendarVersion& version, PersonId by, Timestamp now);
std::uint64_t add_use(db::Transaction& tx, const CalendarUse& use, PersonId by, Timestamp now);

}  // namespace ansvar::schedule::calendar_store
