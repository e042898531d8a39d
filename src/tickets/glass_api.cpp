#include "tickets/glass_api.hpp"

#include <nlohmann/json.hpp>

#include "core/text.hpp"
#include "tickets/api_fields.hpp"
#include "tickets/glass.hpp"

namespace ansvar::tickets {

namespace {

/// The answer is the same whether there is such a ticket, and whether there was a glass to break, or not.
web::Response break_glass(const PageServices& services, const web::Request& request) {
    Fields fields{request};
    const auto number = id_of_field<TicketId>(fields, "number", "unknown-value");
    const auto why = tidy_block(fields.required_text("reason"));
    if (auto fault = glass::reason_fault(why)) {
        fields.fault(std::move(*fault));
    }
    fields.finish();
    services.desk.break_glass(*number, why, reader(request), identity::Actor::of(request));
    return web::Response::json({{"number", number->value}, {"ticket", "/api/v1/tickets/" + number->text()}});
}

}  // namespace

std::vector<web::Route> glass_api_routes(const PageServices& services) {
    return {{web::Method::Post, "/api/v1/glass", {web::Audience::Administrator, web::Scope::TicketsWrite},
             [services](const web::Request& request) { return break_glass(services, request); }}};
}

}  // namespace ansvar::tickets
