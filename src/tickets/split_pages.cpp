#include <algorithm>

#include "core/number.hpp"
#include "core/text.hpp"
#include "tickets/area_choices.hpp"
#include "tickets/beside_pages.hpp"
#include "tickets/form_errors.hpp"
#include "tickets/split.hpp"
#include "tickets/views.hpp"

namespace ansvar::tickets {

namespace {

using nlohmann::json;
using ticket_store::Entry;

/// Which messages get a ticket of their own, what it is called and where it goes.
class SplitPages {
public:
    explicit SplitPages(PageServices services) : services_(std::move(services)) {}

    /// The ticket's page may have ticked some already (?message=3&message=5).
    web::Response ask(const web::Request& request) const {
        Asked asked;
        for (const auto& number : request.query_all("message")) {
            if (const auto seq = whole_number<std::int64_t>(number)) {
                asked.parts.messages.push_back(*seq);
            }
        }
        return page(request, asked);
    }

    web::Response split(const web::Request& request) const {
        const auto& form = request.form();
        Asked asked{.parts = {.messages = {}, .subject = form.value("subject"), .area = form.value("area")}, .is_sent = true};
        for (const auto& number : form.values("message")) {
            if (const auto seq = whole_number<std::int64_t>(number)) {
                asked.parts.messages.push_back(*seq);
            }
        }
        const auto version = whole_number<std::int64_t>(form.value("version"));
        const auto opened = splitting::split(services_.desk, id_of(request), asked.parts, reader(request), version);
        if (opened) {
            return web::Response::see_other("/tickets/" + id_of(request).text() + "#beside");
        }
        asked.changed = opened.error().kind == Refusal::Kind::Changed;
        if (!asked.changed && opened.error().kind != Refusal::Kind::Invalid) {
            throw_as_error(opened.error());
        }
        asked.errors.add(opened.error().fields);
        return page(request, asked);
    }

private:
    struct Asked {
        splitting::Parts parts = {};
        bool is_sent = false;
        FormErrors errors = {};
        bool changed = false;
    };

    static TicketId id_of(const web::Request& request) { return TicketId{request.path_number("number")}; }

    web::Response page(const web::Request& request, const Asked& asked) const {
        const auto wording = services_.wording(request);
        std::optional<ticket_store::Found> found;
        std::vector<Entry> choices;
        services_.database().read([&](db::Session& session) {
            found = ticket_store::find(session, id_of(request), reader(request).id, services_.now());
            if (!found || !may(reader(request), Action::View, found->ticket, found->ties)) {
                throw web::NotFound{};
            }
            if (!may(reader(request), Action::Handle, found->ticket, found->ties)) {
                throw web::Forbidden{};
            }
            choices = splitting::choices(session, found->ticket.id, services_.now());
        });
        note_view(services_, request, found->ticket, found->ties, "page");
        const auto router = services_.desk.services().router_of(found->ticket.unit);
        const auto roles = services_.roles().table();
        const auto proposed = splitting::proposal(services_.desk, choices, asked.parts, found->ticket.unit);
        const auto picked = asked.is_sent ? asked.parts.area : proposed.area.value_or("");
        json view = {{"nav", "queue"},
                     {"queue", found->ticket.role.value},
                     {"number", found->ticket.id.value},
                     {"version", found->ticket.version},
                     {"subject", found->ticket.subject},
                     {"changed", asked.changed},
                     {"named", asked.parts.subject},
                     {"none_picked", picked.empty()},
                     {"areas", area_choices(router->matrix(), *roles, wording, picked)},
                     {"messages", messages(choices, asked.parts, wording)}};
        asked.errors.fill(view, wording, "split.title", {"messages", "subject", "area"});
        return services_.pages.render(request, asked.changed ? 409 : asked.errors.empty() ? 200 : 422, "tickets/split", std::move(view), "layout_agent");
    }

    static json messages(const std::vector<Entry>& choices, const splitting::Parts& parts, const Wording& wording) {
        auto list = json::array();
        for (const auto& entry : choices) {
            const bool chosen = std::find(parts.messages.begin(), parts.messages.end(), entry.event.seq) != parts.messages.end();
            auto line = wording.view(entry.event.at);
            line.update({{"id", entry.event.seq}, {"author", entry.actor}, {"is_note", entry.is_note}, {"text", shorten(*entry.body, 400)}, {"chosen", chosen}});
            list.push_back(std::move(line));
        }
        return list;
    }

    PageServices services_;
};

}  // namespace

std::vector<web::Route> split_routes(const PageServices& services) {
    using web::Method;
    const auto pages = std::make_shared<SplitPages>(services);
    constexpr web::Access signed_in{web::Audience::SignedIn, web::Via::Page};
    return {{Method::Get, "/tickets/{number}/split", signed_in, [pages](const web::Request& request) { return pages->ask(request); }},
            {Method::Post, "/tickets/{number}/split", signed_in, [pages](const web::Request& request) { return pages->split(request); }}};
}

}  // namespace ansvar::tickets
