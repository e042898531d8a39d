#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tickets/desk.hpp"

/// What is to be done about a ticket before it is done with.
namespace ansvar::tickets::checklist {

struct Item {
    std::uint64_t id = 0;
    std::string text;
    std::optional<Timestamp> done_at;
    std::string done_by;
};

std::vector<Item> list(db::Session& session, TicketId ticket);

/// One line, at most two hundred characters. Faults of "/item".
Result<Ticket, Refusal> add(Desk& desk, TicketId ticket, const std::string& text, const identity::Person& by, std::optional<std::int64_t> version = {});

enum class What { Done, NotDone, Removed };
std::optional<What> what_from(std::string_view name);

/// Ticks an item, takes the tick away, or the item itself. What stands so already is passed over.
Result<Ticket, Refusal> change(Desk& desk, TicketId ticket, std::uint64_t item, What what, const identity::Person& by,
                               std::optional<std::int64_t> version = {});

}  // namespace ansvar::tickets::checklist
