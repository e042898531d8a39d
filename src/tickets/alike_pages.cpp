#include <algorithm>
#include <memory>

#include "core/number.hpp"
#include "core/secret.hpp"
#include "tickets/alike_gathering.hpp"
#include "tickets/form_errors.hpp"

namespace ansvar::tickets::alike {

namespace {

using nlohmann::json;

/// What the form was sent with, and what is wrong with it.
struct Typed {
    Gathering gathering = {};
    std::string parent = "new";  ///< or a number, as typed
    std::string key = {};
    FormErrors errors = {};
};

/// /tickets/{number}/alike: several tickets become parts of one, which there is already or which is made here.
class AlikePages {
public:
    explicit AlikePages(PageServices services) : services_(std::move(services)) {}

    web::Response show(const web::Request& request) const {
        const auto group = load(request);
        Typed typed{.gathering = offered(group, services_.wording(request)), .key = random_token(12)};
        typed.parent = typed.gathering.parent ? typed.gathering.parent->text() : "new";
        return page(request, 200, group, typed);
    }

    web::Response gather(const web::Request& request) const {
        const auto group = load(request);
        if (group.all.empty()) {  // gathered already, by this form's first press or by a colleague: the ticket's page says under what
            return web::Response::see_other("/tickets/" + group.ticket.id.text());
        }
        auto typed = read(request, group);
        const auto key = typed.key.empty() ? IdempotencyKey::random() : IdempotencyKey{typed.key, "alike"};
        const auto parent = parent_of(services_.desk, group, typed.gathering, reader(request), key);
        if (!parent) {
            if (parent.error().kind != Refusal::Kind::Invalid) {
                throw_as_error(parent.error());
            }
            typed.errors.add(parent.error().fields);
            return page(request, 422, group, typed);
        }
        auto left = put_under(services_.desk, typed.gathering, *parent, reader(request));
        std::erase_if(left, [&](TicketId child) { return lies_under(services_.desk, child, *parent, reader(request)); });  // the form came twice at once
        if (left.empty()) {
            return web::Response::see_other("/tickets/" + parent->text());
        }
        typed.parent = parent->text();
        typed.errors.add({field_fault("/ticket", "left-out", {{"numbers", services_.wording(request).list(left)}})});
        return page(request, 409, group, typed);
    }

private:
    Group load(const web::Request& request) const { return alike::load(services_, TicketId{request.path_number("number")}, reader(request)); }

    /// Only tickets of the group count, as it is now: what has been closed, moved or gathered since is in it no more.
    static Typed read(const web::Request& request, const Group& group) {
        const auto& form = request.form();
        Typed typed{.gathering = {.subject = form.value("subject"), .body = form.value("body")}, .parent = form.value("parent"), .key = form.value("idempotency_key")};
        const auto values = form.values("ticket");
        for (const auto& each : group.all) {
            if (std::find(values.begin(), values.end(), each.id.text()) != values.end()) {
                typed.gathering.chosen.push_back(each.id);
            }
        }
        if (typed.parent != "new") {
            typed.gathering.parent = id_from<TicketId>(typed.parent).value_or(TicketId{});
        }
        return typed;
    }

    web::Response page(const web::Request& request, int status, const Group& group, const Typed& typed) const {
        const auto wording = services_.wording(request);
        const auto& chosen = typed.gathering.chosen;
        auto list = json::array(), parents = json::array();
        for (const auto& each : group.all) {
            auto one = wording.view(each.opened_at);
            one["number"] = each.id.value;
            one["subject"] = each.subject;
            one["requester"] = each.requester_name;
            one["area"] = each.area.value_or("");
            one["chosen"] = std::find(chosen.begin(), chosen.end(), each.id) != chosen.end();
            parents.push_back({{"value", each.id.text()},
                               {"label", wording.format("alike.under", {{"number", each.id.text()}, {"subject", each.subject}})},
                               {"selected", typed.parent == each.id.text()}});
            list.push_back(std::move(one));
        }
        json view = {{"nav", "queue"},
                     {"queue", group.ticket.role.value},
                     {"number", group.ticket.id.value},
                     {"heading", group.all.empty() ? wording.text("alike.none") : suggestion(group.all, wording)["text"].get<std::string>()},
                     {"has_group", !group.all.empty()},
                     {"group", std::move(list)},
                     {"parents", std::move(parents)},
                     {"new_selected", typed.parent == "new"},
                     {"form", {{"subject", typed.gathering.subject}, {"body", typed.gathering.body}}},
                     {"idempotency_key", typed.key}};
        typed.errors.fill(view, wording, "alike.title", {"ticket", "parent", "subject", "body"});
        return services_.pages.render(request, status, "tickets/alike", std::move(view), "layout_agent");
    }

    PageServices services_;
};

}  // namespace

std::vector<web::Route> routes(const PageServices& services) {
    const auto pages = std::make_shared<AlikePages>(services);
    constexpr web::Access anyone_signed_in{web::Audience::SignedIn, web::Via::Page};
    return {{web::Method::Get, "/tickets/{number}/alike", anyone_signed_in, [pages](const web::Request& request) { return pages->show(request); }},
            {web::Method::Post, "/tickets/{number}/alike", anyone_signed_in, [pages](const web::Request& request) { return pages->gather(request); }}};
}

}  // namespace ansvar::tickets::alike
