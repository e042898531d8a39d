#include "app/health_pages.hpp"

#include <nlohmann/json.hpp>

#include "core/text.hpp"
#include "identity/principal.hpp"
#include "queries/app.hpp"

namespace ansvar::app {

bool commits_are_durable(db::Database& database) {
    const auto row = database.read([](db::Session& session) { return session.row(queries::app::select_durability); });
    return row && row->integer("flush_at_commit") == 1 && (!row->flag("has_binlog") || row->integer("sync_binlog") == 1);
}

std::vector<web::Route> health_routes(db::Database& database, std::function<HealthFacts()> facts) {
    constexpr web::Access open_to_machines{web::Audience::Anyone, web::Via::Api};
    const auto home = [](const web::Request& request) {
        const auto* who = identity::find_principal(request);
        return web::Response::see_other(who && !who->person.queues.empty() ? "/queues/" + percent_encode(who->person.queues.front().value)
                                        : who && who->person.is_manager    ? "/overview"
                                                                           : "/tickets/new");
    };
    const auto live = [](const web::Request&) { return web::Response::text("ok\n"); };
    const auto ready = [&database, facts = std::move(facts)](const web::Request&) {
        const auto [is_draining, is_durable] = facts();
        const bool answers = database.is_ready();
        auto response = web::Response::json({{"database", answers ? "ok" : "away"}, {"draining", is_draining}, {"durable", is_durable}},
                                            answers && !is_draining ? 200 : 503);
        if (response.status != 200) {
            response.set_header("Retry-After", "2");
        }
        return response;
    };
    return {{web::Method::Get, "/", {web::Audience::Anyone, web::Via::Page}, home},
            {web::Method::Get, "/livez", open_to_machines, live, {.pool = web::Pool::Health}},
            {web::Method::Get, "/readyz", open_to_machines, ready, {.pool = web::Pool::Health}}};
}

}  // namespace ansvar::app
