#include "identity/provider_admin_pages.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>

#include "core/text.hpp"
#include "identity/audit.hpp"
#include "identity/principal.hpp"
#include "web/errors.hpp"

namespace ansvar::identity {

namespace {

constexpr std::string_view list_path = "/admin/sign-in/providers";
constexpr std::chrono::milliseconds trial_limit{2000};

/// Which fields differ; their words for the audit.
nlohmann::json differences(const Provider& before, const Provider& after) {
    auto fields = nlohmann::json::array();
    const auto note = [&](bool differs, const char* field) {
        if (differs) {
            fields.push_back(field);
        }
    };
    note(before.name != after.name, "name");
    note(before.convention != after.convention, "convention");
    note(before.issuer != after.issuer, "issuer");
    note(before.client_id != after.client_id, "client_id");
    note(before.sealed_client_secret != after.sealed_client_secret, "client_secret");
    note(before.allowed_domains != after.allowed_domains, "allowed_domains");
    note(before.roles_claim != after.roles_claim, "roles_claim");
    note(before.rules != after.rules, "roles");
    note(before.makes_people != after.makes_people, "makes_people");
    note(before.is_enabled != after.is_enabled, "is_enabled");
    return fields;
}

/// What the provider says, in words.
std::string trial_words(const web::Texts& texts, web::Language language, ProviderDocuments& documents, const Provider& provider) {
    const auto found = documents.fresh_discovery(provider.issuer, trial_limit);
    if (!found) {
        const auto& fault = found.error();
        constexpr std::size_t issuer_limit = 300;
        const auto key = fault.why == Refusal::Unreachable   ? "provider.trial.unreachable"
                         : fault.why == Refusal::OtherIssuer ? "provider.trial.other_issuer"
                         : fault.why == Refusal::Unsupported ? "provider.trial.unsupported"
                                                             : "provider.trial.discovery";
        return texts.format(language, key,
                            {{"address", discovery_address(provider.issuer)}, {"issuer", provider.issuer}, {"found", shorten(fault.found_issuer, issuer_limit)}});
    }
    return texts.text(language, documents.keys(*found, trial_limit) ? "provider.trial.fine" : "provider.trial.keys");
}

}  // namespace

Provider ProviderAdminPages::find(const web::Request& request) const {
    const ProviderId id{request.path_number("id")};
    auto provider = services_.database.read([&](db::Session& session) { return find_provider(session, id); });
    if (!provider) {
        throw web::NotFound{"no such sign-in provider"};
    }
    return *std::move(provider);
}

web::Response ProviderAdminPages::list(const web::Request& request) const {
    const auto& texts = services_.pages.texts();
    const auto language = request.language();
    const auto lines = services_.database.read([](db::Session& session) { return list_providers(session); });
    auto providers = nlohmann::json::array();
    for (const auto& [provider, people] : lines) {
        const auto path = std::string{list_path} + "/" + provider.id.text();
        providers.push_back({{"href", path},
                             {"name", provider.name},
                             {"convention", texts.text(language, "provider.convention." + std::string{name(provider.convention)})},
                             {"issuer", provider.issuer},
                             {"people", texts.format(language, "provider.people", {{"count", people}})},
                             {"is_enabled", provider.is_enabled},
                             {"switch", path + "/state"}});
    }
    nlohmann::json view{{"title", texts.text(language, "provider.list.title")},
                        {"nav", "providers"},
                        {"has_providers", !providers.empty()},
                        {"providers", std::move(providers)}};
    if (request.query("saved")) {
        view["notices"] = nlohmann::json::array({nlohmann::json{{"text", texts.text(language, "provider.saved")}}});
    }
    return services_.pages.render(request, 200, "admin/providers", view);
}

web::Response ProviderAdminPages::show_new(const web::Request& request) const {
    ProviderForm form;
    form.provider.is_enabled = false;  // until it has been tried
    return page(request, 200, FormCheck{services_.pages.texts(), request.language()}, std::nullopt, form);
}

web::Response ProviderAdminPages::add(const web::Request& request) const {
    FormCheck check{services_.pages.texts(), request.language()};
    const auto form = ProviderForm::from(request.form(), nullptr, *services_.roles.table(), check);
    const auto id = check.is_fine() ? save(request, std::nullopt, form, check) : std::nullopt;
    return id ? web::Response::see_other(std::string{list_path} + "/" + id->text() + "?added=yes") : page(request, 422, check, std::nullopt, form);
}

web::Response ProviderAdminPages::show(const web::Request& request) const {
    const auto provider = find(request);
    return page(request, 200, FormCheck{services_.pages.texts(), request.language()}, provider, ProviderForm::of(provider));
}

web::Response ProviderAdminPages::change(const web::Request& request) const {
    const auto before = find(request);
    FormCheck check{services_.pages.texts(), request.language()};
    const auto form = ProviderForm::from(request.form(), &before, *services_.roles.table(), check);
    const auto id = check.is_fine() ? save(request, before, form, check) : std::nullopt;
    return id ? web::Response::see_other(std::string{list_path} + "?saved=yes") : page(request, 422, check, before, form);
}

web::Response ProviderAdminPages::switch_over(const web::Request& request) const {
    const auto before = find(request);
    auto after = before;
    after.is_enabled = request.form().value("enabled") == "yes";
    const auto now = services_.clock.now();
    services_.database.in_transaction([&](db::Transaction& tx) { write_change(tx, request, before, after, now); });
    return web::Response::see_other(std::string{list_path} + "?saved=yes");
}

web::Response ProviderAdminPages::try_out(const web::Request& request) const {
    const auto provider = find(request);
    const auto words = trial_words(services_.pages.texts(), request.language(), client_->documents(), provider);
    return page(request, 200, FormCheck{services_.pages.texts(), request.language()}, provider, ProviderForm::of(provider), words);
}

std::optional<ProviderId> ProviderAdminPages::save(const web::Request& request, const std::optional<Provider>& before, const ProviderForm& form,
                                                   FormCheck& check) const {
    const auto now = services_.clock.now();
    auto after = form.provider;
    after.sealed_client_secret = form.secret.empty() && before ? before->sealed_client_secret : seal_secret(services_.settings.seal_key, form.secret);
    try {
        return services_.database.in_transaction([&](db::Transaction& tx) {
            if (before) {
                after.id = before->id;
                write_change(tx, request, *before, after, now);
                return before->id;
            }
            const auto id = insert_provider(tx, after, now);
            record(tx, Actor::of(request),
                   {.action = "provider.added",
                    .object_kind = "provider",
                    .object_id = id.text(),
                    .details = {{"issuer", after.issuer}, {"is_enabled", after.is_enabled}, {"makes_people", after.makes_people}}},
                   now);
            return id;
        });
    } catch (const db::Duplicate&) {
        check.add("slug", "provider.error.slug_taken");
    } catch (const db::ForeignKey&) {
        check.add("rules", "field.unknown_role");
    }
    return std::nullopt;
}

void ProviderAdminPages::write_change(db::Transaction& tx, const web::Request& request, const Provider& before, const Provider& after,
                                      Timestamp now) const {
    update_provider(tx, after);
    const auto ended = before.is_enabled && !after.is_enabled ? end_sessions_from(tx, after.id) : 0;
    record(tx, Actor::of(request),
           {.action = "provider.changed",
            .object_kind = "provider",
            .object_id = after.id.text(),
            .details = {{"changed", differences(before, after)},
                        {"issuer", {{"before", before.issuer}, {"after", after.issuer}}},
                        {"is_enabled", after.is_enabled},
                        {"makes_people", after.makes_people},
                        {"ended_sessions", ended}}},
           now);
    spdlog::info("sign-in provider {} changed by {}, {} sessions ended", after.id.value, principal(request).log_id(), ended);
}

web::Response ProviderAdminPages::page(const web::Request& request, int status, const FormCheck& check, const std::optional<Provider>& before,
                                       const ProviderForm& form, const std::string& trial) const {
    const auto& texts = services_.pages.texts();
    const auto language = request.language();
    auto view = form.view(texts, language, *services_.roles.table());
    const auto heading = before ? texts.format(language, "provider.heading", {{"name", before->name}}) : texts.text(language, "provider.heading_new");
    const auto path = before ? std::string{list_path} + "/" + before->id.text() : std::string{list_path};
    view["title"] = check.title(heading);
    view["nav"] = "providers";
    view["heading"] = heading;
    view["action"] = path;
    view["exists"] = before ? nlohmann::json{{"back", client_->back_address(before->slug)}, {"trial", path + "/trial"}} : nlohmann::json(false);
    view["trial_says"] = trial.empty() ? nlohmann::json(false) : nlohmann::json{{"text", trial}};
    check.put_into(view, {"name", "slug", "issuer", "client_id", "client_secret", "domains", "roles_claim", "rules"});
    if (request.query("added")) {
        view["notices"] = nlohmann::json::array({nlohmann::json{{"text", texts.text(language, "provider.added")}}});
    }
    return services_.pages.render(request, status, "admin/provider", view);
}

}  // namespace ansvar::identity
