#include "tickets/beside_api.hpp"

#include <fmt/format.h>

#include "tickets/api_fields.hpp"
#include "tickets/beside_pages.hpp"
#include "tickets/checklist.hpp"
#include "tickets/links.hpp"
#include "tickets/merge.hpp"
#include "tickets/outside.hpp"
#include "tickets/snooze.hpp"
#include "tickets/tags.hpp"
#include "tickets/time_spent.hpp"
#include "tickets/undo_api.hpp"
#include "tickets/views.hpp"
#include "tickets/watchers.hpp"
#include "web/json_lists.hpp"

namespace ansvar::tickets {

namespace {

using nlohmann::json;

/// Tags, links, watchers, snooze and merge for programs. Each answers with what stands beside the ticket afterwards.
class BesideApi {
public:
    explicit BesideApi(PageServices services) : services_(std::move(services)) {}

    web::Response change_tags(const web::Request& request) const {
        Fields fields{request};
        const auto add = normalised(fields, "add"), remove = normalised(fields, "remove");
        fields.finish();
        return changed(request, tags::change(services_.desk, id_of(request), add, remove, reader(request), version_of(request)));
    }

    web::Response add_link(const web::Request& request) const {
        Fields fields{request};
        const auto other = id_of_field<TicketId>(fields, "ticket", "unknown-ticket");
        const auto kind = links::kind_from(fields.text("kind").value_or("related"));
        if (!kind) {
            fields.fault(field_fault("/kind", "unknown-value"));
        }
        fields.finish();
        return changed(request, links::add(services_.desk, id_of(request), *other, *kind, reader(request), version_of(request)));
    }

    web::Response remove_link(const web::Request& request) const {
        Fields fields{request};
        const auto other = id_of_field<TicketId>(fields, "ticket", "unknown-ticket");
        fields.finish();
        return changed(request, links::remove(services_.desk, id_of(request), *other, reader(request), version_of(request)));
    }

    web::Response add_watcher(const web::Request& request) const {
        Fields fields{request};
        const auto mail = fields.required_text("mail");
        fields.finish();
        return changed(request, watchers::add(services_.desk, id_of(request), mail, reader(request), version_of(request)));
    }

    web::Response remove_watcher(const web::Request& request) const {
        Fields fields{request};
        const auto watcher = id_of_field<PersonId>(fields, "person", "unknown-person");
        fields.finish();
        return changed(request, watchers::remove(services_.desk, id_of(request), *watcher, reader(request), version_of(request)));
    }

    web::Response snooze(const web::Request& request) const {
        Fields fields{request};
        const auto until = fields.text("until").value_or("");
        const auto undo = asked_undo(fields);
        fields.finish();
        return changed(request, snoozing::snooze(services_.desk, id_of(request), until, reader(request), version_of(request), undo), undo);
    }

    web::Response merge(const web::Request& request) const {
        Fields fields{request};
        const auto into = id_of_field<TicketId>(fields, "into", "unknown-ticket");
        fields.finish();
        return changed(request, merging::merge(services_.desk, id_of(request), *into, reader(request), version_of(request)));
    }

    /// Shows the requester an answer from outside.
    web::Response share_answer(const web::Request& request) const {
        Undo undo;
        if (!request.body().empty()) {
            Fields fields{request};
            undo = asked_undo(fields);
            fields.finish();
        }
        const auto answer = static_cast<std::int64_t>(request.path_number("seq"));
        return changed(request, outside::share(services_.desk, id_of(request), answer, reader(request), undo), undo);
    }

    web::Response unmerge(const web::Request& request) const {
        take_nothing(request);
        return changed(request, merging::unmerge(services_.desk, id_of(request), reader(request), version_of(request)));
    }

private:
    static TicketId id_of(const web::Request& request) { return TicketId{request.path_number("number")}; }

    static std::vector<std::string> normalised(Fields& fields, const std::string& name) {
        std::vector<std::string> all;
        for (const auto& typed : fields.texts(name)) {
            if (auto tag = tags::from(typed)) {
                all.push_back(std::move(*tag));
            } else {
                fields.fault(field_fault("/" + name, "not-a-tag", {{"limit", 40}}));
            }
        }
        return all;
    }

    web::Response changed(const web::Request& request, const Result<Ticket, Refusal>& result, const Undo& undo = {}) const {
        return changed_beside(services_, request, result, undo);
    }

    PageServices services_;
};

}  // namespace

json beside_json(db::Session& session, const Ticket& ticket, const identity::Person& reader, bool reads_notes,
                 const std::function<bool(std::string_view)>& is_wanted) {
    auto view = json::object();
    if (is_wanted("watchers")) {
        view["watchers"] = json::array();
        for (const auto& watcher : ticket_store::list_watchers(session, ticket.id)) {
            view["watchers"].push_back({{"person", watcher.id.value}, {"name", watcher.name}});
        }
    }
    if (!reads_notes) {
        return view;
    }
    if (is_wanted("tags")) {
        view["tags"] = tags::list(session, ticket.id);
    }
    if (is_wanted("links")) {
        view["links"] = json::array();
        for (const auto& link : links::list(session, ticket.id, reader)) {
            view["links"].push_back({{"ticket", link.ticket.value}, {"kind", links::name(link.kind)}, {"subject", link.subject}, {"state", name(link.state)}});
        }
    }
    if (is_wanted("readers")) {
        view["readers"] = json::array();
        for (const auto& each : ticket_store::list_readers(session, ticket.id)) {
            view["readers"].push_back({{"person", each.id.value}, {"name", each.name}});
        }
    }
    if (is_wanted("checklist")) {
        view["checklist"] = json::array();
        for (const auto& item : checklist::list(session, ticket.id)) {
            view["checklist"].push_back({{"id", item.id}, {"text", item.text}, {"done_at", or_null(item.done_at)}});
        }
    }
    if (is_wanted("time")) {
        std::int64_t minutes = 0;
        auto entries = json::array();
        for (const auto& entry : time_spent::list(session, ticket.id)) {
            minutes += entry.minutes.value_or(0);
            entries.push_back({{"id", entry.id},
                               {"person", entry.person.value},
                               {"started_at", to_rfc3339(entry.started_at)},
                               {"minutes", or_null(entry.minutes)}});
        }
        view["time"] = {{"minutes", minutes}, {"entries", std::move(entries)}};
    }
    return view;
}

web::Response changed_beside(const PageServices& services, const web::Request& request, const Result<Ticket, Refusal>& result, const Undo& undo) {
    if (!result) {
        throw_as_error(result.error());
    }
    Ties ties;
    auto answer = services.database().read([&](db::Session& session) {
        ties = ticket_store::find(session, result->id, reader(request).id, services.now())->ties;
        return beside_json(session, *result, reader(request), true, [](std::string_view) { return true; });
    });
    note_view(services, request, *result, ties, "api");
    answer.update({{"number", result->id.value},
                   {"state", name(result->state)},
                   {"snoozed_until", or_null(result->snoozed_until)},
                   {"merged_into", result->merged_into ? json(result->merged_into->value) : json()},
                   {"version", result->version}});
    tell_undo(services, request, undo, answer);
    auto response = web::Response::json(answer);
    web::tell_version(response, result->version);
    return response;
}

std::vector<web::Route> beside_api_routes(const PageServices& services) {
    using web::Method;
    const web::HandlersOf to{std::make_shared<const BesideApi>(services)};
    constexpr web::Access writing{web::Audience::SignedIn, web::Scope::TicketsWrite};
    const web::Manners versioned{.query = {}, .wants_version = true};
    return {{Method::Post, "/api/v1/tickets/{number}/tags", writing, to(&BesideApi::change_tags), {}, versioned},
            {Method::Post, "/api/v1/tickets/{number}/links", writing, to(&BesideApi::add_link), {}, versioned},
            {Method::Post, "/api/v1/tickets/{number}/links/removal", writing, to(&BesideApi::remove_link), {}, versioned},
            {Method::Post, "/api/v1/tickets/{number}/watchers", writing, to(&BesideApi::add_watcher), {}, versioned},
            {Method::Post, "/api/v1/tickets/{number}/watchers/removal", writing, to(&BesideApi::remove_watcher), {}, versioned},
            {Method::Post, "/api/v1/tickets/{number}/messages/{seq}/sharing", writing, to(&BesideApi::share_answer)},
            {Method::Post, "/api/v1/tickets/{number}/snooze", writing, to(&BesideApi::snooze), {}, versioned},
            {Method::Post, "/api/v1/tickets/{number}/merge", writing, to(&BesideApi::merge), {}, versioned},
            {Method::Post, "/api/v1/tickets/{number}/unmerge", writing, to(&BesideApi::unmerge), {}, versioned}};
}

}  // namespace ansvar::tickets
