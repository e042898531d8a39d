#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tickets/page_services.hpp"

namespace ansvar::tickets {

/// Notes in the audit that somebody looks at a confidential ticket, before anything of it is shown: what cannot be noted is not shown
/// (503), and what a browser asks for ahead of its reader is refused (web::NobodyAsked). Their own ticket is the requester's to look at, and a person's views of one ticket within ten minutes are one.
/// `what`: "page", "receipt", "api" or "file".
void note_view(const PageServices& services, const web::Request& request, const Ticket& ticket, const Ties& ties, std::string_view what);

/// Somebody has looked at a confidential ticket.
struct TicketView {
    Timestamp at;
    std::string name;  ///< empty: somebody who is no longer known
    std::string what;
    bool behind_glass = false;
};
/// Newest first.
std::vector<TicketView> list_views(db::Session& session, TicketId ticket, std::size_t limit);

/// What lists of them show: [{"when", "datetime", "exact", "who", "how"}].
nlohmann::json views_view(const std::vector<TicketView>& views, const Wording& wording);

}  // namespace ansvar::tickets
