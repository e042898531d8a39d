#pragma once

#include <nlohmann/json.hpp>

#include <string>
#include <vector>

#include "routing/matrix.hpp"
#include "schedule/calendars.hpp"
#include "tickets/presence.hpp"
#include "tickets/queue.hpp"
#include "tickets/wording.hpp"

namespace ansvar::tickets {

/// What templates/parts/queue_rows.html gets: tickets in groups of due time, each with its state, who has it, and who is in it now.
struct QueueRowsView {
    const Wording& wording;
    const schedule::Calendars& calendars;
    const routing::Matrix& matrix;
    bool names_roles = false;                     ///< the rows are of several queues
    std::vector<presence::Present> present = {};  ///< colleagues who look at one of the tickets, or write in it

    nlohmann::json groups(const std::vector<QueueRow>& rows) const;

private:
    std::string group_of(const QueueRow& row) const;
    nlohmann::json due(const QueueRow& row) const;
    std::string due_words(const QueueRow& row, const std::string& when) const;
    nlohmann::json who_is_there(TicketId id) const;
    bool is_raised(const QueueRow& row) const;
    nlohmann::json row_view(const QueueRow& row) const;
};

}  // namespace ansvar::tickets
