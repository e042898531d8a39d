#pragma once

#include <nlohmann/json_fwd.hpp>

#include "reports/selection.hpp"
#include "reports/ticket_list.hpp"
#include "reports/wording.hpp"

namespace ansvar::reports {

/// The view of templates/pages/reports/tickets.html.
nlohmann::json ticket_list_view(const TicketPage& page, const Selection& selection, const Wording& wording);

}  // namespace ansvar::reports
