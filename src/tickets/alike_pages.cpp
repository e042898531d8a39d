#include <algorithm>
#include <memory>

#include "core/number.hpp"
#include "core/secret.hpp"
#include "tickets/alike.hpp"
#include "tickets/form_errors.hpp"
#include "tickets/links.hpp"
#include "tickets/ticket_store.hpp"

namespace ansvar::tickets::alike {

namespace {

using nlohmann::json;

/// What the form was sent with, and what is wrong with it.
struct Typed {
    std::vector<TicketId> chosen = {};
    std::string parent = "new";  ///< or a number
    std::string subject = {};
    std::string body = {};
    std::string key = {};
    FormErrors errors = {};
};

/// /tickets/{number}/alike: several tickets become parts of one, which there is already or which is made here.
class AlikePages {
public:
    explicit AlikePages(PageServices services) : services_(std::move(services)) {}

    web::Response show(const web::Request& request) const {
        const auto [ticket, group] = load(request);
        const auto wording = services_.wording(request);
        Typed typed{.key = random_token(12)};
        for (const auto& each : group) {
            typed.chosen.push_back(each.id);
            if (each.is_parent) {
                typed.parent = each.id.text();
            }
        }
        const auto offer = suggestion(group, wording);
        typed.subject = offer.is_object() ? offer["text"].get<std::string>() : "";
        typed.body = wording.format("alike.body", {{"numbers", wording.list(numbers(typed.chosen))}});
        return page(request, 200, ticket, group, typed);
    }

    web::Response gather(const web::Request& request) const {
        const auto [ticket, group] = load(request);
        if (group.empty()) {  // gathered already, by this form's first press or by a colleague: the ticket's page says under what
            return web::Response::see_other("/tickets/" + ticket.id.text());
        }
        auto typed = read(request, group);
        const auto parent = typed.errors.empty() ? parent_of(request, ticket, group, typed) : std::nullopt;
        if (!parent) {
            return page(request, 422, ticket, group, typed);
        }
        std::vector<TicketId> left;
        for (const auto child : typed.chosen) {
            if (child != *parent && !put_under(child, *parent, reader(request))) {
                left.push_back(child);
            }
        }
        if (left.empty()) {
            return web::Response::see_other("/tickets/" + parent->text());
        }
        typed.parent = parent->text();
        typed.errors.add({field_fault("/ticket", "left-out", {{"numbers", services_.wording(request).list(numbers(left))}})});
        return page(request, 409, ticket, group, typed);
    }

private:
    std::pair<Ticket, std::vector<OneOfMany>> load(const web::Request& request) const {
        return services_.database().read([&](db::Session& session) {
            auto found = ticket_store::find(session, TicketId{request.path_number("number")}, reader(request).id, services_.now());
            if (!found || !may(reader(request), Action::View, found->ticket, found->ties)) {
                throw web::NotFound{};
            }
            if (!may(reader(request), Action::Handle, found->ticket, found->ties)) {
                throw web::Forbidden{};
            }
            auto group = of_ticket(session, found->ticket, reader(request));
            return std::pair{std::move(found->ticket), std::move(group)};
        });
    }

    static std::vector<std::string> numbers(const std::vector<TicketId>& ids) {
        std::vector<std::string> texts;
        std::transform(ids.begin(), ids.end(), std::back_inserter(texts), [](TicketId id) { return id.text(); });
        return texts;
    }

    /// Only tickets of the group count, as it is now: what has been closed, moved or gathered since is in it no more.
    static Typed read(const web::Request& request, const std::vector<OneOfMany>& group) {
        const auto& form = request.form();
        Typed typed{.parent = form.value("parent"), .subject = form.value("subject"), .body = form.value("body"), .key = form.value("idempotency_key")};
        const auto values = form.values("ticket");
        for (const auto& each : group) {
            if (std::find(values.begin(), values.end(), each.id.text()) != values.end()) {
                typed.chosen.push_back(each.id);
            }
        }
        const auto others = std::count_if(typed.chosen.begin(), typed.chosen.end(), [&](TicketId id) { return id.text() != typed.parent; });
        if (others == 0) {
            typed.errors.add({field_fault("/ticket", "none-chosen")});
        }
        return typed;
    }

    /// The ticket to gather under; a new one is made once for a form. Empty: `typed` says what is wrong.
    std::optional<TicketId> parent_of(const web::Request& request, const Ticket& ticket, const std::vector<OneOfMany>& group, Typed& typed) const {
        if (typed.parent != "new") {
            const auto number = id_from<TicketId>(typed.parent);
            if (number && std::any_of(group.begin(), group.end(), [&](const auto& each) { return each.id == *number; })) {
                return number;
            }
            typed.errors.add({field_fault("/parent", "unknown-value")});
            return {};
        }
        Draft draft;
        draft.subject = typed.subject;
        draft.body = typed.body;
        // The area, or the likeliest, that the ticket came here by; an area that has left the matrix since is no help.
        const auto itself = std::find_if(group.begin(), group.end(), [&](const auto& each) { return each.id == ticket.id; });
        if (itself != group.end() && itself->area_key && services_.desk.services().router()->matrix().find(*itself->area_key)) {
            draft.area = itself->area_key;
        }
        draft.room = ticket.room;
        const auto key = typed.key.empty() ? IdempotencyKey::random() : IdempotencyKey{typed.key, "alike"};
        const auto written = services_.desk.open(draft, reader(request), key);
        if (!written) {
            if (written.error().kind != Refusal::Kind::Invalid) {
                throw_as_error(written.error());
            }
            typed.errors.add(written.error().fields);
            return {};
        }
        return written->ticket.id;
    }

    /// True also when it is there already.
    bool put_under(TicketId child, TicketId parent, const identity::Person& by) const {
        const auto linked = links::add(services_.desk, child, parent, links::Kind::Parent, by);
        return linked || (linked.error().kind == Refusal::Kind::Invalid && !linked.error().fields.empty() && linked.error().fields.front().code == "linked-already");
    }

    web::Response page(const web::Request& request, int status, const Ticket& ticket, const std::vector<OneOfMany>& group, const Typed& typed) const {
        const auto wording = services_.wording(request);
        auto list = json::array(), parents = json::array();
        for (const auto& each : group) {
            auto one = wording.view(each.opened_at);
            one["number"] = each.id.value;
            one["subject"] = each.subject;
            one["requester"] = each.requester_name;
            one["area"] = each.area.value_or("");
            one["chosen"] = std::find(typed.chosen.begin(), typed.chosen.end(), each.id) != typed.chosen.end();
            parents.push_back({{"value", each.id.text()},
                               {"label", wording.format("alike.under", {{"number", each.id.text()}, {"subject", each.subject}})},
                               {"selected", typed.parent == each.id.text()}});
            list.push_back(std::move(one));
        }
        json view = {{"nav", "queue"},
                     {"queue", ticket.role.value},
                     {"number", ticket.id.value},
                     {"heading", group.empty() ? wording.text("alike.none") : suggestion(group, wording)["text"].get<std::string>()},
                     {"has_group", !group.empty()},
                     {"group", std::move(list)},
                     {"parents", std::move(parents)},
                     {"new_selected", typed.parent == "new"},
                     {"form", {{"subject", typed.subject}, {"body", typed.body}}},
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
