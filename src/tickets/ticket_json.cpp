#include "tickets/ticket_json.hpp"

#include <fmt/format.h>

#include "tickets/api_fields.hpp"
#include "tickets/undo_api.hpp"
#include "tickets/views.hpp"
#include "web/json_lists.hpp"

namespace ansvar::tickets {

using nlohmann::json;

json ticket_json(const PageServices& services, const Ticket& ticket) {
    return {{"number", ticket.id.value},
            {"subject", ticket.subject},
            {"role", ticket.role.value},
            {"row", or_null(ticket.row_ref)},
            {"area", or_null(ticket.area_key)},
            {"area_name", or_null(ticket.area)},
            {"matrix_version", ticket.matrix_version},
            {"confidence", ticket.confidence},
            {"reason", ticket.reason},
            {"confidential", ticket.confidential},
            {"named_only", ticket.named_only},
            {"state", name(ticket.state)},
            {"priority", name(ticket.priority)},
            {"requester", ticket.requester.value},
            {"assignee", ticket.assignee ? json(ticket.assignee->value) : json()},
            {"channel", name(ticket.channel)},
            {"room", ticket.room},
            {"opened_at", to_rfc3339(ticket.opened_at)},
            {"due_at", ticket.falls_due() ? json(to_rfc3339(ticket.due_at)) : json()},
            {"first_response_at", or_null(ticket.first_response_at)},
            {"first_response_minutes", or_null(ticket.first_response_minutes)},
            {"resolved_at", or_null(ticket.resolved_at)},
            {"resolution_minutes", or_null(ticket.resolution_minutes)},
            {"changed_at", to_rfc3339(ticket.changed_at)},
            {"snoozed_until", or_null(ticket.snoozed_until)},
            {"merged_into", ticket.merged_into ? json(ticket.merged_into->value) : json()},
            {"version", ticket.version},
            {"url", services.identity.public_url + "/tickets/" + ticket.id.text()}};
}

json numbers_json(const std::vector<TicketId>& ids) {
    auto numbers = json::array();
    for (const auto id : ids) {
        numbers.push_back(id.value);
    }
    return numbers;
}

json queue_row_json(const PageServices& services, const QueueRow& row) {
    return {{"number", row.id.value},
            {"subject", row.subject},
            {"role", row.role.value},
            {"row", or_null(row.row_ref)},
            {"area_name", or_null(row.area)},
            {"state", name(row.state)},
            {"priority", name(row.priority)},
            {"assignee", row.assignee ? json(row.assignee->value) : json()},
            {"confidential", row.confidential},
            {"opened_at", to_rfc3339(row.opened_at)},
            {"due_at", row.falls_due() ? json(to_rfc3339(row.due_at)) : json()},
            {"version", row.version},
            {"url", services.identity.public_url + "/tickets/" + row.id.text()}};
}

json seen_ticket_json(const PageServices& services, const web::Request& request, const Ticket& ticket) {
    note_view(services, request, ticket, {}, "api");
    auto view = ticket_json(services, ticket);
    if (!may(reader(request), Action::Notes, ticket, {})) {
        view.erase("confidence");
    }
    return view;
}

web::Response changed_ticket(const PageServices& services, const web::Request& request, const Result<Ticket, Refusal>& result, const Undo& undo) {
    if (!result) {
        throw_as_error(result.error());
    }
    auto answer = seen_ticket_json(services, request, *result);
    tell_undo(services, request, undo, answer);
    auto response = web::Response::json(answer);
    web::tell_version(response, result->version);
    return response;
}

json written_json(const PageServices& services, const web::Request& request, const Written& written, std::string_view kind, const Undo& undo) {
    json answer = {{"ticket", written.ticket.id.value},  // another one when it was too late to open it again
                   {"seq", written.seq},
                   {"kind", kind},
                   {"state", name(written.ticket.state)},
                   {"version", written.ticket.version}};
    tell_undo(services, request, undo, answer);
    return answer;
}

}  // namespace ansvar::tickets
