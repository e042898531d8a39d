#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/ids.hpp"
#include "core/time.hpp"
#include "db/session.hpp"
#include "reports/selection.hpp"

namespace ansvar::reports {

/// One ticket behind a figure. Never a confidential one.
struct Listed {
    TicketId id;
    std::string subject;
    RoleCode role;
    std::string state;
    Timestamp opened_at;
    std::optional<std::int64_t> first_response_minutes;
    std::optional<std::int64_t> resolution_minutes;
};

/// Where a page ends: what it is sorted by (minutes, or a moment in microseconds) and the last ticket.
struct Cursor {
    std::int64_t key = 0;
    std::uint64_t ticket = 0;

    std::string text() const;  ///< "95.4012"
};
std::optional<Cursor> cursor_from(std::string_view text);

struct TicketPage {
    std::int64_t count = 0;  ///< of the whole list
    Spread spread;           ///< of measured ones: what the list is cut from
    std::vector<Listed> tickets;
    std::optional<Cursor> next;  ///< empty on the last page
};

/// A page of the tickets behind a figure. Measured ones: longest first, so that the first one is the figure itself. Open ones: due first.
/// New ones: newest first.
TicketPage load_page(db::Session& session, const Selection& selection, Timestamp now, const std::optional<Cursor>& after,
                     std::size_t page_size, const Scope& scope = {});

}  // namespace ansvar::reports
