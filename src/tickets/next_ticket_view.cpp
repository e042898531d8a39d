#include "tickets/next_ticket_view.hpp"

#include "core/text.hpp"
#include "tickets/next_ticket.hpp"

namespace ansvar::tickets {

using nlohmann::json;

json next_ticket_view(const PageServices& services, const web::Request& request, const Ticket& ticket) {
    const auto& person = reader(request);
    if (!may_open_queue(person, ticket.role)) {
        return false;
    }
    const auto wording = services.wording(request);
    if (ticket.is_open()) {
        return {{"href", "/queues/" + percent_encode(ticket.role.value) + "/next?not=" + ticket.id.text()}, {"label", wording.text("next.button")}, {"why", false}};
    }
    const auto choice = services.database().read(
        [&](db::Session& session) { return next_ticket::find(session, ticket.role, person, services.now(), ticket.id); });
    return choice ? json{{"href", "/tickets/" + choice->id.text()},
                         {"label", wording.format("next.after", {{"number", choice->id.text()}})},
                         {"why", {{"text", next_ticket::words(*choice, wording)}}}}
                  : json(false);
}

}  // namespace ansvar::tickets
