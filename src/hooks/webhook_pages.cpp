#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>

#include "core/number.hpp"
#include "hooks/administration.hpp"
#include "hooks/post.hpp"
#include "hooks/routes.hpp"
#include "identity/form_check.hpp"
#include "identity/people_store.hpp"
#include "identity/principal.hpp"
#include "identity/service_accounts.hpp"
#include "web/errors.hpp"
#include "web/moments.hpp"

namespace ansvar::hooks {

namespace {

using identity::FormCheck;
using nlohmann::json;

constexpr std::size_t shown_deliveries = 50;

std::string path_of(WebhookId id) { return "/admin/webhooks/" + id.text(); }

/// The form as typed.
struct Typed {
    std::string name = "";
    std::string url = "";
    std::string as = "";  ///< "me", or a service account's id
};

class WebhookPages {
public:
    explicit WebhookPages(Services services) : services_{std::move(services)} {}

    web::Response list(const web::Request& request) const;
    web::Response show_new(const web::Request& request) const;
    web::Response create(const web::Request& request) const;
    web::Response show(const web::Request& request) const;
    web::Response change(const web::Request& request) const;
    web::Response rotate(const web::Request& request) const;
    web::Response pause(const web::Request& request) const;
    web::Response resume(const web::Request& request) const;
    web::Response try_out(const web::Request& request) const;
    web::Response send_again(const web::Request& request) const;
    web::Response ask_removal(const web::Request& request) const;
    web::Response remove(const web::Request& request) const;

private:
    const web::Texts& texts() const { return services_.pages.texts(); }
    Timestamp now() const { return services_.clock.now(); }
    Webhook find(const web::Request& request) const;
    Typed read(const web::Request& request, FormCheck& check) const;
    json owners(const web::Request& request, const std::string& chosen) const;
    std::optional<PersonId> owner_of(const web::Request& request, const std::string& as) const;
    web::Response form_page(const web::Request& request, int status, const FormCheck& check, const Typed& typed) const;
    web::Response one_page(const web::Request& request, int status, const FormCheck& check, const Webhook& webhook, const Typed& typed) const;
    web::Response secret_page(const web::Request& request, const std::string& heading, WebhookId id, const std::string& secret) const;
    std::string state_words(const web::Request& request, const Webhook& webhook) const;
    json delivery_view(const web::Request& request, const Webhook& webhook, const Delivery& delivery) const;
    /// Does it to the webhook of the request, in one transaction, and shows its page with that said.
    template <class Work>
    web::Response done(const web::Request& request, std::string_view said, Work work) const;

    Services services_;
};

Webhook WebhookPages::find(const web::Request& request) const {
    const WebhookId id{request.path_number("id")};
    auto webhook = services_.database.read([&](db::Session& session) { return webhook_store::find(session, id); });
    if (!webhook) {
        throw web::NotFound{"no such webhook"};
    }
    return *webhook;
}

std::string WebhookPages::state_words(const web::Request& request, const Webhook& webhook) const {
    const auto language = request.language();
    if (webhook.paused) {
        return texts().text(language, "webhook.paused." + std::string{to_string(*webhook.paused)});
    }
    if (webhook.failures > 0) {
        const web::Moments moments{texts(), language, now()};
        return texts().format(language, "webhook.failing", {{"failures", std::int64_t{webhook.failures}}, {"when", moments.exact(webhook.due_at)}});
    }
    return texts().text(language, "webhook.active");
}

web::Response WebhookPages::list(const web::Request& request) const {
    auto lines = json::array();
    for (const auto& webhook : services_.database.read([](db::Session& session) { return webhook_store::list(session); })) {
        lines.push_back({{"href", path_of(webhook.id)},
                         {"name", webhook.name},
                         {"host", host_of(webhook.url)},
                         {"owner", webhook.owner_name},
                         {"state", state_words(request, webhook)},
                         {"is_paused", webhook.paused.has_value()},
                         {"waiting", webhook.waiting}});
    }
    json view{{"title", texts().text(request.language(), "webhook.title")}, {"nav", "admin"}, {"has_webhooks", !lines.empty()}};
    if (request.query("removed")) {
        view["notices"] = json::array({json{{"text", texts().text(request.language(), "webhook.said.removed")}}});
    }
    view["webhooks"] = std::move(lines);
    return services_.pages.render(request, 200, "admin/webhooks", view);
}

json WebhookPages::owners(const web::Request& request, const std::string& chosen) const {
    auto choices = json::array();
    for (const auto& account : services_.database.read([&](db::Session& session) { return identity::list_service_accounts(session, now()); })) {
        if (!account.is_disabled) {
            choices.push_back({{"value", account.id.text()}, {"label", account.name}, {"selected", account.id.text() == chosen}});
        }
    }
    choices.push_back({{"value", "me"}, {"label", texts().text(request.language(), "token.as_me")}, {"selected", chosen == "me"}});
    return choices;
}

std::optional<PersonId> WebhookPages::owner_of(const web::Request& request, const std::string& as) const {
    if (as == "me") {
        return identity::principal(request).person.id;
    }
    const auto id = id_from<PersonId>(as);
    const auto account =
        id ? services_.database.read([&](db::Session& session) { return identity::find_service_account(session, *id, now()); }) : std::nullopt;
    return account && !account->is_disabled ? id : std::nullopt;
}

Typed WebhookPages::read(const web::Request& request, FormCheck& check) const {
    const auto& form = request.form();
    Typed typed{.name = check.read_line(form, "name", "token.name", administration::longest_name), .url = form.value("url"), .as = form.value("as")};
    if (typed.name.empty()) {
        check.add("name", "webhook.name_needed");
    }
    if (const auto why = url_fault(typed.url, services_.allowed)) {
        check.add("url", *why == "needs-https" ? "webhook.url_needs_https" : "webhook.url_needed");
    }
    return typed;
}

web::Response WebhookPages::form_page(const web::Request& request, int status, const FormCheck& check, const Typed& typed) const {
    json view{{"title", check.title(texts().text(request.language(), "webhook.new_title"))},
              {"nav", "admin"},
              {"form", {{"name", typed.name}, {"url", typed.url}}},
              {"owners", owners(request, typed.as)}};
    check.put_into(view, {"name", "url", "as"});
    return services_.pages.render(request, status, "admin/webhook_new", view);
}

web::Response WebhookPages::show_new(const web::Request& request) const {
    return form_page(request, 200, FormCheck{texts(), request.language()}, Typed{});
}

web::Response WebhookPages::create(const web::Request& request) const {
    FormCheck check{texts(), request.language()};
    const auto typed = read(request, check);
    const auto owner = owner_of(request, typed.as);
    if (!owner) {
        check.add("as", "webhook.as_needed");
    }
    if (!check.is_fine()) {
        return form_page(request, 422, check, typed);
    }
    const WebhookDraft draft{.name = typed.name, .url = typed.url, .owner = *owner, .created_by = identity::principal(request).person.id, .sealed_secret = {}};
    const auto made = services_.database.in_transaction(
        [&](db::Transaction& tx) { return administration::make(tx, services_.seal_key, draft, identity::Actor::of(request), now()); });
    return secret_page(request, texts().text(request.language(), "webhook.made_title"), made.id, made.secret);
}

web::Response WebhookPages::secret_page(const web::Request& request, const std::string& heading, WebhookId id, const std::string& secret) const {
    auto response = services_.pages.render(request, 200, "admin/webhook_secret",
                                           {{"title", heading}, {"nav", "admin"}, {"heading", heading}, {"href", path_of(id)}, {"secret", secret}});
    response.set_header("Cache-Control", "no-store");
    return response;
}

json WebhookPages::delivery_view(const web::Request& request, const Webhook& webhook, const Delivery& delivery) const {
    const web::Moments moments{texts(), request.language(), now()};
    const auto payload = json::parse(delivery.payload);
    const auto type = payload.at("type").get<std::string>();
    const auto& data = payload.at("data");
    const auto status = delivery.status ? std::to_string(*delivery.status) + (delivery.answer.empty() ? "" : ": ") : std::string{};
    const bool has_ended = delivery.state != Delivery::State::Waiting;
    return {{"id", delivery.id.value},
            {"type", type},
            {"ticket", data.contains("ticket") ? json{{"number", data.at("ticket")}} : json(false)},
            {"created", moments.view(delivery.created_at)},
            {"state", texts().text(request.language(), "webhook.delivery." + std::string{to_string(delivery.state)})},
            {"failed", delivery.state == Delivery::State::Failed || (!has_ended && delivery.attempts > 0)},
            {"attempts", delivery.attempts},
            {"answer", delivery.answer == network_refused ? texts().text(request.language(), "webhook.network_refused") : status + delivery.answer},
            {"resend", has_ended ? json{{"action", path_of(webhook.id) + "/deliveries/" + delivery.id.text() + "/resending"}} : json(false)}};
}

web::Response WebhookPages::one_page(const web::Request& request, int status, const FormCheck& check, const Webhook& webhook, const Typed& typed) const {
    const auto language = request.language();
    const web::Moments moments{texts(), language, now()};
    auto lines = json::array();
    for (const auto& delivery :
         services_.database.read([&](db::Session& session) { return webhook_store::deliveries(session, webhook.id, std::nullopt, shown_deliveries); })) {
        lines.push_back(delivery_view(request, webhook, delivery));
    }
    const bool has_two = webhook.earlier_until && now() < *webhook.earlier_until;
    const bool is_stuck = std::any_of(lines.begin(), lines.end(), [](const json& line) { return line["failed"].get<bool>(); });
    json view{{"title", check.title(webhook.name)},
              {"nav", "admin"},
              {"name", webhook.name},
              {"path", path_of(webhook.id)},
              {"form", {{"name", typed.name}, {"url", typed.url}}},
              {"owner", webhook.owner_name},
              {"state", state_words(request, webhook)},
              {"paused", webhook.paused ? json{{"when", moments.exact(webhook.paused_at.value_or(now()))}, {"can_leave_out", webhook.waiting > 0 && is_stuck}} : json(false)},
              {"waiting", webhook.waiting},
              {"earlier", has_two ? json{{"until", moments.exact(*webhook.earlier_until)}} : json(false)},
              {"has_deliveries", !lines.empty()},
              {"deliveries", std::move(lines)}};
    check.put_into(view, {"name", "url"});
    if (const auto said = request.query("said"); said && texts().has("webhook.said." + *said)) {
        view["notices"] = json::array({json{{"text", texts().text(language, "webhook.said." + *said)}}});
    }
    return services_.pages.render(request, status, "admin/webhook", view);
}

web::Response WebhookPages::show(const web::Request& request) const {
    const auto webhook = find(request);
    return one_page(request, 200, FormCheck{texts(), request.language()}, webhook, {.name = webhook.name, .url = webhook.url});
}

template <class Work>
web::Response WebhookPages::done(const web::Request& request, std::string_view said, Work work) const {
    const auto webhook = find(request);
    services_.database.in_transaction([&](db::Transaction& tx) { work(tx, webhook, identity::Actor::of(request)); });
    services_.wake();
    return web::Response::see_other(path_of(webhook.id) + "?said=" + std::string{said});
}

web::Response WebhookPages::change(const web::Request& request) const {
    FormCheck check{texts(), request.language()};
    const auto typed = read(request, check);
    if (!check.is_fine()) {
        return one_page(request, 422, check, find(request), typed);
    }
    return done(request, "changed", [&](db::Transaction& tx, const Webhook& webhook, const identity::Actor& by) {
        administration::change(tx, webhook, typed.name, typed.url, by, now());
    });
}

web::Response WebhookPages::rotate(const web::Request& request) const {
    const auto webhook = find(request);
    const auto secret = services_.database.in_transaction(
        [&](db::Transaction& tx) { return administration::rotate(tx, services_.seal_key, webhook, identity::Actor::of(request), now()); });
    return secret_page(request, texts().text(request.language(), "webhook.new_secret_title"), webhook.id, secret);
}

web::Response WebhookPages::pause(const web::Request& request) const {
    return done(request, "paused", [&](db::Transaction& tx, const Webhook& webhook, const identity::Actor& by) { administration::pause(tx, webhook, by, now()); });
}

web::Response WebhookPages::resume(const web::Request& request) const {
    const bool leaves_out = request.form().value("leave_out") == "yes";
    return done(request, "resumed", [&](db::Transaction& tx, const Webhook& webhook, const identity::Actor& by) {
        administration::resume(tx, webhook, leaves_out, by, now());
    });
}

web::Response WebhookPages::try_out(const web::Request& request) const {
    return done(request, "tried", [&](db::Transaction& tx, const Webhook& webhook, const identity::Actor& by) { administration::try_out(tx, webhook, by, now()); });
}

web::Response WebhookPages::send_again(const web::Request& request) const {
    const DeliveryId delivery{request.path_number("delivery")};
    return done(request, "resent", [&](db::Transaction& tx, const Webhook& webhook, const identity::Actor& by) {
        if (!administration::send_again(tx, webhook, delivery, by, now())) {
            throw web::NotFound{"no such delivery, or it has not ended"};
        }
    });
}

web::Response WebhookPages::ask_removal(const web::Request& request) const {
    const auto webhook = find(request);
    const auto heading = texts().format(request.language(), "webhook.remove_title", {{"name", webhook.name}});
    return services_.pages.render(request, 200, "admin/webhook_removal",
                                  {{"title", heading}, {"nav", "admin"}, {"heading", heading}, {"path", path_of(webhook.id)}});
}

web::Response WebhookPages::remove(const web::Request& request) const {
    const auto webhook = find(request);
    services_.database.in_transaction([&](db::Transaction& tx) { administration::remove(tx, webhook, identity::Actor::of(request), now()); });
    return web::Response::see_other("/admin/webhooks?removed=" + webhook.id.text());
}

}  // namespace

std::vector<web::Route> webhook_page_routes(const Services& services) {
    using enum web::Method;
    const web::HandlersOf to{std::make_shared<const WebhookPages>(services)};
    constexpr web::Access administrators{web::Audience::Administrator, web::Via::Page};
    return {{Get, "/admin/webhooks", administrators, to(&WebhookPages::list)},
            {Post, "/admin/webhooks", administrators, to(&WebhookPages::create)},
            {Get, "/admin/webhooks/new", administrators, to(&WebhookPages::show_new)},
            {Get, "/admin/webhooks/{id}", administrators, to(&WebhookPages::show)},
            {Post, "/admin/webhooks/{id}", administrators, to(&WebhookPages::change)},
            {Post, "/admin/webhooks/{id}/secret", administrators, to(&WebhookPages::rotate)},
            {Post, "/admin/webhooks/{id}/pause", administrators, to(&WebhookPages::pause)},
            {Post, "/admin/webhooks/{id}/resumption", administrators, to(&WebhookPages::resume)},
            {Post, "/admin/webhooks/{id}/test", administrators, to(&WebhookPages::try_out)},
            {Post, "/admin/webhooks/{id}/deliveries/{delivery}/resending", administrators, to(&WebhookPages::send_again)},
            {Get, "/admin/webhooks/{id}/removal", administrators, to(&WebhookPages::ask_removal)},
            {Post, "/admin/webhooks/{id}/removal", administrators, to(&WebhookPages::remove)}};
}

}  // namespace ansvar::hooks
