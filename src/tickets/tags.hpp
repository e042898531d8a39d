#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tickets/desk.hpp"

/// Tags: words that those who handle a ticket put on it, to find and count by. Always in lower case.
namespace ansvar::tickets::tags {

/// What stands in ticket_tags for what somebody typed: "  #IT-Stöd " is "it-stöd". Empty when nothing is left, or it is longer than forty
/// characters or holds what no line may.
std::optional<std::string> from(std::string_view typed);

/// Several with commas between, as the form has them; a tag that is none is a fault of "/tag".
Result<std::vector<std::string>, Refusal> all_from(std::string_view typed);

/// Puts tags on a ticket and takes others away; what is there already, or not there, is passed over.
Result<Ticket, Refusal> change(Desk& desk, TicketId ticket, const std::vector<std::string>& add, const std::vector<std::string>& remove,
                               const identity::Person& by, std::optional<std::int64_t> version = {},
                               const Undo& undo = {});
/// Takes back what the `tagged` events from `first_seq` to `last_seq` did.
void take_back(db::Transaction& tx, TicketId ticket, std::int64_t first_seq, std::int64_t last_seq);

std::vector<std::string> list(db::Session& session, TicketId ticket);
/// Those that stand on tickets which `reader` may see, most used first.
std::vector<std::string> list_in_use(db::Session& session, const identity::Person& reader);

}  // namespace ansvar::tickets::tags
