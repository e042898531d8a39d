#pragma once

#include <nlohmann/json.hpp>

#include <string>
#include <vector>

#include "tickets/desk.hpp"
#include "tickets/page_services.hpp"

/// One answer to all: what is answered in a ticket that others are gathered under is answered in each of these too.
namespace ansvar::tickets {

/// The parts of a ticket that are open, as one person meets them.
struct Below {
    std::vector<TicketId> answered;  ///< may be answered, and solved
    std::vector<TicketId> left_out;  ///< seen, but not to be handled by them
};
Below open_below(db::Session& session, TicketId parent, const identity::Person& by, Timestamp now);

/// What parts/answer_all shows, or false when nothing is below. `is_for_all`: as the box is marked.
nlohmann::json answer_all_view(const Below& below, bool is_for_all, const Wording& wording);

/// Writes what has been `written` in the parent in each of them too, with its files, under the message's own undo token. What was written
/// there by the same form (`key`) is not written twice. Gives those of them that refused it, which are as they were.
std::vector<TicketId> answer_below(Desk& desk, const Written& written, const Message& message, const identity::Person& by, const std::string& key);

/// A message, and in which parts it is written too.
struct WrittenToAll {
    Written written;
    Below below;
};
/// Writes a message and the same in each part, for programs: all of it, or nothing when one of them refuses. Must be part of a transaction
/// (Database::spanning), which is what keeps a request that comes again from being carried out twice; nothing is kept for its key here.
/// @throws what was refused as an error, web::Conflict when it was by a part.
WrittenToAll write_to_all(Desk& desk, TicketId id, const Message& message, const identity::Person& by, std::optional<std::int64_t> version, const Wording& wording);

}  // namespace ansvar::tickets
