#include "tickets/asked_ticket.hpp"

namespace ansvar::tickets {

ticket_store::Found asked_ticket(const PageServices& services, db::Session& session, const web::Request& request, Action action) {
    const auto& person = reader(request);
    auto found = ticket_store::find(session, TicketId{request.path_number("number")}, person.id, services.now());
    if (!found || !may(person, Action::View, found->ticket, found->ties)) {
        throw web::NotFound{};
    }
    if (!may(person, action, found->ticket, found->ties)) {
        throw_as_error(Refusal{Refusal::Kind::NotAllowed});
    }
    return std::move(*found);
}

}  // namespace ansvar::tickets
