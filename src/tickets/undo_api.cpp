#include "tickets/undo_api.hpp"

#include "core/secret.hpp"
#include "tickets/ticket_json.hpp"

namespace ansvar::tickets {

namespace {

using nlohmann::json;

/// Of several tickets those that are another by now stand: that is told, and no refusal.
web::Response take_back(const PageServices& services, const web::Request& request) {
    web::Fields fields{request};
    const auto token = fields.required_text("token");
    fields.finish();
    const auto taken = services.desk.undo(token, reader(request));
    if (taken.undone.empty() && taken.too_late.empty()) {
        throw web::Error{410, "undo-over"};
    }
    if (taken.undone.empty()) {
        throw web::Error{409, "undo-too-late"};
    }
    return web::Response::json({{"undone", numbers_json(taken.undone)}, {"too_late", numbers_json(taken.too_late)}, {"files", taken.files}});
}

}  // namespace

Undo asked_undo(web::Fields& fields) { return fields.flag("undo") ? Undo{random_token(16)} : Undo{}; }

void tell_undo(const PageServices& services, const web::Request& request, const Undo& undo, json& answer) {
    if (!undo) {
        return;
    }
    const auto open = services.database().read([&](db::Session& session) { return undo_store::find(session, undo.token, reader(request).id, services.now()); });
    answer["undo"] = open ? json{{"token", undo.token}, {"until", to_rfc3339(open->until)}} : json();
}

std::vector<web::Route> undo_api_routes(const PageServices& services) {
    return {{web::Method::Post, "/api/v1/undo", {web::Audience::SignedIn, web::Scope::TicketsWrite},
             [services](const web::Request& request) { return take_back(services, request); }}};
}

}  // namespace ansvar::tickets
