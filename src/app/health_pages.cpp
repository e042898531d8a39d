#include "app/health_pages.hpp"

#include <nlohmann/json.hpp>

#include "core/text.hpp"
#include "identity/principal.hpp"
#include "inbox/mail_store.hpp"
#include "mail/ledger.hpp"
#include "queries/app.hpp"
#include "web/json_fields.hpp"

namespace ansvar::app {

bool commits_are_durable(db::Database& database) {
    const auto row = database.read([](db::Session& session) { return session.row(queries::app::select_durability); });
    return row && row->integer("flush_at_commit") == 1 && (!row->flag("has_binlog") || row->integer("sync_binlog") == 1);
}

namespace {

/// What waits for somebody, or has waited for long, beside what the service itself is like. A database that is away is a 503 before this.
nlohmann::json health_json(db::Database& database, const matrix::CurrentRouter& router, const HealthFacts& facts) {
    const auto edition = router.edition();
    return database.read([&](db::Session& session) -> nlohmann::json {
        const auto letters = mail::count_letters(session);
        const auto mails = inbox::mail_store::count(session);
        return {{"version", ANSVAR_VERSION},
                {"matrix_version", edition ? nlohmann::json(edition->matrix().version()) : nlohmann::json()},
                {"draining", facts.is_draining},
                {"durable", facts.is_durable},
                {"letters", {{"waiting", letters.waiting}, {"dead", letters.dead}, {"oldest_due", web::or_null(letters.oldest_due)}}},
                {"mails", {{"held", mails.held}, {"failed", mails.failed}, {"waiting", mails.waiting}}}};
    });
}

}  // namespace

std::vector<web::Route> health_routes(db::Database& database, const matrix::CurrentRouter& router, std::function<HealthFacts()> facts) {
    constexpr web::Access open_to_machines{web::Audience::Anyone, web::Via::Api};
    const auto home = [](const web::Request& request) {
        const auto* who = identity::find_principal(request);
        return web::Response::see_other(who && !who->person.queues.empty() ? "/queues/" + percent_encode(who->person.queues.front().value)
                                        : who && who->person.is_manager    ? "/overview"
                                                                           : "/tickets/new");
    };
    const auto live = [](const web::Request&) { return web::Response::text("ok\n"); };
    const auto health = [&database, &router, facts](const web::Request&) { return web::Response::json(health_json(database, router, facts())); };
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
            {web::Method::Get, "/api/v1/health", {web::Audience::Administrator, web::Scope::AuditRead}, health},
            {web::Method::Get, "/livez", open_to_machines, live, {.pool = web::Pool::Health}},
            {web::Method::Get, "/readyz", open_to_machines, ready, {.pool = web::Pool::Health}}};
}

}  // namespace ansvar::app
