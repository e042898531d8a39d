#include "tickets/views.hpp"

#include <spdlog/spdlog.h>

#include "db/errors.hpp"
#include "identity/audit.hpp"
#include "queries/tickets.hpp"
#include "tickets/ticket_store.hpp"

namespace ansvar::tickets {

namespace {

using nlohmann::json;

constexpr std::chrono::minutes one_view{10};
constexpr std::size_t most_views = 500;

bool is_noted(db::Database& database, TicketId ticket, PersonId person, Timestamp since) {
    return database.read([&](db::Session& session) {
        return session.row(queries::tickets::select_recent_view, {{"object_id", ticket.text()}, {"person_id", person}, {"since", since}}).has_value();
    });
}

}  // namespace

void note_view(const PageServices& services, const web::Request& request, const Ticket& ticket, const Ties& ties, std::string_view what) {
    const auto& person = reader(request);
    if (!ticket.confidential || ticket.requester == person.id) {
        return;
    }
    if (request.is_ahead_of_reader()) {
        throw web::NobodyAsked{};  // also when a view was noted just now: this one may be shown much later
    }
    const auto now = services.now();
    try {
        if (!is_noted(services.database(), ticket.id, person.id, now - one_view)) {
            identity::record_view(services.database(), request,
                                  {.action = "ticket.viewed",
                                   .object_kind = "ticket",
                                   .object_id = ticket.id.text(),
                                   .details = {{"what", what}, {"glass", ties.glass_until.has_value()}}},
                                  now);
        }
    } catch (const db::Error& fault) {
        spdlog::error("ticket {} is not shown, for the view could not be noted: {}", ticket.id.value, fault.what());
        throw web::Unavailable{std::chrono::seconds{5}, "a view could not be noted"};
    }
}

std::vector<TicketView> list_views(db::Session& session, TicketId ticket, std::size_t limit) {
    std::vector<TicketView> views;
    for (const auto& row : session.rows(queries::tickets::select_views, {{"object_id", ticket.text()}, {"limit", limit}})) {
        const auto details = json::parse(row.text("details"));
        views.push_back({.at = row.time("happened_at"),
                         .name = row.optional_text("name").value_or(""),
                         .what = details.value("what", "page"),
                         .behind_glass = details.value("glass", false)});
    }
    return views;
}

json views_view(const std::vector<TicketView>& views, const Wording& wording) {
    auto list = json::array();
    for (const auto& view : views) {
        auto one = wording.view(view.at);
        one["who"] = view.name.empty() ? wording.text("views.unknown") : view.name;
        one["how"] = wording.text(view.behind_glass ? "views.what.glass" : "views.what." + view.what);
        list.push_back(std::move(one));
    }
    return list;
}

/// GET /tickets/{number}/views: who has looked at it, without a word of what it is about.
std::vector<web::Route> view_routes(const PageServices& services) {
    const auto show = [services](const web::Request& request) {
        const TicketId id{request.path_number("number")};
        const auto wording = services.wording(request);
        const auto [found, views] = services.database().read([&](db::Session& session) {
            auto one = ticket_store::find(session, id, reader(request).id, services.now());
            if (!one || !may(reader(request), Action::Views, one->ticket, one->ties)) {
                throw web::NotFound{};
            }
            return std::pair{std::move(*one), list_views(session, id, most_views)};
        });
        const bool sees_ticket = may(reader(request), Action::View, found.ticket, found.ties);
        return services.pages.render(request, 200, "tickets/views",
                                     {{"title", wording.format("views.title", {{"number", id.text()}})},
                                      {"nav", "views"},
                                      {"ticket", sees_ticket ? json{{"href", "/tickets/" + id.text()}, {"number", id.text()}} : json(false)},
                                      {"confidential", found.ticket.confidential},
                                      {"has_views", !views.empty()},
                                      {"views", views_view(views, wording)}});
    };
    return {{web::Method::Get, "/tickets/{number}/views", {web::Audience::SignedIn, web::Via::Page}, show}};
}

}  // namespace ansvar::tickets
