#include "tickets/beside_pages.hpp"

#include <algorithm>

#include "core/number.hpp"
#include "core/secret.hpp"
#include "core/text.hpp"
#include "tickets/checklist.hpp"
#include "tickets/links.hpp"
#include "tickets/snooze.hpp"
#include "tickets/tags.hpp"
#include "tickets/ticket_page.hpp"
#include "tickets/time_spent.hpp"
#include "tickets/timeline_view.hpp"
#include "tickets/views.hpp"
#include "tickets/watchers.hpp"

namespace ansvar::tickets {

namespace {

using nlohmann::json;

class BesidePages {
public:
    explicit BesidePages(PageServices services) : services_(std::move(services)) {}

    web::Response add_tags(const web::Request& request) const {
        const auto added = tags::all_from(request.form().value("tag"));
        return done(request, "tag", added ? tags::change(desk(), id_of(request), *added, {}, reader(request), version_of(request))
                                          : Result<Ticket, Refusal>{refuse(added.error())});
    }

    web::Response remove_tag(const web::Request& request) const {
        return done(request, "tag", tags::change(desk(), id_of(request), {}, {request.form().value("tag")}, reader(request), version_of(request)));
    }

    web::Response snooze(const web::Request& request) const {
        const Undo undo{random_token(16)};
        auto until = request.form().value("day");  // a button's, else what is typed
        until = until == "wake" ? "" : until.empty() ? request.form().value("until") : until;
        if (trim(until).empty() && request.form().value("day") != "wake") {
            return again(request, "until", Refusal::invalid(field_fault("/until", "required")));
        }
        const auto snoozed = snoozing::snooze(desk(), id_of(request), until, reader(request), version_of(request), undo);
        return done(request, "until", snoozed, "?undo=" + undo.token);
    }

    web::Response add_item(const web::Request& request) const {
        return done(request, "item", checklist::add(desk(), id_of(request), request.form().value("item"), reader(request), version_of(request)));
    }

    web::Response change_item(const web::Request& request) const {
        const auto what = checklist::what_from(request.form().value("what"));
        if (!what) {
            throw web::Unprocessable{{field_fault("/what", "unknown-value")}};
        }
        return done(request, "item", checklist::change(desk(), id_of(request), request.path_number("item"), *what, reader(request), version_of(request)));
    }

    web::Response clock(const web::Request& request) const {
        if (request.form().value("run") == "start") {
            return done(request, "time", time_spent::start(desk(), id_of(request), reader(request)));
        }
        time_spent::stop(desk(), reader(request));
        return back(request);
    }

    web::Response add_time(const web::Request& request) const {
        return done(request, "time", time_spent::add(desk(), id_of(request), request.form().value("time"), reader(request), version_of(request)));
    }

    web::Response correct_time(const web::Request& request) const {
        return done(request, "time", time_spent::correct(desk(), id_of(request), request.path_number("entry"), request.form().value("time"), reader(request),
                                                         version_of(request)));
    }

    web::Response add_link(const web::Request& request) const {
        const auto typed = trim(std::string_view{request.form().value("link")});
        const auto kind = links::kind_from(request.form().value("kind"));
        const auto number = ticket_number(request.form().value("link"));
        if (!kind || !number) {
            return again(request, "link", Refusal::invalid(field_fault("/link", typed.empty() ? "required" : "unknown-ticket")));
        }
        return done(request, "link", links::add(desk(), id_of(request), *number, *kind, reader(request), version_of(request)));
    }

    web::Response remove_link(const web::Request& request) const {
        const auto number = ticket_number(request.form().value("link"));
        return done(request, "link", number ? links::remove(desk(), id_of(request), *number, reader(request), version_of(request))
                                            : Result<Ticket, Refusal>{refuse(Refusal::invalid(field_fault("/link", "unknown-ticket")))});
    }

    web::Response add_watcher(const web::Request& request) const {
        return done(request, "watcher", watchers::add(desk(), id_of(request), request.form().value("watcher"), reader(request), version_of(request)));
    }

    web::Response remove_watcher(const web::Request& request) const {
        const auto watcher = id_from<PersonId>(request.form().value("watcher"));
        if (!watcher) {
            throw web::BadRequest{"a number was expected"};
        }
        return done(request, "watcher", watchers::remove(desk(), id_of(request), *watcher, reader(request), version_of(request)));
    }

    /// Whoever only followed the ticket sees it no more when they stop.
    web::Response watch(const web::Request& request) const {
        const auto watched = watchers::watch(desk(), id_of(request), request.form().value("watch") != "no", reader(request));
        if (!watched) {
            throw_as_error(watched.error());
        }
        const auto found = services_.database().read(
            [&](db::Session& session) { return ticket_store::find(session, id_of(request), reader(request).id, services_.now()); });
        return found && may(reader(request), Action::View, found->ticket, found->ties) ? back(request) : web::Response::see_other("/");
    }

    web::Response history(const web::Request& request) const {
        const auto wording = services_.wording(request);
        std::optional<ticket_store::Found> found;
        std::vector<ticket_store::Entry> timeline;
        std::vector<ticket_store::Named> names;
        services_.database().read([&](db::Session& session) {
            found = ticket_store::find(session, id_of(request), reader(request).id, services_.now());
            if (!found || !may(reader(request), Action::View, found->ticket, found->ties)) {
                throw web::NotFound{};
            }
            timeline = ticket_store::timeline(session, found->ticket.id, reads_notes(request, *found), services_.now());
            hide_unseen(session, reader(request), timeline);
            names = ticket_store::list_names(session, {found->ticket.requester});
        });
        note_view(services_, request, found->ticket, found->ties, "page");
        const auto roles = services_.roles().table();
        const bool staff = reads_notes(request, *found);
        auto lines = history_view(timeline, {.ticket = found->ticket,
                                             .wording = wording,
                                             .roles = *roles,
                                             .requester = names.empty() ? "" : names.front().name,
                                             .copies = "",
                                             .files = {},
                                             .for_staff = staff});
        return services_.pages.render(request, 200, "tickets/history",
                                      {{"title", wording.format("history.title", {{"number", found->ticket.id.text()}})},
                                       {"nav", staff ? "queue" : "mine"},
                                       {"queue", found->ticket.role.value},
                                       {"number", found->ticket.id.value},
                                       {"subject", found->ticket.subject},
                                       {"lines", std::move(lines)}},
                                      staff ? "layout_agent" : "layout");
    }

private:
    Desk& desk() const { return services_.desk; }
    static TicketId id_of(const web::Request& request) { return TicketId{request.path_number("number")}; }
    static bool reads_notes(const web::Request& request, const ticket_store::Found& found) {
        return may(reader(request), Action::Notes, found.ticket, found.ties);
    }

    /// "1042" or "#1042".
    static std::optional<TicketId> ticket_number(const std::string& typed) {
        auto text = trim(std::string_view{typed});
        if (text.starts_with('#')) {
            text.remove_prefix(1);
        }
        return id_from<TicketId>(text);
    }

    static std::optional<std::int64_t> version_of(const web::Request& request) {
        const auto text = request.form().value("version");
        const auto version = whole_number<std::int64_t>(text);
        if (!text.empty() && !version) {
            throw web::BadRequest{"a version was expected"};
        }
        return version;
    }

    static web::Response back(const web::Request& request, const std::string& query = "") {
        return web::Response::see_other("/tickets/" + id_of(request).text() + query + "#beside");
    }

    /// The ticket's page once more, with what was typed in `field`.
    web::Response again(const web::Request& request, const std::string& field, const Refusal& refusal) const {
        TicketFeedback feedback{.form = TicketFeedback::Form::Other, .reason = field, .to = request.form().value(field)};
        if (refusal.kind == Refusal::Kind::Changed) {
            feedback.changed = true;
            feedback.status = 409;
        } else if (refusal.kind == Refusal::Kind::Invalid) {
            feedback.errors.add(refusal.fields);
            feedback.status = 422;
        } else {
            throw_as_error(refusal);
        }
        return ticket_page(services_, request, id_of(request), feedback);
    }

    web::Response done(const web::Request& request, const std::string& field, const Result<Ticket, Refusal>& result, const std::string& query = "") const {
        return result ? back(request, query) : again(request, field, result.error());
    }

    PageServices services_;
};

}  // namespace

std::optional<web::Response> ask_about_checklist(const PageServices& services, const web::Request& request, std::optional<State> then,
                                                 const std::vector<std::string>& kept) {
    const TicketId id{request.path_number("number")};
    if (!then || is_open(*then) || request.form().has("anyway")) {
        return {};
    }
    auto left = json::array();
    std::optional<ticket_store::Found> found;
    services.database().read([&](db::Session& session) {
        found = ticket_store::find(session, id, reader(request).id, services.now());
        if (found && found->ticket.is_open() && may(reader(request), Action::Handle, found->ticket, found->ties)) {
            for (const auto& item : checklist::list(session, id)) {
                if (!item.done_at) {
                    left.push_back({{"text", item.text}});
                }
            }
        }
    });
    if (left.empty()) {
        return {};
    }
    note_view(services, request, found->ticket, found->ties, "page");
    auto sent = json::array();
    for (const auto& [name, value] : request.form().fields()) {
        if (name != "kept_files") {
            sent.push_back({{"name", name}, {"value", value}});
        }
    }
    for (const auto& token : kept) {
        sent.push_back({{"name", "kept_files"}, {"value", token}});
    }
    const auto wording = services.wording(request);
    const auto word = std::string{name(*then)};
    return services.pages.render(request, 422, "tickets/unfinished",
                                 {{"title", wording.text("unfinished.title")},
                                  {"nav", "queue"},
                                  {"number", id.value},
                                  {"action", request.path()},
                                  {"anyway", wording.text("unfinished.anyway." + word)},
                                  {"left", std::move(left)},
                                  {"sent", std::move(sent)}});
}

std::vector<web::Route> beside_routes(const PageServices& services) {
    using web::Method;
    const web::HandlersOf to{std::make_shared<const BesidePages>(services)};
    constexpr web::Access signed_in{web::Audience::SignedIn, web::Via::Page};
    return {{Method::Post, "/tickets/{number}/tags", signed_in, to(&BesidePages::add_tags)},
            {Method::Post, "/tickets/{number}/tags/removal", signed_in, to(&BesidePages::remove_tag)},
            {Method::Post, "/tickets/{number}/snooze", signed_in, to(&BesidePages::snooze)},
            {Method::Post, "/tickets/{number}/checklist", signed_in, to(&BesidePages::add_item)},
            {Method::Post, "/tickets/{number}/checklist/{item}", signed_in, to(&BesidePages::change_item)},
            {Method::Post, "/tickets/{number}/clock", signed_in, to(&BesidePages::clock)},
            {Method::Post, "/tickets/{number}/time", signed_in, to(&BesidePages::add_time)},
            {Method::Post, "/tickets/{number}/time/{entry}", signed_in, to(&BesidePages::correct_time)},
            {Method::Post, "/tickets/{number}/links", signed_in, to(&BesidePages::add_link)},
            {Method::Post, "/tickets/{number}/links/removal", signed_in, to(&BesidePages::remove_link)},
            {Method::Post, "/tickets/{number}/watchers", signed_in, to(&BesidePages::add_watcher)},
            {Method::Post, "/tickets/{number}/watchers/removal", signed_in, to(&BesidePages::remove_watcher)},
            {Method::Post, "/tickets/{number}/watching", signed_in, to(&BesidePages::watch)},
            {Method::Get, "/tickets/{number}/history", signed_in, to(&BesidePages::history)}};
}

}  // namespace ansvar::tickets
