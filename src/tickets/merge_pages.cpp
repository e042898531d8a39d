#include "core/number.hpp"
#include "core/text.hpp"
#include "tickets/beside_pages.hpp"
#include "tickets/form_errors.hpp"
#include "tickets/merge.hpp"
#include "tickets/other_tickets.hpp"
#include "tickets/views.hpp"

namespace ansvar::tickets {

namespace {

using nlohmann::json;
using ticket_store::Found;

/// What a merge leads to is shown before it is done: which ticket goes on in which, and who hears of it.
class MergePages {
public:
    explicit MergePages(PageServices services) : services_(std::move(services)) {}

    web::Response ask(const web::Request& request) const { return page(request, {.into = request.query("into").value_or("")}); }

    web::Response merge(const web::Request& request) const {
        const auto& form = request.form();
        Asked asked{.into = form.value("into")};
        const auto target = ticket_number(asked.into);
        if (!target) {
            asked.errors.add({field_fault("/into", trim(asked.into).empty() ? "required" : "unknown-ticket")});
            return page(request, asked);
        }
        const auto merged = merging::merge(services_.desk, id_of(request), *target, reader(request), version(form.value("version")), version(form.value("into_version")));
        if (merged) {
            return web::Response::see_other("/tickets/" + target->text() + "?from=" + id_of(request).text());
        }
        const auto& refusal = merged.error();
        if (refusal.kind == Refusal::Kind::NotAllowed) {
            throw_as_error(refusal);
        }
        asked.changed = refusal.kind == Refusal::Kind::Changed;
        asked.errors.add(refusal.fields);
        return page(request, asked);  // an unknown source is found out there
    }

    web::Response unmerge(const web::Request& request) const {
        const auto apart = merging::unmerge(services_.desk, id_of(request), reader(request));
        if (!apart && apart.error().kind != Refusal::Kind::Changed) {  // apart already is as well
            throw_as_error(apart.error());
        }
        return web::Response::see_other("/tickets/" + id_of(request).text());
    }

private:
    struct Asked {
        std::string into;
        FormErrors errors = {};
        bool changed = false;  ///< one of the two, since the page was read
    };

    static TicketId id_of(const web::Request& request) { return TicketId{request.path_number("number")}; }

    static std::optional<TicketId> ticket_number(std::string_view typed) {
        auto text = trim(typed);
        if (text.starts_with('#')) {
            text.remove_prefix(1);
        }
        return id_from<TicketId>(text);
    }

    static std::optional<std::int64_t> version(const std::string& text) {
        const auto number = whole_number<std::int64_t>(text);
        if (!text.empty() && !number) {
            throw web::BadRequest{"a version was expected"};
        }
        return number;
    }

    web::Response page(const web::Request& request, Asked asked) const {
        const auto wording = services_.wording(request);
        std::optional<Found> source, target;
        json others = json::array(), copies = json::array();
        std::vector<ticket_store::Named> people;
        const auto number = ticket_number(asked.into);
        services_.database().read([&](db::Session& session) {
            source = ticket_store::find(session, id_of(request), reader(request).id, services_.now());
            if (!source || !may(reader(request), Action::View, source->ticket, source->ties)) {
                throw web::NotFound{};
            }
            if (!may(reader(request), Action::Handle, source->ticket, source->ties)) {
                throw web::Forbidden{};
            }
            others = others_of(session, request, source->ticket, wording);
            target = number ? ticket_store::find(session, *number, reader(request).id, services_.now()) : std::nullopt;
            if (target && !may(reader(request), Action::View, target->ticket, target->ties)) {
                target.reset();
            }
            people = ticket_store::list_names(session, target ? std::vector{source->ticket.requester, target->ticket.requester}
                                                              : std::vector{source->ticket.requester});
        });
        const bool unknown = !trim(asked.into).empty() && !target;
        if (unknown) {
            asked.errors.add({field_fault("/into", "unknown-ticket")});
        } else if (target && asked.errors.empty()) {
            add_faults(request, *source, *target, asked.errors);
        }
        note_view(services_, request, source->ticket, source->ties, "page");
        json plan = false;
        if (target && asked.errors.empty()) {
            note_view(services_, request, target->ticket, target->ties, "page");
            plan = plan_view(*source, *target, people, wording);
        }
        json view = {{"nav", "queue"},
                     {"queue", source->ticket.role.value},
                     {"number", source->ticket.id.value},
                     {"version", source->ticket.version},
                     {"source", ticket_view(source->ticket, people, wording)},
                     {"changed", asked.changed},
                     {"into", asked.into},
                     {"has_others", !others.empty()},
                     {"others", std::move(others)},
                     {"plan", std::move(plan)}};
        asked.errors.fill(view, wording, "merge.title", {"into"});
        const auto status = asked.changed ? 409 : unknown ? 404 : asked.errors.empty() ? 200 : 422;
        return services_.pages.render(request, status, "tickets/merge", std::move(view), "layout_agent");
    }

    static void add_faults(const web::Request& request, const Found& source, const Found& target, FormErrors& errors) {
        if (const auto fault = merging::fault(source.ticket, target.ticket)) {
            errors.add(fault->fields);
        } else if (!may(reader(request), Action::Handle, target.ticket, target.ties)) {
            errors.add({field_fault("/into", "not-handled")});
        }
    }

    static std::string name_of(const std::vector<ticket_store::Named>& people, PersonId id) {
        for (const auto& person : people) {
            if (person.id == id) {
                return person.name;
            }
        }
        return {};
    }

    static json ticket_view(const Ticket& ticket, const std::vector<ticket_store::Named>& people, const Wording& wording) {
        const auto state = std::string{name(ticket.state)};
        return {{"number", ticket.id.value},
                {"subject", ticket.subject},
                {"requester", name_of(people, ticket.requester)},
                {"opened", wording.view(ticket.opened_at)},
                {"state", {{"code", state}, {"word", wording.text("state." + state)}}}};
    }

    static json plan_view(const Found& source, const Found& target, const std::vector<ticket_store::Named>& people, const Wording& wording) {
        const auto from = source.ticket.id.text(), to = target.ticket.id.text(), who = name_of(people, source.ticket.requester);
        const bool same = source.ticket.requester == target.ticket.requester;
        const auto line = [&](std::string_view key) {
            return json{{"text", wording.format(key, {{"source", from}, {"target", to}, {"who", who}})}};
        };
        auto lines = json::array({line("merge.what.goes_on"), line("merge.what.list"), line(same ? "merge.what.letter" : "merge.what.letter_follower")});
        if (!same) {
            lines.push_back(line("merge.what.follower"));
        }
        lines.push_back(line("merge.what.undo"));
        return {{"target", ticket_view(target.ticket, people, wording)}, {"into_version", target.ticket.version}, {"lines", std::move(lines)},
                {"button", wording.format("merge.button", {{"source", from}, {"target", to}})}};
    }

    /// The requester's other open tickets: the one that is meant is mostly among them.
    static json others_of(db::Session& session, const web::Request& request, const Ticket& source, const Wording& wording) {
        auto list = json::array();
        for (const auto& other : list_other_tickets(session, source, reader(request)).open) {
            list.push_back({{"other", other.id.value}, {"subject", other.subject}, {"state", wording.text("state." + std::string{name(other.state)})}});
        }
        return list;
    }

    PageServices services_;
};

}  // namespace

std::vector<web::Route> merge_routes(const PageServices& services) {
    using web::Method;
    const auto pages = std::make_shared<MergePages>(services);
    constexpr web::Access signed_in{web::Audience::SignedIn, web::Via::Page};
    return {{Method::Get, "/tickets/{number}/merge", signed_in, [pages](const web::Request& request) { return pages->ask(request); }},
            {Method::Post, "/tickets/{number}/merge", signed_in, [pages](const web::Request& request) { return pages->merge(request); }},
            {Method::Post, "/tickets/{number}/unmerge", signed_in, [pages](const web::Request& request) { return pages->unmerge(request); }}};
}

}  // namespace ansvar::tickets
