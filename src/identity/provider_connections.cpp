#include "identity/provider_connections.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/text.hpp"
#include "identity/audit.hpp"
#include "identity/principal.hpp"
#include "identity/provider_cookies.hpp"
#include "identity/provider_entrance.hpp"
#include "web/errors.hpp"
#include "web/moments.hpp"

namespace ansvar::identity {

namespace {

constexpr std::string_view path = "/account/connections";

/// The provider of what waits to be connected, if it waits for this reader.
std::optional<Provider> find_pending_provider(db::Session& session, const std::optional<PendingConnection>& pending, PersonId reader) {
    if (!pending || pending->person != reader || find_connection(session, pending->who)) {
        return std::nullopt;
    }
    auto provider = find_provider(session, pending->provider);
    return provider && provider->is_enabled ? std::move(provider) : std::nullopt;
}

nlohmann::json line_view(const ConnectionLine& line, const web::Texts& texts, web::Language language, Timestamp now) {
    const web::Moments moments{texts, language, now};
    return {{"name", line.provider_name},
            {"since", texts.format(language, "provider.connected_since", {{"day", moments.day(line.created_at)}})},
            {"remove", std::string{path} + "/" + line.id.text() + "/removal"}};
}

}  // namespace

ConnectionPages::ConnectionPages(const Services& services) : services_{services}, cookies_{services.settings.public_url} {}

web::Response ConnectionPages::show(const web::Request& request) const {
    const auto& texts = services_.pages.texts();
    const auto language = request.language();
    const auto now = services_.clock.now();
    const auto reader = principal(request).person.id;
    const auto pending = PendingConnection::open(services_.settings.seal_key, request.cookie(cookies_.name(pending_cookie)), now);
    std::vector<ConnectionLine> lines;
    std::vector<ProviderLine> providers;
    const auto offered = services_.database.read([&](db::Session& session) {
        lines = list_connections(session, reader);
        providers = list_providers(session);
        return find_pending_provider(session, pending, reader);
    });
    auto connected = nlohmann::json::array();
    for (const auto& line : lines) {
        connected.push_back(line_view(line, texts, language, now));
    }
    auto others = nlohmann::json::array();
    for (const auto& [provider, people] : providers) {
        const bool is_connected = std::any_of(lines.begin(), lines.end(), [&](const ConnectionLine& line) { return line.provider == provider.id; });
        if (provider.is_enabled && !is_connected && !(offered && offered->id == provider.id)) {
            others.push_back({{"href", "/sign-in/with/" + provider.slug + "?connect=yes"},
                              {"label", texts.format(language, "provider.connect", {{"name", provider.name}})}});
        }
    }
    nlohmann::json view{{"title", texts.text(language, "provider.connections.title")},
                        {"nav", "account"},
                        {"offer", offered ? nlohmann::json{{"lead", texts.format(language, "provider.connections.offer", {{"name", offered->name}})},
                                                           {"label", texts.format(language, "provider.connect", {{"name", offered->name}})}}
                                          : nlohmann::json(false)},
                        {"has_connections", !connected.empty()},
                        {"connections", std::move(connected)},
                        {"others", std::move(others)}};
    const auto* notice = request.query("connected") ? "provider.connections.connected"
                         : request.query("removed") ? "provider.connections.removed"
                         : request.query("taken")   ? "provider.connections.taken"
                                                    : nullptr;
    if (notice != nullptr) {
        view["notices"] = nlohmann::json::array({nlohmann::json{{"text", texts.text(language, notice)}}});
    }
    return services_.pages.render(request, 200, "identity/provider_connections", view);
}

web::Response ConnectionPages::connect_pending(const web::Request& request) const {
    const auto now = services_.clock.now();
    const auto reader = principal(request).person.id;
    const auto pending = PendingConnection::open(services_.settings.seal_key, request.cookie(cookies_.name(pending_cookie)), now);
    const auto connect_once = [&](db::Transaction& tx) {
        const auto provider = find_pending_provider(tx, pending, reader);
        if (!provider) {
            return false;
        }
        connect(tx, provider->id, pending->who, reader, now);
        record(tx, Actor::of(request),
               {.action = "connection.added", .object_kind = "person", .object_id = reader.text(), .details = {{"provider", provider->id.value}}}, now);
        return true;
    };
    bool is_connected = false;
    try {
        is_connected = services_.database.in_transaction(connect_once);
    } catch (const db::Duplicate&) {
        // The button was pressed twice at once: the page shows what is so.
    }
    auto response = web::Response::see_other(std::string{path} + (is_connected ? "?connected=yes" : ""));
    response.set_cookie(cookies_.removal(pending_cookie));
    return response;
}

web::Response ConnectionPages::remove(const web::Request& request) const {
    const ConnectionId id{request.path_number("id")};
    const auto now = services_.clock.now();
    const auto reader = principal(request).person.id;
    const auto lost_rights = services_.database.in_transaction([&](db::Transaction& tx) {
        const auto lines = list_connections(tx, reader);
        const auto line = std::find_if(lines.begin(), lines.end(), [&](const ConnectionLine& one) { return one.id == id; });
        if (line == lines.end() || !disconnect(tx, id, reader)) {
            throw web::NotFound{"no such connection of this person"};
        }
        record(tx, Actor::of(request),
               {.action = "connection.removed", .object_kind = "person", .object_id = reader.text(), .details = {{"provider", line->provider.value}}}, now);
        // Nobody vouches any more for the roles that came that way.
        const auto provider = find_provider(tx, line->provider);
        return provider && follow_groups(tx, *provider, reader, {}, Actor::of(request), now);
    });
    if (lost_rights) {
        services_.database.read([&](db::Session& session) { services_.roles.refresh(session, now); });
        if (services_.staff_changed) {
            services_.staff_changed();
        }
    }
    return web::Response::see_other(std::string{path} + "?removed=yes");
}

}  // namespace ansvar::identity
