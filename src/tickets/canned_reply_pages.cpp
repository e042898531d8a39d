#include "tickets/canned_reply_pages.hpp"

#include "core/number.hpp"
#include "core/text.hpp"
#include "tickets/asked_ticket.hpp"
#include "tickets/attachments.hpp"
#include "tickets/canned_replies.hpp"
#include "tickets/drafts.hpp"
#include "tickets/form_errors.hpp"
#include "tickets/views.hpp"

namespace ansvar::tickets {

namespace {

using nlohmann::json;

/// Canned replies where they are used.
class CannedAtTicket {
public:
    explicit CannedAtTicket(PageServices services) : services_(std::move(services)) {}

    /// All that are on offer, filled: [{"name", "more", "text"}].
    web::Response list(const web::Request& request) const {
        auto list = json::array();
        services_.database().read([&](db::Session& session) {
            const auto [ticket, ties] = asked_ticket(services_, session, request, Action::Notes);
            note_view(services_, request, ticket, ties, "page");
            for (const auto& reply : canned::offered(session, ticket.role, reader(request).queues)) {
                const auto text = filled(session, request, ticket, reply);
                list.push_back({{"name", reply.name}, {"more", shorten(text.substr(0, text.find('\n')), 60)}, {"text", text}});
            }
        });
        return web::Response::json(list);
    }

    /// Without scripts: what is written so far and the chosen text after it become the draft, and the page comes back with it.
    web::Response insert(const web::Request& request) const {
        const auto& form = request.form();
        const auto id = services_.database().in_transaction([&](db::Transaction& tx) {
            asked_ticket(services_, tx, request, Action::Reply);
            const auto ticket = asked_ticket(services_, tx, request, Action::Notes).ticket;  // what colleagues have written for colleagues
            auto body = form.value("body");
            const auto chosen = whole_number<std::uint64_t>(form.value("canned"));
            for (const auto& reply : canned::offered(tx, ticket.role, reader(request).queues)) {
                if (chosen == reply.id) {
                    body += (trim(body).empty() ? "" : "\n\n") + filled(tx, request, ticket, reply);
                }
            }
            if (auto fault = block_fault("/body", body, max_body); fault && !body.empty()) {
                throw web::Unprocessable{{*fault}};
            }
            drafts::save(tx, ticket.id, reader(request).id, drafts::Kind::Reply, body, services_.now());
            return ticket.id;
        });
        return web::Response::see_other("/tickets/" + id.text() + "?compose=reply#composer");
    }

private:
    std::string filled(db::Session& session, const web::Request& request, const Ticket& ticket, const canned::Reply& reply) const {
        const auto requester = ticket_store::list_names(session, {ticket.requester}).front().name;
        return canned::filled(reply.body, services_.pages.texts(), [&](std::string_view field) -> std::string {
            if (field == "requester") return requester;
            if (field == "first_name") return requester.substr(0, requester.find(' '));
            if (field == "number") return ticket.id.text();
            if (field == "subject") return ticket.subject;
            if (field == "area") return ticket.area.value_or("");
            if (field == "role") return services_.roles().name(ticket.role, request.language());
            if (field == "me") return reader(request).name;
            return ticket.room;
        });
    }

    PageServices services_;
};

/// Canned replies where they are looked after.
class CannedReplyPages {
public:
    explicit CannedReplyPages(PageServices services) : services_(std::move(services)) {}

    web::Response list(const web::Request& request) const { return list_page(request, 200, {}, {}); }

    web::Response create(const web::Request& request) const {
        const auto reply = typed(request);
        if (const auto errors = errors_of(request, reply); !errors.empty()) {
            return list_page(request, 422, reply, errors);
        }
        services_.database().in_transaction([&](db::Transaction& tx) { canned::insert(tx, reply, reader(request).id, services_.now()); });
        return web::Response::see_other("/canned-replies?saved=yes");
    }

    web::Response show(const web::Request& request) const {
        const auto reply = asked(request);
        return reply_page(request, 200, reply, reply, {}, false);
    }

    web::Response change(const web::Request& request) const {
        const auto now = asked(request);
        auto reply = typed(request);
        reply.id = now.id;
        if (const auto errors = errors_of(request, reply); !errors.empty()) {
            return reply_page(request, 422, now, reply, errors, false);
        }
        const bool changed = services_.database().in_transaction([&](db::Transaction& tx) { return canned::update(tx, reply, reader(request).id, services_.now()); });
        return changed ? web::Response::see_other("/canned-replies?saved=yes") : overtaken(request, reply);
    }

    web::Response remove(const web::Request& request) const {
        const auto now = asked(request);
        const auto version = request.form().value("version");
        const bool removed = services_.database().in_transaction([&](db::Transaction& tx) { return canned::remove(tx, now.id, version); });
        return removed ? web::Response::see_other("/canned-replies?saved=removed") : overtaken(request, now);
    }

private:
    /// The one of the path; for those who may not change it there is none.
    canned::Reply asked(const web::Request& request) const {
        const auto id = request.path_number("id");
        auto reply = services_.database().read([&](db::Session& session) { return canned::find(session, id); });
        if (!reply || !canned::may_change(reader(request), reply->role)) {
            throw web::NotFound{};
        }
        return std::move(*reply);
    }

    canned::Reply typed(const web::Request& request) const {
        const auto& form = request.form();
        const auto role = form.value("role");
        return {.role = role.empty() ? std::nullopt : std::optional{RoleCode{role}},
                .name = std::string{trim(form.value("name"))},
                .body = tidy_block(form.value("body")),
                .version = form.value("version")};
    }

    FormErrors errors_of(const web::Request& request, const canned::Reply& reply) const {
        FormErrors errors;
        errors.add(canned::faults_of(reply, services_.pages.texts(), reader(request), *services_.roles().table()));
        return errors;
    }

    json roles(const web::Request& request, const std::optional<RoleCode>& chosen) const {
        const auto wording = services_.wording(request);
        auto list = json::array();
        if (reader(request).is_administrator) {
            list.push_back({{"value", ""}, {"label", wording.text("canned.everybody")}, {"selected", !chosen}});
        }
        const auto table = services_.roles().table();
        for (const auto& role : table->roles()) {
            if (role.kind == identity::RoleKind::Queue && canned::may_change(reader(request), role.code)) {
                list.push_back({{"value", role.code.value}, {"label", table->name(role.code, wording.language())}, {"selected", chosen == role.code}});
            }
        }
        return list;
    }

    json form_view(const web::Request& request, const canned::Reply& reply, const FormErrors& errors, std::string_view title) const {
        const auto wording = services_.wording(request);
        json view{{"nav", "canned"},
                  {"form", {{"name", reply.name}, {"body", reply.body}, {"roles", roles(request, reply.role)}}},
                  {"fields", wording.format("canned.fields", {{"fields", canned::fields(services_.pages.texts(), wording.language())}})}};
        errors.fill(view, wording, title, {"name", "body", "role"});
        return view;
    }

    web::Response list_page(const web::Request& request, int status, const canned::Reply& reply, const FormErrors& errors) const {
        const auto wording = services_.wording(request);
        auto view = form_view(request, reply, errors, "canned.title");
        auto list = json::array();
        for (const auto& one : services_.database().read([](db::Session& session) { return canned::list(session); })) {
            if (canned::may_change(reader(request), one.role)) {
                list.push_back({{"href", "/canned-replies/" + std::to_string(one.id)},
                                {"name", one.name},
                                {"role", one.role ? services_.roles().name(*one.role, wording.language()) : wording.text("canned.everybody")},
                                {"begins", shorten(one.body.substr(0, one.body.find('\n')), 80)}});
            }
        }
        view["has_replies"] = !list.empty();
        view["replies"] = std::move(list);
        if (request.method() == web::Method::Get && request.query("saved")) {
            view["notices"] = json::array({json{{"text", wording.text(request.query("saved") == "removed" ? "canned.removed" : "canned.saved")}}});
        }
        return services_.pages.render(request, status, "tickets/canned_replies", std::move(view));
    }

    web::Response reply_page(const web::Request& request, int status, const canned::Reply& now, const canned::Reply& typed, const FormErrors& errors,
                             bool is_overtaken) const {
        const auto wording = services_.wording(request);
        auto view = form_view(request, typed, errors, "canned.change");
        view.update({{"action", "/canned-replies/" + std::to_string(now.id)},
                     {"version", is_overtaken ? now.version : typed.version},
                     {"overtaken", is_overtaken ? json{{"text", wording.format("canned.overtaken", {{"who", now.changed_by}})}, {"body", now.body}} : json(false)}});
        return services_.pages.render(request, status, "tickets/canned_reply", std::move(view));
    }

    /// A colleague was faster: their version stands above what was typed, which is still there to be saved over it.
    web::Response overtaken(const web::Request& request, const canned::Reply& typed) const { return reply_page(request, 409, asked(request), typed, {}, true); }

    PageServices services_;
};

}  // namespace

std::vector<web::Route> canned_reply_routes(const PageServices& services) {
    using web::Method;
    const auto at_ticket = std::make_shared<CannedAtTicket>(services);
    const auto pages = std::make_shared<CannedReplyPages>(services);
    constexpr web::Access signed_in{web::Audience::SignedIn, web::Via::Page}, agent{web::Audience::Agent, web::Via::Page};
    // The form may carry files that were chosen already.
    const web::Limits with_files{.max_body_bytes = attachments::max_request_bytes + 1024 * 1024, .pool = web::Pool::Uploads};
    return {{Method::Get, "/tickets/{number}/canned", signed_in, [at_ticket](const web::Request& request) { return at_ticket->list(request); }},
            {Method::Post, "/tickets/{number}/canned", signed_in, [at_ticket](const web::Request& request) { return at_ticket->insert(request); }, with_files},
            {Method::Get, "/canned-replies", agent, [pages](const web::Request& request) { return pages->list(request); }},
            {Method::Post, "/canned-replies", agent, [pages](const web::Request& request) { return pages->create(request); }},
            {Method::Get, "/canned-replies/{id}", agent, [pages](const web::Request& request) { return pages->show(request); }},
            {Method::Post, "/canned-replies/{id}", agent, [pages](const web::Request& request) { return pages->change(request); }},
            {Method::Post, "/canned-replies/{id}/deletion", agent, [pages](const web::Request& request) { return pages->remove(request); }}};
}

}  // namespace ansvar::tickets
