#include <memory>
#include <nlohmann/json.hpp>

#include "core/number.hpp"
#include "core/text.hpp"
#include "hooks/administration.hpp"
#include "hooks/routes.hpp"
#include "identity/principal.hpp"
#include "tickets/api_fields.hpp"
#include "web/errors.hpp"

namespace ansvar::hooks {

namespace {

using nlohmann::json;
using tickets::Fields, tickets::or_null, tickets::take_nothing;

json as_json(const Webhook& webhook, Timestamp now) {
    const bool has_two = webhook.earlier_until && now < *webhook.earlier_until;
    return {{"id", webhook.id.value},
            {"name", webhook.name},
            {"url", webhook.url},
            {"owner", webhook.owner.value},
            {"state", webhook.paused ? "paused" : "active"},
            {"paused_why", webhook.paused ? json(to_string(*webhook.paused)) : json()},
            {"paused_at", or_null(webhook.paused_at)},
            {"failures", webhook.failures},
            {"next_try_at", webhook.failures > 0 && !webhook.paused ? json(to_rfc3339(webhook.due_at)) : json()},
            {"waiting", webhook.waiting},
            {"earlier_secret_until", has_two ? json(to_rfc3339(*webhook.earlier_until)) : json()},
            {"created_at", to_rfc3339(webhook.created_at)}};
}

json as_json(const Delivery& delivery) {
    return {{"id", delivery.id.value},
            {"message_id", delivery.message_id},
            {"state", to_string(delivery.state)},
            {"payload", json::parse(delivery.payload)},
            {"attempts", delivery.attempts},
            {"status", delivery.status ? json(*delivery.status) : json()},
            {"answer", delivery.answer},
            {"created_at", to_rfc3339(delivery.created_at)},
            {"tried_at", or_null(delivery.tried_at)}};
}

class WebhookApi {
public:
    explicit WebhookApi(Services services) : services_{std::move(services)} {}

    web::Response list(const web::Request& request) const {
        const auto& person = identity::principal(request).person;
        const auto of = person.is_administrator ? std::nullopt : std::optional{person.id};
        auto items = json::array();
        for (const auto& webhook : services_.database.read([&](db::Session& session) { return webhook_store::list(session, of); })) {
            items.push_back(as_json(webhook, now()));
        }
        return web::Response::json({{"items", std::move(items)}, {"next", json()}});
    }

    web::Response create(const web::Request& request) const {
        Fields fields{request};
        auto typed = read_draft(fields, {});
        fields.finish();
        const auto& person = identity::principal(request).person;
        typed.owner = typed.created_by = person.id;
        const auto made = services_.database.in_transaction(
            [&](db::Transaction& tx) { return administration::make(tx, services_.seal_key, typed, identity::Actor::of(request), now()); });
        auto view = shown(made.id);
        view["secret"] = made.secret;
        auto response = web::Response::created(path_of(made.id), view);
        response.set_header("Cache-Control", "no-store");
        return response;
    }

    web::Response show(const web::Request& request) const { return web::Response::json(as_json(find(request), now())); }

    web::Response change(const web::Request& request) const {
        const auto webhook = find(request);
        Fields fields{request};
        const auto typed = read_draft(fields, webhook);
        fields.finish();
        return done(request, webhook, [&](db::Transaction& tx, const identity::Actor& by) {
            administration::change(tx, webhook, typed.name, typed.url, by, now());
        });
    }

    web::Response remove(const web::Request& request) const {
        take_nothing(request);
        const auto webhook = find(request);
        services_.database.in_transaction([&](db::Transaction& tx) { administration::remove(tx, webhook, identity::Actor::of(request), now()); });
        return web::Response::no_content();
    }

    web::Response rotate(const web::Request& request) const {
        take_nothing(request);
        const auto webhook = find(request);
        const auto secret = services_.database.in_transaction(
            [&](db::Transaction& tx) { return administration::rotate(tx, services_.seal_key, webhook, identity::Actor::of(request), now()); });
        auto view = shown(webhook.id);
        view["secret"] = secret;
        auto response = web::Response::json(view);
        response.set_header("Cache-Control", "no-store");
        return response;
    }

    web::Response pause(const web::Request& request) const {
        take_nothing(request);
        const auto webhook = find(request);
        return done(request, webhook, [&](db::Transaction& tx, const identity::Actor& by) { administration::pause(tx, webhook, by, now()); });
    }

    web::Response resume(const web::Request& request) const {
        const auto webhook = find(request);
        bool leaves_out = false;
        if (!request.body().empty()) {
            Fields fields{request};
            leaves_out = fields.flag("leave_out");
            fields.finish();
        }
        return done(request, webhook,
                    [&](db::Transaction& tx, const identity::Actor& by) { administration::resume(tx, webhook, leaves_out, by, now()); });
    }

    web::Response try_out(const web::Request& request) const {
        take_nothing(request);
        const auto webhook = find(request);
        const auto id = services_.database.in_transaction(
            [&](db::Transaction& tx) { return administration::try_out(tx, webhook, identity::Actor::of(request), now()); });
        services_.wake();
        return delivery_answer(webhook.id, id);
    }

    web::Response deliveries(const web::Request& request) const {
        const auto webhook = find(request);
        std::vector<web::FieldError> faults;
        std::size_t limit = 50;
        if (const auto text = request.query("limit")) {
            limit = whole_number<std::size_t>(*text).value_or(0);
            if (limit < 1 || limit > 200) {
                faults.push_back(tickets::field_fault("/limit", "out-of-range", {{"from", 1}, {"to", 200}}));
            }
        }
        std::optional<DeliveryId> before;
        if (const auto text = request.query("after")) {
            before = id_from<DeliveryId>(*text);
            if (!before) {
                faults.push_back(tickets::field_fault("/after", "malformed"));
            }
        }
        if (!faults.empty()) {
            throw web::Unprocessable{faults};
        }
        auto found = services_.database.read([&](db::Session& session) { return webhook_store::deliveries(session, webhook.id, before, limit + 1); });
        const bool has_more = found.size() > limit;
        found.resize(std::min(found.size(), limit));
        auto items = json::array();
        for (const auto& delivery : found) {
            items.push_back(as_json(delivery));
        }
        return web::Response::json({{"items", std::move(items)}, {"next", has_more ? json(found.back().id.text()) : json()}});
    }

    web::Response send_again(const web::Request& request) const {
        take_nothing(request);
        const auto webhook = find(request);
        const DeliveryId delivery{request.path_number("delivery")};
        const bool is_there = services_.database.in_transaction(
            [&](db::Transaction& tx) { return administration::send_again(tx, webhook, delivery, identity::Actor::of(request), now()); });
        if (!is_there) {
            throw web::NotFound{"no such delivery, or it has not ended"};
        }
        services_.wake();
        return delivery_answer(webhook.id, delivery);
    }

private:
    Timestamp now() const { return services_.clock.now(); }
    static std::string path_of(WebhookId id) { return "/api/v1/webhooks/" + id.text(); }

    Webhook find(const web::Request& request) const {
        const WebhookId id{request.path_number("webhook")};
        auto webhook = services_.database.read([&](db::Session& session) { return webhook_store::find(session, id); });
        if (!webhook || !administration::may_manage(identity::principal(request).person, *webhook)) {
            throw web::NotFound{};
        }
        return *webhook;
    }

    json shown(WebhookId id) const {
        return as_json(services_.database.read([&](db::Session& session) { return webhook_store::find(session, id); }).value(), now());
    }

    /// What is left out stays as `before` has it.
    WebhookDraft read_draft(Fields& fields, const std::optional<Webhook>& before) const {
        WebhookDraft draft{.name = before ? fields.text("name").value_or(before->name) : fields.required_text("name"),
                           .url = before ? fields.text("url").value_or(before->url) : fields.required_text("url"),
                           .owner = {},
                           .created_by = {},
                           .sealed_secret = {}};
        draft.name = std::string{trim(draft.name)};
        if (draft.name.empty()) {
            fields.fault(tickets::field_fault("/name", "required"));
        } else if (auto fault = tickets::line_fault("/name", draft.name, administration::longest_name)) {
            fields.fault(std::move(*fault));
        }
        if (const auto why = url_fault(draft.url, services_.allowed)) {
            fields.fault(tickets::field_fault("/url", *why, {{"limit", longest_url}}));
        }
        return draft;
    }

    template <class Work>
    web::Response done(const web::Request& request, const Webhook& webhook, Work work) const {
        services_.database.in_transaction([&](db::Transaction& tx) { work(tx, identity::Actor::of(request)); });
        services_.wake();
        return web::Response::json(shown(webhook.id));
    }

    web::Response delivery_answer(WebhookId webhook, DeliveryId id) const {
        const auto found = services_.database.read([&](db::Session& session) { return webhook_store::deliveries(session, webhook, DeliveryId{id.value + 1}, 1); });
        return web::Response::json(as_json(found.at(0)), 202);
    }

    Services services_;
};

}  // namespace

std::vector<web::Route> webhook_api_routes(const Services& services) {
    using enum web::Method;
    const web::HandlersOf to{std::make_shared<const WebhookApi>(services)};
    constexpr web::Access readers{web::Audience::SignedIn, web::Scope::WebhooksRead}, writers{web::Audience::SignedIn, web::Scope::WebhooksWrite};
    return {{Get, "/api/v1/webhooks", readers, to(&WebhookApi::list)},
            {Post, "/api/v1/webhooks", writers, to(&WebhookApi::create)},
            {Get, "/api/v1/webhooks/{webhook}", readers, to(&WebhookApi::show)},
            {Patch, "/api/v1/webhooks/{webhook}", writers, to(&WebhookApi::change)},
            {Delete, "/api/v1/webhooks/{webhook}", writers, to(&WebhookApi::remove)},
            {Post, "/api/v1/webhooks/{webhook}/secret", writers, to(&WebhookApi::rotate)},
            {Post, "/api/v1/webhooks/{webhook}/pause", writers, to(&WebhookApi::pause)},
            {Post, "/api/v1/webhooks/{webhook}/resumption", writers, to(&WebhookApi::resume)},
            {Post, "/api/v1/webhooks/{webhook}/test", writers, to(&WebhookApi::try_out)},
            {Get, "/api/v1/webhooks/{webhook}/deliveries", readers, to(&WebhookApi::deliveries), {}, {.query = {"after", "limit"}}},
            {Post, "/api/v1/webhooks/{webhook}/deliveries/{delivery}/resending", writers, to(&WebhookApi::send_again)}};
}

}  // namespace ansvar::hooks
