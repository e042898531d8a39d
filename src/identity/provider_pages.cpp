#include "identity/provider_pages.hpp"

#include <spdlog/spdlog.h>

#include <nlohmann/json.hpp>

#include "core/text.hpp"
#include "identity/audit.hpp"
#include "identity/principal.hpp"
#include "identity/provider_cookies.hpp"
#include "web/errors.hpp"

namespace ansvar::identity {

namespace {

constexpr std::string_view connections_path = "/account/connections";

/// What is left of the request for calls to the provider, with some kept back for the answer.
std::chrono::milliseconds time_for_calls(const web::Request& request) {
    constexpr std::chrono::milliseconds most{4500};
    constexpr std::chrono::milliseconds kept_back{500};
    return std::clamp(request.time_left() - kept_back, std::chrono::milliseconds{1}, most);
}

/// 303 to a provider: the one redirect that leaves us, to an address that was checked with its description.
web::Response lead_to(const std::string& address) {
    web::Response response;
    response.status = 303;
    response.set_header("Location", address);
    response.set_header("Cache-Control", "no-store");
    return response;
}

std::string start_path(const Provider& provider, const std::string& next) {
    return "/sign-in/with/" + provider.slug + "?next=" + percent_encode(next);
}

std::string text(const Services& services, const web::Request& request, const std::string& key, const Provider& provider) {
    return services.pages.texts().format(request.language(), key, {{"name", provider.name}});
}

}  // namespace

nlohmann::json sign_in_choices(const Services& services, const web::Request& request, const std::string& next) {
    auto choices = nlohmann::json::array();
    try {
        for (const auto& [provider, people] : services.database.read([](db::Session& session) { return list_providers(session); })) {
            if (provider.is_enabled) {
                choices.push_back({{"href", start_path(provider, next)}, {"label", text(services, request, "provider.sign_in_with", provider)}});
            }
        }
    } catch (const db::Error& error) {
        spdlog::warn("the sign-in page does without the school's own sign-in: {}", error.what());
    }
    return choices;
}

ProviderPages::ProviderPages(const Services& services, std::shared_ptr<OidcClient> client)
    : services_{services}, client_{std::move(client)}, entrance_{services}, cookies_{services.settings.public_url} {}

Provider ProviderPages::find(const web::Request& request) const {
    const auto& slug = request.path_value("slug");
    auto provider = services_.database.read([&](db::Session& session) { return find_provider(session, slug); });
    if (!provider) {
        throw web::NotFound{"no such sign-in provider"};
    }
    return *std::move(provider);
}

web::Response ProviderPages::start(const web::Request& request) const {
    const auto provider = find(request);
    const auto next = own_path_after_sign_in(request.query("next").value_or("/"));
    const auto* reader = find_principal(request);
    const bool connects = reader != nullptr && request.query("connect").has_value();
    if (!provider.is_enabled) {
        return refused(request, provider, Refusal::Disabled, next);
    }
    if (reader != nullptr && !connects) {
        return web::Response::see_other(next);
    }
    auto errand = Errand::draw(provider.slug, next, services_.clock.now());
    if (connects) {
        errand.connects = reader->person.id;
    }
    const auto address = client_->authorization_address(provider, errand, time_for_calls(request));
    if (!address) {
        return refused(request, provider, address.error(), next);
    }
    auto response = lead_to(*address);
    response.set_cookie(cookies_.make(errand.sealed(services_.settings.seal_key), errand_life, errand_cookie));
    return response;
}

web::Response ProviderPages::back(const web::Request& request) const {
    const auto provider = find(request);
    const auto kept = request.cookie(cookies_.name(errand_cookie));
    const auto errand = kept ? Errand::open(services_.settings.seal_key, *kept, services_.clock.now()) : std::nullopt;
    const auto answer = [&] {
        if (!provider.is_enabled) {
            return refused(request, provider, Refusal::Disabled, "/");
        }
        if (!errand) {
            return refused(request, provider, Refusal::State, "/");
        }
        const auto vouched = finish(request, provider, *errand);
        return vouched ? meet_and_let_in(request, provider, *errand, *vouched) : turned_away(request, provider, vouched.error(), *errand);
    };
    auto response = answer();
    response.set_cookie(cookies_.removal(errand_cookie));
    return response;
}

Result<Vouched, Refusal> ProviderPages::finish(const web::Request& request, const Provider& provider, const Errand& errand) const {
    const ProviderAnswer answer{.state = request.query("state").value_or(""),
                                .code = request.query("code").value_or(""),
                                .error = request.query("error").value_or(""),
                                .issuer = request.query("iss")};
    return client_->finish(provider, errand, answer, time_for_calls(request));
}

web::Response ProviderPages::meet_and_let_in(const web::Request& request, const Provider& provider, const Errand& errand, const Vouched& vouched) const {
    const auto newcomer = read_newcomer(provider, vouched.claims);
    if (!newcomer) {
        return turned_away(request, provider, newcomer.error(), errand);
    }
    const auto* reader = find_principal(request);
    if (errand.connects && reader != nullptr && reader->person.id == *errand.connects) {
        return offer_connection(provider, *newcomer, reader->person.id);
    }
    const auto met = meet_in_transaction(request, provider, *newcomer, vouched.claims);
    if (!met) {
        return turned_away(request, provider, met.error(), errand);
    }
    if (met->as == Met::As::Collision) {
        return reader != nullptr && reader->person.id == met->person.id ? offer_connection(provider, *newcomer, met->person.id)
                                                                        : collided(request, provider, *newcomer, met->person);
    }
    if (met->changed_staff) {
        services_.database.read([&](db::Session& session) { services_.roles.refresh(session, services_.clock.now()); });
        if (services_.staff_changed) {
            services_.staff_changed();
        }
    }
    return entrance_.let_in(request, met->person,
                            {.method = Method::Provider, .provider = provider.id.value, .id_token = vouched.id_token, .next = errand.next});
}

Result<Met, Refusal> ProviderPages::meet_in_transaction(const web::Request& request, const Provider& provider, const Newcomer& newcomer,
                                                        const nlohmann::json& claims) const {
    const auto groups = provider.roles_claim.empty() ? std::optional{std::vector<std::string>{}} : read_groups(provider, claims);
    const auto now = services_.clock.now();
    const auto meet_once = [&] {
        return services_.database.in_transaction(
            [&](db::Transaction& tx) { return meet(tx, provider, newcomer, groups, request.language(), Actor::of(request), now); });
    };
    try {
        return meet_once();
    } catch (const db::Duplicate&) {  // the same person, in two windows at once: by now they are known
        return meet_once();
    }
}

web::Response ProviderPages::offer_connection(const Provider& provider, const Newcomer& newcomer, PersonId person) const {
    const auto now = services_.clock.now();
    const auto known = services_.database.read([&](db::Session& session) { return find_connection(session, newcomer.who); });
    if (known) {
        return web::Response::see_other(std::string{connections_path} + (known->person == person ? "" : "?taken=yes"));
    }
    const PendingConnection pending{.provider = provider.id, .who = newcomer.who, .person = person, .until = now + pending_life};
    auto response = web::Response::see_other(connections_path);
    response.set_cookie(cookies_.make(pending.sealed(services_.settings.seal_key), pending_life, pending_cookie));
    return response;
}

web::Response ProviderPages::collided(const web::Request& request, const Provider& provider, const Newcomer& newcomer, const Person& owner) const {
    const auto now = services_.clock.now();
    record(services_.database, Actor::of(request),
           {.action = "session.refused", .object_kind = "session", .details = {{"provider", provider.id.value}, {"reason", "collision"}}}, now);
    const PendingConnection pending{.provider = provider.id, .who = newcomer.who, .person = owner.id, .until = now + pending_life};
    auto response = services_.pages.render(request, 409, "identity/provider_collision",
                                           {{"title", text(services_, request, "provider.collision.title", provider)},
                                            {"nav", "sign_in"},
                                            {"lead", text(services_, request, "provider.collision.lead", provider)},
                                            {"then", text(services_, request, "provider.collision.then", provider)},
                                            {"mail", newcomer.email->text()},
                                            {"next", connections_path}});
    response.set_header("Cache-Control", "no-store");  // it shows an address
    response.set_cookie(cookies_.make(pending.sealed(services_.settings.seal_key), pending_life, pending_cookie));
    return response;
}

web::Response ProviderPages::turned_away(const web::Request& request, const Provider& provider, Refusal why, const Errand& errand) const {
    if (why != Refusal::State) {
        record(services_.database, Actor::of(request),
               {.action = "session.refused", .object_kind = "session", .details = {{"provider", provider.id.value}, {"reason", code(why)}}},
               services_.clock.now());
    }
    return refused(request, provider, why, errand.next);
}

web::Response ProviderPages::refused(const web::Request& request, const Provider& provider, Refusal why, const std::string& next) const {
    spdlog::info("sign-in by provider {} was refused: {}", provider.id.value, code(why));
    const auto key = "provider.refused." + std::string{text_of(why)};
    auto response = services_.pages.render(request, status_of(why), "identity/provider_refused",
                                           {{"title", text(services_, request, key + ".title", provider)},
                                            {"nav", "sign_in"},
                                            {"lead", text(services_, request, key + ".lead", provider)},
                                            {"code", code(why)},
                                            {"again", why == Refusal::Disabled ? nlohmann::json(false) : nlohmann::json{{"href", start_path(provider, next)}}},
                                            {"other", "/sign-in?next=" + percent_encode(next)}});
    response.set_header("Cache-Control", "no-store");
    if (why == Refusal::Unreachable) {
        response.set_header("Retry-After", "5");
    }
    return response;
}

web::Response ProviderPages::signed_out(const web::Request& request) const {
    const auto kept = Leave::open(services_.settings.seal_key, request.cookie(cookies_.name(leave_cookie)), services_.clock.now());
    const auto provider = kept ? services_.database.read([&](db::Session& session) { return find_provider(session, kept->slug); }) : std::nullopt;
    if (!provider || !provider->is_enabled || request.has_principal() ||
        client_->sign_out_address(*provider, kept->id_token, time_for_calls(request)).empty()) {
        return web::Response::see_other(request.has_principal() ? "/" : "/sign-in");
    }
    return services_.pages.render(request, 200, "identity/provider_signed_out",
                                  {{"title", text(services_, request, "provider.signed_out.title", *provider)},
                                   {"nav", "sign_in"},
                                   {"lead", text(services_, request, "provider.signed_out.lead", *provider)},
                                   {"href", "/sign-out/with/" + provider->slug},
                                   {"label", text(services_, request, "provider.signed_out.there", *provider)}});
}

web::Response ProviderPages::leave(const web::Request& request) const {
    const auto provider = find(request);
    const auto kept = Leave::open(services_.settings.seal_key, request.cookie(cookies_.name(leave_cookie)), services_.clock.now());
    const auto address = kept && kept->slug == provider.slug && provider.is_enabled
                             ? client_->sign_out_address(provider, kept->id_token, time_for_calls(request))
                             : std::string{};
    auto response = address.empty() ? web::Response::see_other("/sign-in") : lead_to(address);
    response.set_cookie(cookies_.removal(leave_cookie));
    return response;
}

}  // namespace ansvar::identity
