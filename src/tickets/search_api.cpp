#include "tickets/search_pages.hpp"

#include "core/text.hpp"
#include "tickets/api_fields.hpp"
#include "tickets/search.hpp"
#include "web/json_lists.hpp"

namespace ansvar::tickets {

namespace {

using nlohmann::json;

const std::set<std::string_view> found_fields{"number", "subject", "role", "area_name", "state", "confidential", "opened_at", "url"};
const std::set<std::string_view> found_parts{"people"};

json item_of(const FoundTicket& ticket, const std::string& public_url) {
    return {{"number", ticket.id.value},
            {"subject", ticket.subject},
            {"role", ticket.role.value},
            {"area_name", ticket.area ? json(*ticket.area) : json()},
            {"state", name(ticket.state)},
            {"confidential", ticket.confidential},
            {"opened_at", to_rfc3339(ticket.opened_at)},
            {"url", public_url + "/tickets/" + ticket.id.text()}};
}

web::Response search(const PageServices& services, const web::Request& request) {
    std::vector<web::FieldError> faults;
    const auto typed = std::string{trim(request.query("q").value_or(""))};
    if (typed.empty()) {
        faults.push_back(field_fault("/q", "required"));
    }
    const auto limit = limit_of(request, faults);
    std::optional<TicketId> before;
    if (const auto text = request.query("after")) {
        before = id_from<TicketId>(*text);
        if (!before) {
            faults.push_back(field_fault("/after", "malformed"));
        }
    }
    const Chosen fields{request, "fields", found_fields, faults}, parts{request, "include", found_parts, faults};
    refuse_faulty(faults);
    const auto page = services.database().read([&](db::Session& session) { return find_tickets(session, Question{typed}, reader(request), before, limit); });
    auto items = json::array();
    for (const auto& ticket : page.tickets) {
        auto item = item_of(ticket, services.identity.public_url);
        fields.narrow(item, found_fields);
        if (parts.names("people")) {
            item["requester_name"] = ticket.requester;
            item["assignee_name"] = or_null(ticket.assignee);
        }
        items.push_back(std::move(item));
    }
    return web::list_page(request, std::move(items), page.next ? std::optional{page.next->text()} : std::nullopt);
}

}  // namespace

web::Route search_api_route(const PageServices& services) {
    return {web::Method::Get, "/api/v1/search", {web::Audience::SignedIn, web::Scope::TicketsRead},
            [services](const web::Request& request) { return search(services, request); }, {}, {.query = {"q", "limit", "after", "fields", "include"}}};
}

}  // namespace ansvar::tickets
