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

/// One line behind a figure: a ticket, or one later answer to it. Never a confidential one.
struct Listed {
    TicketId id;
    std::string subject;
    RoleCode role;
    std::string state;
    Timestamp opened_at;
    std::optional<std::int64_t> first_response_minutes;
    std::optional<std::int64_t> resolution_minutes;
    std::optional<std::int64_t> minutes;  ///< of the measure that is listed
};

/// Where a page ends: what it is sorted by (minutes, or a second) and the last ticket with the number of its answer.
struct Cursor {
    std::int64_t key = 0;
    std::uint64_t ticket = 0;

    std::string text() const;  ///< "95.4012"
    auto operator<=>(const Cursor&) const = default;
};
std::optional<Cursor> cursor_from(std::string_view text);

/// What a list holds, before anything is read of its tickets.
struct Found {
    std::int64_t count = 0;     ///< of the whole list
    Spread spread = {};         ///< of measured ones: what the list is cut from
    std::vector<Cursor> page;   ///< in the list's order
    bool has_more = false;
};

/// A page of the tickets behind a figure. Measured ones: longest first, so that the first one is the figure itself. Open ones: due first.
/// Others: newest first.
Found find_page(const Table& table, const Selection& selection, const Scope& scope, Timestamp now, const clock::Hours& hours,
                const routing::Matrix& matrix, const std::optional<Cursor>& after, std::size_t page_size);

struct TicketPage {
    std::int64_t count = 0;
    Spread spread;
    std::vector<Listed> tickets;
    std::optional<Cursor> next;  ///< empty on the last page
};
/// Reads the tickets of what was found, each as it is now; one that has become confidential meanwhile is left out.
TicketPage read_page(db::Session& session, const Found& found, const Selection& selection, const Scope& scope);

}  // namespace ansvar::reports
